/* SPDX-License-Identifier: MIT */
#include "received.h"

#include "ascii.h"
#include "date.h"
#include "received-clauses.h"
#include "received-peer.h"
#include "received-tls.h"

#include <stddef.h>

/* A date may begin with @word: a weekday or a number of the right length. Behind a semicolon anything may. */
static gboolean
may_be_date (const HsClauseReader *p, HsSlice word)
{
  gsize digits = 0;

  if (p->dated)
    return TRUE;
  if (p->clause == HS_CLAUSE_BY || (p->clause == HS_CLAUSE_FROM && p->n_words == 0))
    return FALSE;
  if (hs_is_digit (*word.ptr)) {
    while (digits < word.len && hs_is_digit (word.ptr[digits]))
      digits++;
    return digits == word.len ? digits <= 2 : digits == 4 && word.ptr[4] == '-';
  }
  return (word.len == 3 || (word.len == 4 && word.ptr[3] == ',')) && strchr ("SsMmTtWwFf", *word.ptr) != NULL;
}

static gboolean
read_date (HsClauseReader *p, const HsToken *token)
{
  HsTime time;
  const char *behind;

  if (!may_be_date (p, token->text))
    return FALSE;
  behind = hs_date_read (token->text.ptr, p->tokens.end, &time);
  if (behind == NULL) {
    p->missed |= p->dated;
    p->dated = FALSE;
    return FALSE;
  }
  hs_clause_start (p, HS_CLAUSE_DONE);
  p->r.hop->time = time;
  p->tokens.p = behind;
  p->dated = FALSE;
  return TRUE;
}

static void
on_word (HsClauseReader *p, const HsToken *token)
{
  if (hs_clause_keyword_starts (p, hs_clause_keyword (token->text)))
    p->dated = FALSE;
  else if (!read_date (p, token))
    hs_clause_word (p, token);
}

/* "(from user@localhost)" and "(from CLIENT [192.0.2.1])": the from clause as a comment; "(owner@example.com)" of majordomo. */
static gboolean
on_leading_comment (HsClauseReader *p, HsSlice comment)
{
  const char *from = hs_text_match (comment, "from ");
  HsTokenizer words;
  HsToken token;

  if (p->clause != HS_CLAUSE_NONE || p->r.hop->by_host.ptr != NULL)
    return FALSE;
  words = hs_received_words (&p->r, from != NULL ? from : comment.ptr, comment);
  if (hs_token_next (&words, &token) != HS_TOKEN_WORD)
    return FALSE;
  if (from == NULL && (token.text.len < comment.len || memchr (comment.ptr, '@', comment.len) == NULL))
    return FALSE;
  hs_clause_from_word (p, token.text);
  hs_received_from_comment (&p->r, hs_slice_trim (hs_slice (words.p, comment.ptr + comment.len)));
  p->words = HS_SLICE_NONE;
  return TRUE;
}

static void
on_comment (HsClauseReader *p, HsSlice comment)
{
  switch (p->clause) {
  case HS_CLAUSE_FROM:
    p->words = HS_SLICE_NONE;
    hs_received_from_comment (&p->r, comment);
    break;
  case HS_CLAUSE_BY:
  case HS_CLAUSE_BY_DONE:
    hs_received_by_comment (&p->r, comment);
    break;
  case HS_CLAUSE_NONE:
    if (!on_leading_comment (p, comment))
      hs_received_any_comment (&p->r, comment);
    break;
  case HS_CLAUSE_SUBJECT:
    hs_tls_key (p->r.hop, HS_SLICE_LITERAL ("verify"),
                hs_slice_iequal_str (comment, "verified") ? HS_SLICE_LITERAL ("OK") : HS_SLICE_LITERAL ("FAIL"));
    hs_clause_start (p, HS_CLAUSE_DONE);
    break;
  default:
    if (p->words.ptr != NULL)
      hs_clause_start (p, p->clause == HS_CLAUSE_WITH ? HS_CLAUSE_WITH_DONE : HS_CLAUSE_DONE);
    hs_received_any_comment (&p->r, comment);
  }
}

/* "from name (192.0.2.1) by host with SMTP; 16 Nov 2003 04:53:54 -0000": qmail writes the reverse name, and the HELO in a comment
   only where it differs. */
static gboolean
is_qmail (const HsReceived *r)
{
  const HsHop *hop = r->hop;

  return r->bare_peer && hop->id.ptr == NULL && (hop->time.flags & HS_TIME_ZONE_UNKNOWN) && hs_slice_equal_str (hop->protocol, "SMTP");
}

