/* SPDX-License-Identifier: MIT */
#include "received-tls.h"

#include "ascii.h"
#include "received-text.h"

#define CONSTANT(s)   \
  {                   \
    s, sizeof (s) - 1 \
  }

static const HsSlice tls_versions[] = { CONSTANT ("TLS1.0"), CONSTANT ("TLS1.1"), CONSTANT ("TLS1.2"), CONSTANT ("TLS1.3") };

/* The number behind "TLS" or "SSL": "1", "v1.2", "-1.0", " 1.2", "1_2", "12". */
static gboolean
read_version (HsSlice text, guint *major, guint *minor)
{
  const char *p = text.ptr + 3, *end = text.ptr + text.len;

  while (p < end && (*p == '-' || hs_is_space (*p)))
    p++;
  if (p < end && hs_lower (*p) == 'v')
    p++;
  if (p == end || !hs_is_digit (*p))
    return FALSE;
  *major = (guint)(*p++ - '0');
  *minor = 0;
  if (p < end && (*p == '.' || *p == '_'))
    p++;
  if (p < end && hs_is_digit (*p))
    *minor = (guint)(*p++ - '0');
  return p == end;
}

HsSlice
hs_tls_version (HsSlice text)
{
  guint major, minor;
  gboolean tls = hs_slice_ihas_prefix (text, "TLS");

  if (!tls && !hs_slice_ihas_prefix (text, "SSL"))
    return HS_SLICE_NONE;
  if (hs_slice_iequal_str (text, "TLSv1/SSLv3"))
    return text;
  if (!read_version (text, &major, &minor))
    return HS_SLICE_NONE;
  if (tls)
    return major == 1 && minor < G_N_ELEMENTS (tls_versions) ? tls_versions[minor] : HS_SLICE_NONE;
  if (major == 3)
    return HS_SLICE_LITERAL ("SSL3");
  return major == 2 ? HS_SLICE_LITERAL ("SSL2") : HS_SLICE_NONE;
}

static const struct {
  HsSlice name;
  gboolean tls;
} protocols[] = {
  { CONSTANT ("SMTP"), FALSE },     { CONSTANT ("ESMTP"), FALSE },     { CONSTANT ("ESMTPS"), TRUE },     { CONSTANT ("ESMTPA"), FALSE },
  { CONSTANT ("ESMTPSA"), TRUE },   { CONSTANT ("HTTP"), FALSE },      { CONSTANT ("HTTPS"), TRUE },      { CONSTANT ("LMTP"), FALSE },
  { CONSTANT ("LMTPS"), TRUE },     { CONSTANT ("LMTPA"), FALSE },     { CONSTANT ("LMTPSA"), TRUE },     { CONSTANT ("UTF8SMTP"), FALSE },
  { CONSTANT ("UTF8SMTPS"), TRUE }, { CONSTANT ("UTF8SMTPA"), FALSE }, { CONSTANT ("UTF8SMTPSA"), TRUE }, { CONSTANT ("UTF8LMTP"), FALSE },
  { CONSTANT ("UTF8LMTPS"), TRUE }, { CONSTANT ("UTF8LMTPA"), FALSE }, { CONSTANT ("UTF8LMTPSA"), TRUE }, { CONSTANT ("MMS"), FALSE },
};

HsSlice
hs_protocol_name (HsSlice word, gboolean *tls)
{
  *tls = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    if (word.len == protocols[i].name.len && hs_slice_iequal (word, protocols[i].name)) {
      *tls = protocols[i].tls;
      return protocols[i].name;
    }
  return HS_SLICE_NONE;
}

static void
set_cipher (HsHop *hop, HsSlice cipher)
{
  if (hop->tls_cipher.ptr != NULL || cipher.len == 0)
    return;
  for (gsize i = 0; i < cipher.len; i++)
    if (hs_is_space (cipher.ptr[i]))
      return; /* two words are no cipher */
  hop->tls = HS_TLS_YES;
  hop->tls_cipher = cipher;
}

static gboolean
set_version (HsHop *hop, HsSlice text)
{
  HsSlice version = hs_tls_version (text);

  if (version.ptr == NULL)
    return FALSE;
  hop->tls = HS_TLS_YES;
  if (hop->tls_version.ptr == NULL)
    hop->tls_version = version;
  return TRUE;
}

static void
set_certificate (HsHop *hop, HsSlice result)
{
  if (hop->tls_client_certificate.ptr == NULL)
    hop->tls_client_certificate = result;
}

/* Sendmail's ${verify}: NO: none was given, NOT: none was asked for, FAIL: it did not hold. NONE is "no TLS". */
static void
set_verify (HsHop *hop, HsSlice value)
{
  if (hs_slice_iequal_str (value, "OK") || hs_slice_iequal_str (value, "YES"))
    set_certificate (hop, HS_SLICE_LITERAL ("verified"));
  else if (hs_slice_iequal_str (value, "FAIL"))
    set_certificate (hop, HS_SLICE_LITERAL ("unverified"));
  else if (hs_slice_iequal_str (value, "NO") || hs_slice_iequal_str (value, "NOT"))
    set_certificate (hop, HS_SLICE_LITERAL ("none"));
}

gboolean
hs_tls_key (HsHop *hop, HsSlice key, HsSlice value)
{
  if (hs_slice_iequal_str (key, "version"))
    set_version (hop, value);
  else if (hs_slice_iequal_str (key, "cipher"))
    set_cipher (hop, value);
  else if (hs_slice_iequal_str (key, "verify"))
    set_verify (hop, value);
  else
    return FALSE;
  return TRUE;
}

