/* Finds addresses and hosts in any text and puts their pseudonyms there. One pass, nothing is read twice but a run once more.
   SPDX-License-Identifier: MIT */
#include "redact.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"
#include "utf8.h"

typedef struct {
  HsRedactor *redactor;
  GString *out;
  const char *p, *end;
} Scan;

static gboolean
is_token (char c)
{
  return hs_is_host (c) || (guint8)c >= 0x80;
}

/* RFC 5322 atext and '.', and everything beyond ASCII (RFC 6531). */
static gboolean
is_local (char c)
{
  return is_token (c) || (c != '\0' && strchr ("!#$%&'*+/=?^`{|}~", c) != NULL);
}

static const char *
run_end (const char *p, const char *end, gboolean (*is_in) (char))
{
  while (p < end && is_in (*p))
    p++;
  return p;
}

static gboolean
is_ipv6_byte (char c)
{
  return hs_is_hex (c) || c == ':' || c == '.';
}

static void
put_ip (Scan *scan, const HsIp *ip)
{
  char text[HS_IP_TEXT_MAX];
  HsIp pseudonym;

  hs_redact_ip (scan->redactor, ip, &pseudonym);
  g_string_append_len (scan->out, text, (gssize)hs_ip_format (&pseudonym, text));
}

/* An IPv6 address at the place, if there is one; a dot or colon may stand behind it. */
static gboolean
take_ipv6 (Scan *scan)
{
  const char *stop = run_end (scan->p, scan->end, is_ipv6_byte);
  HsIp ip;

  if (memchr (scan->p, ':', (gsize)(stop - scan->p)) == NULL || stop - scan->p > HS_IP_TEXT_MAX)
    return FALSE;
  while (stop > scan->p && !hs_ip_parse (hs_slice (scan->p, stop), &ip)) {
    if (stop[-1] != '.' && stop[-1] != ':')
      return FALSE;
    stop--;
  }
  if (stop == scan->p)
    return FALSE;
  put_ip (scan, &ip);
  scan->p = stop;
  return TRUE;
}

