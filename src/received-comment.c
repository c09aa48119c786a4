/* SPDX-License-Identifier: MIT */
#include "received-comment.h"

#include "ascii.h"
#include "received-tls.h"

HsTokenizer
hs_received_words (const HsReceived *r, const char *p, HsSlice comment)
{
  return (HsTokenizer){ .p = p, .end = comment.ptr + comment.len, .readable = r->end, .depth_limit = r->depth_limit };
}

static HsSlice
rest_of (const char *p, HsSlice comment)
{
  return hs_slice_trim (hs_slice (p, comment.ptr + comment.len));
}

gboolean
hs_received_peer (HsReceived *r, HsSlice text)
{
  HsIp ip;
  guint16 port;

  if (!hs_endpoint_parse (text, &ip, &port))
    return FALSE;
  if (r->hop->from_ip.family == 0 && !r->hop->from_ip_malformed) {
    r->hop->from_ip = ip;
    r->hop->from_port = port;
  }
  return TRUE;
}

void
hs_received_envelope_from (HsReceived *r, HsSlice text)
{
  HsTokenizer words = hs_received_words (r, text.ptr, text);
  HsToken token;

  if (r->hop->envelope_from.ptr == NULL && hs_token_next (&words, &token) == HS_TOKEN_WORD)
    r->hop->envelope_from = hs_token_path (&words, &token);
}

void
hs_received_authenticated (HsReceived *r, HsSlice user, HsSlice mechanism)
{
  user = hs_text_squeeze (r->arena, user);
  if (mechanism.len > 0 && r->hop->auth_mechanism.ptr == NULL)
    r->hop->auth_mechanism = mechanism;
  if (r->hop->authenticated.ptr != NULL)
    return;
  if (user.len > 0)
    r->hop->authenticated = user;
  else
    r->hop->authenticated = mechanism.len > 0 ? mechanism : HS_SLICE_LITERAL ("authenticated");
}

void
hs_received_helo (HsReceived *r, HsSlice helo)
{
  if (r->helo_stated)
    return;
  r->helo_stated = TRUE;
  r->helo = helo.len > 0 ? helo : HS_SLICE_NONE;
}

static void
set_port (HsReceived *r, HsSlice value)
{
  guint64 port;

  if (r->hop->from_port == 0 && hs_slice_to_uint (value, G_MAXUINT16, &port))
    r->hop->from_port = (guint16)port;
}

/* Exim writes an RFC 1413 answer that looks odd in brackets. */
static HsSlice
strip_brackets (HsSlice value)
{
  if (value.len > 1 && value.ptr[0] == '[' && value.ptr[value.len - 1] == ']')
    value = (HsSlice){ value.ptr + 1, value.len - 2 };
  return value.len > 0 ? value : HS_SLICE_NONE;
}

static gboolean
take_key (HsReceived *r, HsSlice key, HsSlice value)
{
  if (hs_slice_iequal_str (key, "helo"))
    hs_received_helo (r, value);
  else if (hs_slice_iequal_str (key, "port"))
    set_port (r, value);
  else if (hs_slice_iequal_str (key, "ident") && r->hop->ident.ptr == NULL)
    r->hop->ident = strip_brackets (value);
  else if (hs_slice_iequal_str (key, "user") && value.len > 0)
    hs_received_authenticated (r, value, HS_SLICE_NONE);
  else if (hs_slice_iequal_str (key, "mech") && value.len > 0)
    hs_received_authenticated (r, r->hop->authenticated, value);
  else
    return hs_tls_key (r->hop, key, value);
  return TRUE;
}

gboolean
hs_received_key (HsReceived *r, HsSlice word)
{
  HsSlice key, value;

  return hs_text_split_key (word, &key, &value) && take_key (r, key, value);
}

/* "port=52666 helo=[127.0.0.1]", "version=TLS1_2, cipher=...": keys from the first word on. */
static gboolean
read_keys (HsReceived *r, HsSlice comment, HsSlice first)
{
  HsTokenizer words = hs_received_words (r, first.ptr + first.len, comment);
  HsSlice key, value;
  HsToken token;

  if (!hs_text_split_key (first, &key, &value))
    return FALSE;
  take_key (r, key, value);
  while (hs_token_next (&words, &token) != HS_TOKEN_END)
    if (token.kind == HS_TOKEN_WORD)
      hs_received_key (r, token.text);
  return TRUE;
}

/* Postfix "Authenticated sender: user", Sendmail "authenticated bits=0", Critical Path "authenticated as user",
   SquirrelMail "SquirrelMail authenticated user name". */
static gboolean
read_authenticated (HsReceived *r, HsSlice comment, HsSlice first)
{
  static const char *const phrases[] = { "authenticated sender: ", "authenticated sender ", "authenticated as ", "authenticated user ",
                                         "authenticated: " };
  const char *p = NULL;

  if (!hs_slice_iequal_str (first, "authenticated") && !hs_slice_iequal_str (first, "authenticated:")) {
    comment = rest_of (first.ptr + first.len, comment);
    p = hs_text_match (comment, "authenticated user ");
    if (p == NULL)
      return FALSE;
  }
  for (guint i = 0; p == NULL && i < G_N_ELEMENTS (phrases); i++)
    p = hs_text_match (comment, phrases[i]);
  hs_received_authenticated (r, p != NULL ? rest_of (p, comment) : HS_SLICE_NONE, HS_SLICE_NONE);
  return TRUE;
}

