/* SPDX-License-Identifier: MIT */
#include "repair-parts.h"

#include "scan.h"

/* Field names of IANA's "Permanent Message Header Field Names" and of vendors. Names that people also write above quoted mail apart. */
static const char *const display_names[] = { "bcc", "cc", "date", "from", "importance", "reply-to", "sender", "subject", "to" };
static const char *const label_names[] = { "sent" };
static const char *const trace_names[] = {
  "accept-language",
  "authentication-results",
  "authentication-results-original",
  "auto-submitted",
  "content-class",
  "content-disposition",
  "content-language",
  "content-transfer-encoding",
  "content-type",
  "delivered-to",
  "delivery-date",
  "dkim-filter",
  "dkim-signature",
  "domainkey-signature",
  "envelope-to",
  "errors-to",
  "feedback-id",
  "in-reply-to",
  "message-id",
  "mime-version",
  "msip_labels",
  "organization",
  "original-recipient",
  "precedence",
  "priority",
  "received",
  "received-spf",
  "references",
  "return-path",
  "thread-index",
  "thread-topic",
  "user-agent",
};
/* Continuations that nobody writes at the start of a field; lower case, as servers write them. */
static const char *const keywords[] = { "by ",   "with ",    "id ",     "for ",      "from ",           "via ",     "envelope-from ",
                                        "tls ",  "version=", "cipher=", "helo=",     "client-ip=",      "reason=",  "receiver=",
                                        "tls\t", "by\t",     "with\t",  "for <",     "smtp.mailfrom=",  "domain=",  "header.d=",
                                        "spf=",  "dkim=",    "dmarc=",  "compauth=", "x-hm-header-id=", "charset=", "boundary=",
                                        "arc=",  "action=",  "format=", "name=",     "filename=",       "using ",   "envelope-sender " };

static gboolean
is_one_of (HsSlice name, const char *const *names, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (hs_slice_iequal_str (name, names[i]))
      return TRUE;
  return FALSE;
}

HsNameKind
hs_repair_name_kind (HsSlice name)
{
  if (is_one_of (name, display_names, G_N_ELEMENTS (display_names)))
    return HS_NAME_DISPLAY;
  if (is_one_of (name, label_names, G_N_ELEMENTS (label_names)))
    return HS_NAME_LABEL;
  if (is_one_of (name, trace_names, G_N_ELEMENTS (trace_names)))
    return HS_NAME_TRACE;
  if (name.len > 4 && (hs_slice_ihas_prefix (name, "x-") || hs_slice_ihas_prefix (name, "arc-") || hs_slice_ihas_prefix (name, "list-") ||
                       hs_slice_ihas_prefix (name, "resent-")))
    return HS_NAME_TRACE;
  return HS_NAME_OTHER;
}

/* Letters, digits, '-', '_', '.': begins with a letter, which no clock's hour does. */
static gboolean
is_plausible (HsSlice name)
{
  if (name.len == 0 || !hs_is_alpha (name.ptr[0]))
    return FALSE;
  for (gsize i = 1; i < name.len; i++)
    if (!hs_is_host (name.ptr[i]))
      return FALSE;
  return TRUE;
}

/* "From:To:Subject:Date;" is the list of a signature (written with blanks about the colons, perhaps: @spaced), "http://..." a link. */
static gboolean
is_no_value (HsSlice name, HsSlice value, gboolean spaced)
{
  gsize n = 0, end;

  if (value.len >= 2 && value.ptr[0] == '/' && value.ptr[1] == '/')
    return TRUE;
  if (name.len == 1 && value.len > 0 && value.ptr[0] != ' ') /* C:\mail */
    return TRUE;
  if (spaced)
    value = hs_slice_trim (value);
  while (n < value.len && (hs_is_alnum (value.ptr[n]) || value.ptr[n] == '-'))
    n++;
  for (end = n; spaced && end < value.len && value.ptr[end] == ' ';)
    end++;
  return n > 0 && end < value.len && (value.ptr[end] == ':' || value.ptr[end] == ';') && hs_repair_name_kind (name) != HS_NAME_OTHER &&
         hs_repair_name_kind ((HsSlice){ value.ptr, n }) != HS_NAME_OTHER;
}

HsNameKind
hs_repair_name (HsSlice line, HsSlice *name)
{
  const char *end = line.ptr + line.len, *name_end = hs_scan_name (line.ptr, end), *colon = name_end;
  HsSlice found = hs_slice (line.ptr, name_end);

  while (colon < end && (*colon == ' ' || *colon == '\t'))
    colon++;
  if (colon == end || *colon != ':' || !is_plausible (found) || is_no_value (found, hs_slice (colon + 1, end), colon > name_end))
    return HS_NAME_NONE;
  if (name != NULL)
    *name = found;
  return hs_repair_name_kind (found);
}