/* Names of properties that stand before '=' in Authentication-Results, Received-SPF and the like. */
static gboolean
is_property (HsSlice name)
{
  static const char *const names[] = { "smtp.mailfrom",
                                       "smtp.helo",
                                       "smtp.auth",
                                       "smtp.rcpttodomain",
                                       "header.from",
                                       "header.d",
                                       "header.i",
                                       "header.s",
                                       "d",
                                       "i",
                                       "s",
                                       "envelope-from",
                                       "helo",
                                       "from",
                                       "to",
                                       "client-ip",
                                       "receiver",
                                       "mailfrom",
                                       "identity",
                                       "rcpt",
                                       "user",
                                       "domain",
                                       "ip",
                                       "x-hdoruser",
                                       "policy.helo",
                                       "smtp.rcpt",
                                       "sender",
                                       "rcpttodomain",
                                       "auth",
                                       "domainid",
                                       "header.b" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (hs_slice_iequal_str (name, names[i]))
      return TRUE;
  return FALSE;
}

static void
put_token (Scan *scan, HsSlice token, char next)
{
  HsSlice host = token;
  g_autofree char *word = NULL;
  const char *pseudonym;
  HsIp ip;

  while (host.len > 0 && (host.ptr[host.len - 1] == '.' || host.ptr[host.len - 1] == '-'))
    host.len--;
  word = g_ascii_strdown (host.ptr, (gssize)host.len);
  pseudonym = host.len > 0 ? g_hash_table_lookup (scan->redactor->words, word) : NULL;
  if (hs_ip_parse (host, &ip))
    put_ip (scan, &ip);
  else if (pseudonym != NULL && next != '=')
    g_string_append (scan->out, pseudonym);
  else if (hs_domain_is_qualified (host) && next != '=')
    g_string_append (scan->out, hs_redact_host (scan->redactor, host));
  else
    g_string_append_len (scan->out, host.ptr, (gssize)host.len);
  g_string_append_len (scan->out, host.ptr + host.len, (gssize)(token.len - host.len));
}

/* Everything up to @stop, which is one run of is_local bytes, token by token. */
static void
put_run (Scan *scan, const char *stop)
{
  while (scan->p < stop) {
    const char *next = run_end (scan->p, stop, is_token);
    if (next == scan->p) {
      g_string_append_c (scan->out, *scan->p++);
      continue;
    }
    put_token (scan, hs_slice (scan->p, next), next < scan->end ? *next : '\0');
    scan->p = next;
  }
}

/* What stands behind an '@': a host, even one without a dot. */
static void
put_domain (Scan *scan)
{
  const char *stop = run_end (scan->p, scan->end, is_token);
  HsSlice token = hs_slice (scan->p, stop);
  HsIp ip;

  if (token.len == 0 || hs_domain_is_qualified (token) || hs_ip_parse (token, &ip) || memchr (token.ptr, '.', token.len) != NULL)
    return; /* the next step takes it */
  g_string_append (scan->out, hs_redact_name (scan->redactor, "host", token));
  scan->p = stop;
}

/* A local part up to @at, where the '@' stands: all of it but the name of a property. */
static void
put_local (Scan *scan, const char *at)
{
  const char *equals = memchr (scan->p, '=', (gsize)(at - scan->p));

  if (equals != NULL && is_property (hs_slice (scan->p, equals))) {
    g_string_append_len (scan->out, scan->p, equals + 1 - scan->p);
    scan->p = equals + 1;
  }
  if (at > scan->p)
    g_string_append (scan->out, hs_redact_name (scan->redactor, "user", hs_slice (scan->p, at)));
  g_string_append_c (scan->out, '@');
  scan->p = at + 1;
  put_domain (scan);
}

/* A quoted local part: "john smith"@example.com. */
static const char *
quoted_local_end (const char *p, const char *end)
{
  for (p++; p < end && *p != '"' && *p != '\n'; p++)
    if (*p == '\\' && p + 1 < end)
      p++;
  return end - p >= 2 && p[0] == '"' && p[1] == '@' ? p + 1 : NULL;
}

static void
step (Scan *scan)
{
  gboolean boundary = scan->out->len == 0 || !hs_is_alnum (scan->out->str[scan->out->len - 1]);
  const char *stop = NULL;

  if (*scan->p == '"')
    stop = quoted_local_end (scan->p, scan->end);
  if (boundary && (hs_is_hex (*scan->p) || *scan->p == ':') && take_ipv6 (scan))
    return;
  if (stop == NULL)
    stop = run_end (scan->p, scan->end, is_local);
  if (stop == scan->p)
    g_string_append_c (scan->out, *scan->p++);
  else if (stop < scan->end && *stop == '@')
    put_local (scan, stop);
  else
    put_run (scan, stop);
}

HsSlice
hs_redact_scan (HsRedactor *redactor, HsSlice text)
{
  g_autoptr (GString) out = NULL;
  Scan scan = { redactor, NULL, text.ptr, NULL };

  if (text.ptr == NULL)
    return text;
  scan.end = text.ptr + text.len;
  scan.out = out = g_string_sized_new (text.len + 16);
  while (scan.p < scan.end)
    step (&scan);
  return hs_arena_copy (redactor->arena, (HsSlice){ out->str, out->len });
}

HsSlice
hs_redact_node (HsRedactor *redactor, HsSlice name)
{
  g_autofree char *word = NULL;
  const char *pseudonym;

  if (hs_slice_is_empty (name))
    return name;
  word = g_ascii_strdown (name.ptr, (gssize)name.len);
  pseudonym = g_hash_table_lookup (redactor->phrases, word);
  if (pseudonym == NULL)
    pseudonym = g_hash_table_lookup (redactor->words, word);
  if (pseudonym != NULL)
    return hs_arena_copy (redactor->arena, hs_slice_str (pseudonym));
  return hs_redact_scan (redactor, name);
}