/* Courier: "AUTH: LOGIN user@example.com, TLS: TLS1.3, 128bits, ...", "AUTH: user". */
static gboolean
read_courier_auth (HsReceived *r, HsSlice comment)
{
  const char *p = hs_text_match (comment, "auth: "), *tls;
  HsTokenizer words;
  HsToken first, second;

  if (p == NULL)
    return FALSE;
  words = hs_received_words (r, p, comment);
  if (hs_token_next (&words, &first) != HS_TOKEN_WORD)
    return TRUE;
  if (first.text.ptr[first.text.len - 1] == ',' || hs_token_next (&words, &second) != HS_TOKEN_WORD)
    hs_received_authenticated (r, hs_text_strip_punctuation (first.text), HS_SLICE_NONE);
  else
    hs_received_authenticated (r, hs_text_strip_punctuation (second.text), first.text);
  while (hs_token_next (&words, &first) != HS_TOKEN_END) {
    tls = first.kind == HS_TOKEN_WORD ? hs_text_match (first.text, "tls:") : NULL;
    if (tls == NULL && first.kind == HS_TOKEN_WORD)
      tls = hs_text_match (first.text, "ssl:");
    if (tls != NULL) {
      hs_tls_list (r->hop, hs_slice (tls, comment.ptr + comment.len));
      break; /* the list goes to the end */
    }
  }
  return TRUE;
}

/* The user of a local submission: "Postfix, from userid 491", "qmail 27981 invoked by uid 225", "uid 500". */
static gboolean
read_local_user (HsReceived *r, HsSlice comment)
{
  HsTokenizer words = hs_received_words (r, comment.ptr, comment);
  const char *start = NULL;
  HsToken token;

  while (hs_token_next (&words, &token) != HS_TOKEN_END) {
    if (token.kind != HS_TOKEN_WORD)
      continue;
    if (start != NULL) {
      r->hop->ident = hs_text_squeeze (r->arena, hs_slice (start, token.text.ptr + token.text.len));
      return TRUE;
    }
    if (hs_slice_iequal_str (token.text, "userid") || hs_slice_iequal_str (token.text, "uid"))
      start = token.text.ptr;
  }
  return FALSE;
}

static gboolean
read_envelope (HsReceived *r, HsSlice comment)
{
  const char *p = hs_text_match (comment, "envelope-from ");

  if (p == NULL)
    p = hs_text_match (comment, "envelope-sender ");
  if (p == NULL)
    p = hs_text_match (comment, "mailfrom:"); /* Alibaba: "mailfrom:user@example.com fp:SMTPD_---.U1 cluster:ay29" */
  if (p == NULL)
    return FALSE;
  hs_received_envelope_from (r, rest_of (p, comment));
  return TRUE;
}

static gboolean
read_helo (HsReceived *r, HsSlice comment)
{
  HsTokenizer words = hs_received_words (r, comment.ptr + 4, comment);
  HsToken token;

  if (comment.len < 4 || (comment.len > 4 && !hs_is_space (comment.ptr[4])))
    return FALSE;
  if (!hs_slice_ihas_prefix (comment, "helo") && !hs_slice_ihas_prefix (comment, "ehlo") && !hs_slice_ihas_prefix (comment, "lhlo"))
    return FALSE;
  hs_received_helo (r, hs_token_next (&words, &token) == HS_TOKEN_WORD ? token.text : HS_SLICE_NONE);
  return TRUE;
}

static gboolean
read_writer (HsReceived *r, HsSlice comment)
{
  if (hs_text_match (comment, "exim") != NULL)
    r->writer = HS_WRITER_EXIM;
  else if (hs_text_match (comment, "postfix") != NULL || hs_text_match (comment, "postfix,") != NULL)
    r->writer = HS_WRITER_POSTFIX;
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_via (HsReceived *r, HsSlice comment)
{
  const char *p = hs_text_match (comment, "via ");

  if (p == NULL)
    return FALSE;
  if (r->hop->via.ptr == NULL)
    r->hop->via = hs_text_squeeze (r->arena, rest_of (p, comment));
  return TRUE;
}

static gboolean
read_phrase (HsReceived *r, HsSlice comment, HsSlice first)
{
  switch (hs_lower (*first.ptr)) {
  case 'a':
    return read_authenticated (r, comment, first) || read_courier_auth (r, comment);
  case 'e':
    return read_writer (r, comment) || read_envelope (r, comment) || read_helo (r, comment);
  case 'm':
    return read_envelope (r, comment) || hs_tls_comment (r->hop, comment, first);
  case 'h':
  case 'l':
    return read_helo (r, comment);
  case 'p':
    return read_writer (r, comment) && (read_local_user (r, comment) || TRUE);
  case 'q':
    return read_local_user (r, comment);
  case 'u':
    return hs_tls_comment (r->hop, comment, first) || read_local_user (r, comment);
  case 'v':
    return read_via (r, comment);
  default:
    return hs_tls_comment (r->hop, comment, first) || read_authenticated (r, comment, first);
  }
}

gboolean
hs_received_any_comment (HsReceived *r, HsSlice comment)
{
  HsTokenizer words = hs_received_words (r, comment.ptr, comment);
  HsToken token;

  if (comment.len == 0)
    return TRUE;
  if (hs_token_next (&words, &token) != HS_TOKEN_WORD)
    return FALSE;
  return read_keys (r, comment, token.text) || read_phrase (r, comment, token.text);
}