/* "[<bounce@example.com>]" */
static HsSlice
strip_brackets (HsSlice word)
{
  while (word.len > 2 && strchr ("[<", word.ptr[0]) != NULL && strchr ("]>", word.ptr[word.len - 1]) != NULL)
    word = (HsSlice){ word.ptr + 1, word.len - 2 };
  return word;
}

/* What the first word behind "from" was, now that everything else is known. */
static void
finish_from (HsReceived *r)
{
  HsHop *hop = r->hop;
  HsSlice word = r->from_word;
  HsIp ip;
  guint16 port;
  gboolean is_ip = word.ptr != NULL && hs_endpoint_parse (word, &ip, &port);

  hop->from_helo = r->helo;
  if (word.ptr == NULL)
    return;
  if (memchr (word.ptr, '@', word.len) != NULL || hs_slice_ihas_prefix (hop->protocol, "local")) {
    if (hop->ident.ptr == NULL) {
      hop->ident = strip_brackets (word);
      return;
    }
  }
  if (is_ip && !r->name_stated && !hop->from_ip_malformed && hop->from_ip.family == 0) {
    hop->from_ip = ip; /* the only address there is, and no word says that the client said it */
    hop->from_port = port != 0 ? port : hop->from_port;
    return;
  }
  if (!is_ip && (r->helo_stated || r->name_verified || (r->writer == HS_WRITER_EXIM && hop->from_ip.family != 0) || is_qmail (r)))
    hs_received_rdns (r, word);
  if (!r->helo_stated)
    hop->from_helo = word;
}

static gboolean
is_plain_smtp (HsSlice protocol)
{
  return hs_slice_equal_str (protocol, "SMTP") || hs_slice_equal_str (protocol, "ESMTP") || hs_slice_equal_str (protocol, "ESMTPA") ||
         hs_slice_equal_str (protocol, "UTF8SMTP") || hs_slice_equal_str (protocol, "UTF8SMTPA");
}

/* "No TLS", where the server that wrote the line would have said so if there had been any. */
static gboolean
lacks_tls (const HsReceived *r)
{
  const HsHop *hop = r->hop;

  if (hs_slice_equal_str (hop->protocol, "Microsoft SMTP Server"))
    return TRUE;
  if (hs_slice_equal_str (hop->protocol, "Microsoft SMTPSVC"))
    return hop->from_ip.family != 0;
  return is_plain_smtp (hop->protocol) && (r->writer != HS_WRITER_UNKNOWN || hs_slice_iequal_str (hop->by_host, "mx.google.com"));
}

/* Only a quoted string in a path can hold white space. */
static void
squeeze_path (HsArena *arena, HsSlice *path)
{
  if (path->len > 0 && *path->ptr == '"')
    *path = hs_text_squeeze (arena, *path);
}

static void
finish (HsClauseReader *p)
{
  HsHop *hop = p->r.hop;

  hs_clause_end (p);
  finish_from (&p->r);
  if (hop->tls == HS_TLS_UNKNOWN && lacks_tls (&p->r))
    hop->tls = HS_TLS_NO;
  if (p->missed && !(hop->time.flags & HS_TIME_KNOWN))
    hop->time.flags = HS_TIME_MALFORMED;
  squeeze_path (p->r.arena, &hop->for_address);
  squeeze_path (p->r.arena, &hop->envelope_from);
  squeeze_path (p->r.arena, &hop->id);
  hop->tls_client_subject = hs_text_squeeze (p->r.arena, hop->tls_client_subject);
}

gboolean
hs_received_parse (HsSlice value, HsArena *arena, const HsLimits *limits, HsHop *hop)
{
  HsClauseReader p = { .r = { .hop = hop, .arena = arena, .depth_limit = limits->comment_depth } };
  HsToken token;

  memset (&hop->from_helo, 0, offsetof (HsHop, from_role) - offsetof (HsHop, from_helo));
  hop->raw = value;
  if (value.ptr == NULL)
    return FALSE;
  p.r.end = value.ptr + value.len;
  p.tokens = hs_received_words (&p.r, value.ptr, value);
  while (hs_token_next (&p.tokens, &token) != HS_TOKEN_END) {
    if (token.kind == HS_TOKEN_WORD) {
      on_word (&p, &token);
    } else if (token.kind == HS_TOKEN_COMMENT) {
      on_comment (&p, token.text);
    } else {
      if (p.clause != HS_CLAUSE_FROM)
        hs_clause_start (&p, HS_CLAUSE_DONE);
      p.dated = TRUE;
    }
  }
  finish (&p);
  return p.tokens.too_deep;
}