gboolean
hs_repair_is_machine_written (HsSlice name)
{
  static const char *const prefixes[] = { "received",
                                          "x-received",
                                          "return-path",
                                          "delivered-to",
                                          "message-id",
                                          "in-reply-to",
                                          "references",
                                          "date",
                                          "dkim-signature",
                                          "domainkey-signature",
                                          "arc-",
                                          "authentication-results",
                                          "x-ms-exchange-",
                                          "x-forefront-",
                                          "x-microsoft-antispam",
                                          "x-originating-ip",
                                          "x-eop",
                                          "mime-version",
                                          "resent-date",
                                          "resent-message-id",
                                          "content-transfer-encoding",
                                          "x-ms-office365-" };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (hs_slice_ihas_prefix (name, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* "Mon, 1 Jan", "1 Jan 2024", "16:20:05 -0400", "2024 10:00" */
static gboolean
is_date_part (HsSlice line)
{
  static const char *const days[] = { "mon,", "tue,", "wed,", "thu,", "fri,", "sat,", "sun," };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    if (hs_slice_ihas_prefix (line, days[i]))
      return TRUE;
  return hs_is_digit (line.ptr[0]) || ((line.ptr[0] == '+' || line.ptr[0] == '-') && line.len > 1 && hs_is_digit (line.ptr[1]));
}

gboolean
hs_repair_is_blob (HsSlice line)
{
  if (line.len < 30)
    return FALSE;
  for (gsize i = 0; i < line.len; i++)
    if (!hs_is_alnum (line.ptr[i]) && strchr ("+/=-_.:;,", line.ptr[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* "b=...", "bh=...": a tag and its value, no blank before the '='. */
static gboolean
is_tag (HsSlice line)
{
  gsize i = 0;

  while (i < line.len && (hs_is_alnum (line.ptr[i]) || line.ptr[i] == '.' || line.ptr[i] == '-' || line.ptr[i] == '_'))
    i++;
  return i > 0 && i + 1 < line.len && line.ptr[i] == '=' && !hs_is_space (line.ptr[i + 1]);
}

gboolean
hs_repair_continues (HsSlice line)
{
  if (line.len == 0 || hs_repair_name (line, NULL) != HS_NAME_NONE)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (line.len > strlen (keywords[i]) && memcmp (line.ptr, keywords[i], strlen (keywords[i])) == 0)
      return TRUE;
  return strchr ("(<;[\"", line.ptr[0]) != NULL || is_date_part (line) || is_tag (line) || hs_repair_is_blob (line);
}

/* "  key: value" or "- item" */
static gboolean
is_nested (HsSlice line)
{
  HsSlice text = hs_slice_trim (line);
  const char *colon = hs_scan_name (text.ptr, text.ptr + text.len), *end = text.ptr + text.len;

  if (text.len > 0 && text.ptr[0] == '-' && (text.len == 1 || text.ptr[1] == ' ' || text.ptr[1] == '-'))
    return TRUE;
  return colon > text.ptr && colon < end && *colon == ':' && (colon + 1 == end || colon[1] == ' ');
}

/* A name nobody knows is one of mail's if it is written as those are: a capital, and a blank behind the colon. */
static gboolean
is_written_as_field (HsSlice line, HsSlice name)
{
  const char *value = name.ptr + name.len + 1, *end = line.ptr + line.len;

  return name.ptr[0] >= 'A' && name.ptr[0] <= 'Z' && (value >= end || *value == ' ' || *value == '\t' || *value == '\r');
}

gboolean
hs_repair_may_be_mail (HsSlice header)
{
  const char *end = header.ptr + header.len, *next;
  gboolean written = FALSE, nested = FALSE, open = FALSE;

  for (const char *p = header.ptr; p < end; p = next) {
    HsSlice line, name;
    next = hs_scan_next_line (p, end);
    line = hs_slice (p, next > p && next[-1] == '\n' ? next - 1 : next);
    if (!hs_scan_is_field (p, end)) {
      nested |= (open || *p == '-') && is_nested (line);
      open = FALSE;
      continue;
    }
    name = hs_slice (p, hs_scan_name (p, end));
    if (hs_repair_name_kind (name) != HS_NAME_OTHER)
      return TRUE;
    written |= is_written_as_field (line, name);
    open = hs_slice_trim (hs_slice (memchr (p, ':', line.len), line.ptr + line.len)).len <= 1; /* nothing behind the colon */
  }
  return written && !nested;
}
