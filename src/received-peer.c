/* SPDX-License-Identifier: MIT */
#include "received-peer.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"

/* The words of a comment that names the peer, on their way to rdns, ident and address. */
typedef struct {
  HsReceived *r;
  HsSlice name;   /* last word before the address that is none of the known ones */
  guint names;    /* how many of them */
  gboolean found; /* an address, or where one belongs */
  gboolean auth;  /* behind "account" or "with": who or what authenticated */
} Peer;

static gboolean
is_no_name (HsSlice word)
{
  static const char *const words[] = { "unknown", "unverified", "softdnserr", "nodnsquery", "unresolved", "local", "may", "rdns" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (hs_slice_iequal_str (word, words[i]))
      return TRUE;
  return FALSE;
}

void
hs_received_rdns (HsReceived *r, HsSlice name)
{
  HsIp ip;

  name = hs_domain_strip_dot (name);
  if (r->hop->from_rdns.ptr != NULL || !hs_domain_is_valid (name))
    return;
  if (memchr (name.ptr, '.', name.len) != NULL ? hs_ip_parse (name, &ip) : is_no_name (name))
    return;
  r->hop->from_rdns = name;
}

static void
set_ident (HsReceived *r, HsSlice ident)
{
  if (hs_slice_ihas_prefix (ident, "IDENT:"))
    ident = hs_slice (ident.ptr + 6, ident.ptr + ident.len);
  if (r->hop->ident.ptr == NULL && ident.len > 0)
    r->hop->ident = ident;
}

static void
take_address (Peer *peer, HsSlice text)
{
  HsReceived *r = peer->r;

  if (hs_received_peer (r, text))
    peer->found = TRUE;
  else if (hs_endpoint_is_damaged (text) && peer->names <= 1 && r->hop->from_ip.family == 0)
    peer->found = r->hop->from_ip_malformed = TRUE;
}

/* "user@host", "user@192.0.2.1", "user@[192.0.2.1]": qmail and Sendmail with an RFC 1413 answer. */
static void
take_ident (Peer *peer, HsSlice word, const char *at)
{
  HsSlice left = hs_slice (word.ptr, at), right = hs_slice (at + 1, word.ptr + word.len);
  HsIp ip;
  guint16 port;

  if (hs_endpoint_parse (right, &ip, &port) || (right.len > 0 && *right.ptr == '[')) {
    set_ident (peer->r, left);
    take_address (peer, right);
    peer->r->name_verified |= *right.ptr != '['; /* qmail: the name before the comment is the reverse one */
  } else if (hs_endpoint_is_damaged (word)) {
    take_address (peer, word);
  } else {
    set_ident (peer->r, left);
    peer->name = right;
    peer->names++;
  }
}

static void
take_word (Peer *peer, HsSlice word, HsTokenizer *words)
{
  HsReceived *r = peer->r;
  const char *at;
  HsToken next;

  if (*word.ptr == '"' && word.len > 1)
    word = hs_slice (word.ptr + 1, word.ptr + word.len);
  if (hs_received_key (r, word))
    return;
  if (word.len == 4 && (hs_slice_iequal_str (word, "HELO") || hs_slice_iequal_str (word, "EHLO"))) {
    hs_received_helo (r, hs_token_next (words, &next) == HS_TOKEN_WORD ? hs_text_strip_punctuation (next.text) : HS_SLICE_NONE);
    return;
  }
  if (*word.ptr == '[') {
    take_address (peer, word);
    peer->found |= peer->names <= 1; /* "[]", "[local]", "[unix socket]": no address, but this is where it belongs */
    return;
  }
  if (peer->found) {
    /* ZoneMTA writes the reverse name behind the address. */
    if (hs_slice_iequal_str (word, "verified"))
      r->name_verified = TRUE;
    else if (hs_domain_is_qualified (word))
      hs_received_rdns (r, word);
    return;
  }
  at = memrchr (word.ptr, '@', word.len);
  if (at != NULL) {
    take_ident (peer, word, at);
    return;
  }
  if (peer->names <= 1)
    take_address (peer, word);
  if (!peer->found) {
    peer->name = word;
    peer->names++;
  }
}

/* pobox.com glues the address to the name: "unknown[192.0.2.1]". */
static void
take_glued (Peer *peer, HsSlice word, HsTokenizer *words)
{
  const char *open = memchr (word.ptr + 1, '[', word.len - 1);

  if (open == NULL || strchr ("@=[", open[-1]) != NULL) {
    take_word (peer, word, words);
    return;
  }
  take_word (peer, hs_slice (word.ptr, open), words);
  take_address (peer, hs_slice (open, word.ptr + word.len));
}

/* "account user HELO name" (CommuniGate), "user@192.0.2.1 with plain" (Yahoo): the word behind is no name. */
static gboolean
take_account (Peer *peer, HsSlice word, HsTokenizer *words)
{
  gboolean account = peer->names == 0 && !peer->found && hs_slice_iequal_str (word, "account");
  HsToken next;

  if (!account && (!peer->found || peer->r->hop->ident.ptr == NULL || !hs_slice_iequal_str (word, "with")))
    return FALSE;
  if (hs_token_next (words, &next) != HS_TOKEN_WORD)
    return TRUE;
  if (account)
    hs_received_authenticated (peer->r, next.text, HS_SLICE_NONE);
  else
    hs_received_authenticated (peer->r, peer->r->hop->ident, next.text);
  return TRUE;
}

static void
read_peer (HsReceived *r, HsSlice comment)
{
  HsTokenizer words = hs_received_words (r, comment.ptr, comment);
  Peer peer = { .r = r };
  HsToken token;

  while (hs_token_next (&words, &token) != HS_TOKEN_END) {
    if (token.kind == HS_TOKEN_WORD && !take_account (&peer, token.text, &words))
      take_glued (&peer, token.text, &words);
    else if (token.kind == HS_TOKEN_COMMENT && !peer.found && peer.names == 0)
      take_address (&peer, token.text); /* "((192.0.2.1))" */
  }
  if (peer.names == 1)
    hs_received_rdns (r, peer.name);
  r->name_stated |= (peer.names == 1 || peer.found) && r->hop->from_ip.family == 0;
  if (!peer.found || peer.names > 0 || !(hs_is_hex (*comment.ptr) || *comment.ptr == ':'))
    return;
  r->bare_peer = TRUE;
  /* Firewall gateways such as smap write "name(192.0.2.1)" with the name they looked up; a blank in the middle is another writer's. */
  r->name_verified |= r->from_word.ptr != NULL && r->from_word.ptr + r->from_word.len + 1 == comment.ptr && comment.ptr[-1] == '(';
}

void
hs_received_from_comment (HsReceived *r, HsSlice comment)
{
  /* A name or address first: no phrase holds one at its start. */
  if (!hs_received_any_comment (r, comment))
    read_peer (r, comment);
}

/* The server's own address: "192.0.2.1", "[192.0.2.1]", "[192.0.2.1]:25", "name [192.0.2.1]", "(192.0.2.1)". */
static void
read_own_address (HsReceived *r, HsSlice comment)
{
  HsTokenizer words = hs_received_words (r, comment.ptr, comment);
  HsToken token;
  HsIp ip;
  guint16 port;

  for (guint i = 0; i < 2 && hs_token_next (&words, &token) != HS_TOKEN_END; i++) {
    if (token.kind == HS_TOKEN_SEMICOLON || (i > 0 && (token.kind != HS_TOKEN_WORD || *token.text.ptr != '[')))
      return;
    if (hs_endpoint_parse (token.text, &ip, &port)) {
      r->hop->by_ip = ip;
      return;
    }
  }
}

/* Sendmail: "8.14.7/8.14.4", its own version and that of its configuration. */
static gboolean
is_sendmail (HsSlice comment)
{
  return hs_slice_ihas_prefix (comment, "8.") && memchr (comment.ptr, '/', comment.len) != NULL;
}

void
hs_received_by_comment (HsReceived *r, HsSlice comment)
{
  if (hs_received_any_comment (r, comment))
    return;
  if (r->hop->by_ip.family == 0)
    read_own_address (r, comment);
  if (r->hop->by_ip.family == 0 && is_sendmail (comment))
    r->writer = HS_WRITER_SENDMAIL;
}