/* "TLS1.2:ECDHE_RSA_AES_256_GCM_SHA384:256", OpenSMTPD with ":NO" or ":YES" for the client's certificate behind it. */
static void
read_colon_form (HsHop *hop, HsSlice word)
{
  const char *p = word.ptr, *end = word.ptr + word.len;

  for (guint i = 0; i < 4 && p < end; i++) {
    const char *colon = memchr (p, ':', (gsize)(end - p));
    HsSlice part = hs_slice (p, colon != NULL ? colon : end);
    if (i == 0 && !set_version (hop, part))
      return;
    if (i == 1)
      set_cipher (hop, part);
    if (i == 3)
      set_verify (hop, part);
    p = colon != NULL ? colon + 1 : end;
  }
}

void
hs_tls_list (HsHop *hop, HsSlice list)
{
  const char *p = list.ptr, *end = list.ptr + list.len;

  while (p < end) {
    const char *comma = memchr (p, ',', (gsize)(end - p));
    HsSlice part = hs_slice_trim (hs_slice (p, comma != NULL ? comma : end));
    if (!set_version (hop, part) && !hs_slice_ihas_suffix (part, "bits") && hop->tls_version.ptr != NULL)
      set_cipher (hop, part);
    p = comma != NULL ? comma + 1 : end;
  }
}

/* Postfix: "using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)"; Mimecast: "Using TLS". */
static gboolean
read_using (HsHop *hop, HsTokenizer *words)
{
  HsToken token;
  gboolean cipher = FALSE;

  if (hs_token_next (words, &token) != HS_TOKEN_WORD || !hs_slice_ihas_prefix (token.text, "TLS"))
    if (token.kind != HS_TOKEN_WORD || !hs_slice_ihas_prefix (token.text, "SSL"))
      return FALSE;
  hop->tls = HS_TLS_YES;
  set_version (hop, token.text);
  while (hs_token_next (words, &token) == HS_TOKEN_WORD) {
    if (cipher) {
      set_cipher (hop, token.text);
      return TRUE;
    }
    cipher = hs_slice_iequal_str (token.text, "cipher");
  }
  return TRUE;
}

/* Postfix: "Client CN "mail.example.com", Issuer "Example CA" (verified OK)", "Client did not present a certificate". */
static gboolean
read_client (HsHop *hop, HsSlice comment)
{
  const char *p = hs_text_match (comment, "client cn \""), *end = comment.ptr + comment.len, *quote;
  HsTokenizer words = { .p = p, .end = end, .readable = end, .depth_limit = 1 };
  HsToken token;

  if (p == NULL) {
    if (hs_text_match (comment, "client did not present a certificate") == NULL &&
        hs_text_match (comment, "client certificate not present") == NULL)
      return FALSE;
    set_certificate (hop, HS_SLICE_LITERAL ("none"));
    return TRUE;
  }
  quote = memchr (p, '"', (gsize)(end - p));
  if (quote != NULL && hop->tls_client_subject.ptr == NULL)
    hop->tls_client_subject = hs_slice (p, quote);
  while (hs_token_next (&words, &token) != HS_TOKEN_END)
    if (token.kind == HS_TOKEN_COMMENT)
      set_certificate (hop,
                       hs_text_match (token.text, "verified ok") != NULL ? HS_SLICE_LITERAL ("verified") : HS_SLICE_LITERAL ("unverified"));
  return TRUE;
}

/* "TLS", "TLS1.3", "TLS12", "TLSv1:AES256-SHA:256", "TLS: TLS1.3, 128bits, ...", "SSL". */
static gboolean
read_tls (HsHop *hop, HsSlice comment, HsSlice word)
{
  if (!hs_slice_ihas_prefix (word, "TLS") && !hs_slice_ihas_prefix (word, "SSL"))
    return FALSE;
  if (word.len == comment.len && word.len == 3) {
    hop->tls = HS_TLS_YES;
    return TRUE;
  }
  if (word.len == 4 && word.ptr[3] == ':') {
    hs_tls_list (hop, hs_slice (word.ptr + 4, comment.ptr + comment.len));
    return TRUE;
  }
  if (memchr (word.ptr, ':', word.len) != NULL)
    read_colon_form (hop, word);
  else
    return set_version (hop, word.len == 3 ? comment : word);
  return TRUE;
}

/* qmail with the TLS patch: "with (DHE-RSA-AES256-SHA encrypted) SMTP". */
static gboolean
read_encrypted (HsHop *hop, HsSlice first, HsTokenizer *words)
{
  HsToken token;

  if (words->p == words->end || hs_token_next (words, &token) != HS_TOKEN_WORD || !hs_slice_iequal_str (token.text, "encrypted"))
    return FALSE;
  set_cipher (hop, first);
  return TRUE;
}

gboolean
hs_tls_comment (HsHop *hop, HsSlice comment, HsSlice first)
{
  const char *end = comment.ptr + comment.len;
  HsTokenizer words = { .p = first.ptr + first.len, .end = end, .readable = end, .depth_limit = 1 };
  HsToken token;

  switch (hs_lower (*first.ptr)) {
  case 't':
  case 's':
    return read_tls (hop, comment, first);
  case 'u':
    return hs_slice_iequal_str (first, "using") && read_using (hop, &words);
  case 'n':
    if (hs_text_match (comment, "no client certificate requested") == NULL)
      break;
    set_certificate (hop, HS_SLICE_LITERAL ("none"));
    return TRUE;
  case 'c':
    if (read_client (hop, comment))
      return TRUE;
    if (!hs_slice_iequal_str (first, "cipher") || hs_token_next (&words, &token) != HS_TOKEN_WORD)
      break;
    read_colon_form (hop, token.text);
    return TRUE;
  default:
    break;
  }
  return read_encrypted (hop, first, &words);
}
