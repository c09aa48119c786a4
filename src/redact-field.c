/* What may stay of a header field. Fields that hold free text, and all that nobody knows, lose their value.  SPDX-License-Identifier: MIT */
#include "redact.h"

#include "ascii.h"

typedef enum { TEXT, ADDRESSES, SUBJECT, SCAN, SIGNATURE, MEDIA_TYPE } Kind;

/* A name ends in '*' where it is a prefix. */
static const struct {
  const char *name;
  Kind kind;
} kinds[] = {
  { "Subject", SUBJECT },
  { "Thread-Topic", SUBJECT },
  { "From", ADDRESSES },
  { "Sender", ADDRESSES },
  { "To", ADDRESSES },
  { "Cc", ADDRESSES },
  { "Bcc", ADDRESSES },
  { "Reply-To", ADDRESSES },
  { "Return-Path", ADDRESSES },
  { "Delivered-To", ADDRESSES },
  { "X-Original-To", ADDRESSES },
  { "Envelope-To", ADDRESSES },
  { "Errors-To", ADDRESSES },
  { "Resent-From", ADDRESSES },
  { "Resent-To", ADDRESSES },
  { "Resent-Sender", ADDRESSES },
  { "Received", SCAN },
  { "X-Received", SCAN },
  { "Received-SPF", SCAN },
  { "Authentication-Results*", SCAN },
  { "X-MS-Exchange-*", SCAN },
  { "X-MS-*", SCAN },
  { "X-Microsoft-*", SCAN },
  { "X-Forefront-*", SCAN },
  { "X-EOP*", SCAN },
  { "X-Exchange-*", SCAN },
  { "X-OriginatorOrg", SCAN },
  { "X-Originating-IP", SCAN },
  { "X-ClientProxiedBy", SCAN },
  { "X-LD-Processed", SCAN },
  { "X-OrganizationHeadersPreserved", SCAN },
  { "X-CrossPremisesHeaders*", SCAN },
  { "X-IncomingTopHeaderMarker", SCAN },
  { "X-IncomingHeaderCount", SCAN },
  { "X-SID-*", SCAN },
  { "ARC-Authentication-Results", SCAN },
  { "ARC-Seal", SIGNATURE },
  { "ARC-Message-Signature", SIGNATURE },
  { "DKIM-Signature", SIGNATURE },
  { "X-Google-DKIM-Signature", SIGNATURE },
  { "Date", SCAN },
  { "Message-ID", SCAN },
  { "In-Reply-To", SCAN },
  { "References", SCAN },
  { "MIME-Version", SCAN },
  { "Content-Type", MEDIA_TYPE },
  { "Content-Transfer-Encoding", SCAN },
  { "Content-Language", SCAN },
  { "Accept-Language", SCAN },
  { "Thread-Index", SCAN },
  { "Auto-Submitted", SCAN },
  { "Precedence", SCAN },
  { "Importance", SCAN },
  { "X-Priority", SCAN },
};

static Kind
kind_of (HsSlice name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    gsize len = strlen (kinds[i].name);
    if (kinds[i].name[len - 1] == '*'
            ? name.len >= len - 1 && hs_slice_iequal ((HsSlice){ name.ptr, len - 1 }, (HsSlice){ kinds[i].name, len - 1 })
            : hs_slice_iequal_str (name, kinds[i].name))
      return kinds[i].kind;
  }
  return TEXT;
}

static HsSlice
put_length (HsRedactor *redactor, HsSlice value)
{
  return hs_arena_printf (redactor->arena, " (redacted, %" G_GSIZE_FORMAT " bytes)", value.len);
}

static gboolean
ends_address (char c)
{
  return hs_is_space (c) || strchr ("<>,;:()\"", c) != NULL;
}

/* The addresses of a list, without names and comments: whatever holds an '@' between separators. */
static HsSlice
put_addresses (HsRedactor *redactor, HsSlice value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = value.ptr, *end = hs_slice_end (value);

  while (p < end) {
    const char *start = p;
    while (p < end && (*p == '\0' || !ends_address (*p)))
      p++;
    if (memchr (start, '@', (gsize)(p - start)) != NULL) {
      HsSlice address = hs_redact_scan (redactor, hs_slice (start, p));
      g_string_append (out, out->len > 0 ? ", <" : " <");
      g_string_append_len (out, address.ptr, (gssize)address.len);
      g_string_append_c (out, '>');
    }
    p += p < end;
  }
  return out->len > 0 ? hs_arena_copy (redactor->arena, (HsSlice){ out->str, out->len }) : put_length (redactor, value);
}

/* Without b= and bh=: with the right guess they would prove what the message said. */
static HsSlice
put_signature (HsRedactor *redactor, HsSlice value)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = value.ptr, *end = hs_slice_end (value);

  while (p < end) {
    const char *semicolon = memchr (p, ';', (gsize)(end - p));
    const char *stop = semicolon != NULL ? semicolon : end, *equals = memchr (p, '=', (gsize)(stop - p));
    HsSlice tag = equals != NULL ? hs_slice_trim (hs_slice (p, equals)) : HS_SLICE_NONE;
    if (hs_slice_equal_str (tag, "b") || hs_slice_equal_str (tag, "bh")) {
      g_string_append_len (out, p, equals + 1 - p);
      g_string_append (out, "redacted");
    } else {
      HsSlice clean = hs_redact_scan (redactor, hs_slice (p, stop));
      g_string_append_len (out, clean.ptr, (gssize)clean.len);
    }
    if (semicolon != NULL)
      g_string_append_c (out, ';');
    p = semicolon != NULL ? semicolon + 1 : end;
  }
  return hs_arena_copy (redactor->arena, (HsSlice){ out->str, out->len });
}

HsSlice
hs_redact_field (HsRedactor *redactor, const HsField *field)
{
  HsSlice value = field->value;
  const char *semicolon;

  if (value.ptr == NULL)
    return value;
  switch (hs_slice_is_empty (field->name) ? TEXT : kind_of (field->name)) {
  case SUBJECT:
    return hs_arena_printf (redactor->arena, " %s", hs_redact_name (redactor, "subject", hs_slice_trim (value)));
  case ADDRESSES:
    return put_addresses (redactor, value);
  case SCAN:
    return hs_redact_scan (redactor, value);
  case SIGNATURE:
    return put_signature (redactor, value);
  case MEDIA_TYPE:
    semicolon = memchr (value.ptr, ';', value.len);
    return hs_redact_scan (redactor, hs_slice (value.ptr, semicolon != NULL ? semicolon : value.ptr + value.len));
  default:
    return put_length (redactor, value);
  }
}
