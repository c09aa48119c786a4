/* SPDX-License-Identifier: MIT */
#include "received-clauses.h"

#include "ascii.h"
#include "received-peer.h"
#include "received-tls.h"

#define LETTERS(a, b, c, d) ((guint32)(a) | (guint32)(b) << 8 | (guint32)(c) << 16 | (guint32)(d) << 24)

HsKeyword
hs_clause_keyword (HsSlice word)
{
  guint32 letters = 0;

  if (word.len < 2 || word.len > 4)
    return HS_KEYWORD_NONE;
  for (gsize i = 0; i < word.len; i++)
    letters |= (guint32)(guint8)hs_lower (word.ptr[i]) << (8 * i);
  switch (letters) {
  case LETTERS ('f', 'r', 'o', 'm'):
    return HS_KEYWORD_FROM;
  case LETTERS ('b', 'y', 0, 0):
    return HS_KEYWORD_BY;
  case LETTERS ('v', 'i', 'a', 0):
    return HS_KEYWORD_VIA;
  case LETTERS ('w', 'i', 't', 'h'):
    return HS_KEYWORD_WITH;
  case LETTERS ('i', 'd', 0, 0):
    return HS_KEYWORD_ID;
  case LETTERS ('f', 'o', 'r', 0):
    return HS_KEYWORD_FOR;
  default:
    return HS_KEYWORD_NONE;
  }
}

/* The words gathered so far are the value of the clause that ends here. */
void
hs_clause_end (HsClauseReader *p)
{
  HsHop *hop = p->r.hop;

  if (p->words.ptr != NULL && p->clause == HS_CLAUSE_VIA && hop->via.ptr == NULL)
    hop->via = hs_text_squeeze (p->r.arena, p->words);
  if (p->words.ptr != NULL && p->clause == HS_CLAUSE_WITH && hop->protocol.ptr == NULL)
    hop->protocol = hs_text_squeeze (p->r.arena, p->words);
  if (p->words.ptr != NULL && p->clause == HS_CLAUSE_SUBJECT && memchr (p->words.ptr, '=', p->words.len) != NULL)
    hop->tls_client_subject = p->words;
  if (p->words.ptr != NULL && p->clause == HS_CLAUSE_FROM && hs_text_match (p->words, "mail pickup service") != NULL) {
    hop->ident = hs_text_squeeze (p->r.arena, p->words);
    p->r.from_word = HS_SLICE_NONE;
  }
  p->words = HS_SLICE_NONE;
}

void
hs_clause_start (HsClauseReader *p, HsClause clause)
{
  hs_clause_end (p);
  p->clause = clause;
}

static void
gather (HsClauseReader *p, HsSlice word)
{
  p->words = p->words.ptr != NULL ? hs_slice (p->words.ptr, word.ptr + word.len) : word;
}

gboolean
hs_clause_keyword_starts (HsClauseReader *p, HsKeyword keyword)
{
  const HsHop *hop = p->r.hop;

  switch (keyword) {
  case HS_KEYWORD_FROM:
    hs_clause_start (p, hop->by_host.ptr != NULL ? HS_CLAUSE_ENVELOPE : p->r.from_word.ptr == NULL ? HS_CLAUSE_FROM : HS_CLAUSE_SUBJECT);
    return TRUE;
  case HS_KEYWORD_BY:
    hs_clause_start (p, hop->by_host.ptr == NULL ? HS_CLAUSE_BY : HS_CLAUSE_DONE);
    return TRUE;
  case HS_KEYWORD_VIA:
    hs_clause_start (p, hop->via.ptr == NULL ? HS_CLAUSE_VIA : HS_CLAUSE_DONE);
    return TRUE;
  case HS_KEYWORD_WITH:
    hs_clause_start (p, p->authid ? HS_CLAUSE_MECHANISM : hop->protocol.ptr == NULL ? HS_CLAUSE_WITH : HS_CLAUSE_WITH_DONE);
    return TRUE;
  case HS_KEYWORD_ID:
    hs_clause_start (p, hop->id.ptr == NULL ? HS_CLAUSE_ID : HS_CLAUSE_DONE);
    return TRUE;
  case HS_KEYWORD_FOR:
    hs_clause_start (p, hop->for_address.ptr == NULL ? HS_CLAUSE_FOR : HS_CLAUSE_DONE);
    return TRUE;
  default:
    return FALSE;
  }
}

/* "ESMTP/TLS/DHE-RSA-AES256-GCM-SHA384" (IronPort), "ESMTP-TLS" (CommuniGate), "POP3-SSL", "SMTPs" (Yahoo). */
static HsSlice
split_protocol (HsHop *hop, HsSlice word)
{
  const char *slash = memchr (word.ptr, '/', word.len), *end = word.ptr + word.len, *next;
  HsSlice first, name;
  gboolean tls;

  if (slash == NULL) {
    static const char *const suffixes[] = { "-TLS", "-SSL", "SMTPS", "POP3S", "IMAPS" };
    for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
      if (hs_slice_ihas_suffix (word, suffixes[i]))
        hop->tls = HS_TLS_YES;
    return word;
  }
  first = hs_slice (word.ptr, slash);
  name = hs_protocol_name (first, &tls);
  if (name.ptr == NULL || !hs_slice_ihas_prefix (hs_slice (slash + 1, end), "TLS"))
    return word;
  hop->tls = HS_TLS_YES;
  next = memchr (slash + 1, '/', (gsize)(end - slash - 1));
  if (next != NULL && next + 1 < end)
    hop->tls_cipher = hs_slice (next + 1, end);
  return name;
}

static void
on_with_word (HsClauseReader *p, HsSlice word)
{
  HsHop *hop = p->r.hop;
  gboolean tls;
  HsSlice name;

  if (hs_received_key (&p->r, word)) {
    hs_clause_start (p, HS_CLAUSE_WITH_DONE);
    return;
  }
  if (hs_slice_iequal_str (word, "over")) {
    hs_clause_start (p, HS_CLAUSE_SECURED);
    return;
  }
  name = p->words.ptr == NULL ? hs_protocol_name (word, &tls) : HS_SLICE_NONE;
  if (name.ptr != NULL) {
    hop->protocol = name;
    hop->tls = tls ? HS_TLS_YES : hop->tls;
    p->clause = HS_CLAUSE_WITH_DONE;
    return;
  }
  name = p->words.ptr == NULL ? split_protocol (hop, word) : word;
  if (name.ptr != word.ptr) {
    hop->protocol = name;
    p->clause = HS_CLAUSE_WITH_DONE;
    return;
  }
  name = word.ptr[word.len - 1] == ':' ? hs_slice (word.ptr, word.ptr + word.len - 1) : hs_text_strip_punctuation (word);
  gather (p, name);
  /* IBM: "IBM ESMTP SMTP Gateway: Authorized Use Only! Violators will be prosecuted". */
  if (name.len < word.len)
    hs_clause_start (p, HS_CLAUSE_WITH_DONE);
}

void
hs_clause_from_word (HsClauseReader *p, HsSlice word)
{
  if (word.len == 1 && (*word.ptr == '[' || *word.ptr == ']'))
    return; /* MDaemon: "[(192.0.2.1)]" */
  if (p->n_words++ == 0) {
    p->r.from_word = hs_text_strip_punctuation (word);
    gather (p, word);
    return;
  }
  if (*word.ptr == '[')
    hs_received_peer (&p->r, word);
  else if (hs_slice_iequal_str (word, "user") && p->n_words > 2)
    p->clause = HS_CLAUSE_USER;
  else if (p->words.ptr != NULL)
    gather (p, word);
}

static void
on_by_word (HsClauseReader *p, HsSlice word)
{
  HsHop *hop = p->r.hop;
  guint16 port;

  word = hs_text_strip_punctuation (word);
  if (hs_slice_iequal_str (word, "authid")) {
    p->clause = HS_CLAUSE_AUTHID;
    return;
  }
  hs_endpoint_parse (word, &hop->by_ip, &port);
  if (word.len > 2 && word.ptr[0] == '[' && word.ptr[word.len - 1] == ']')
    word = hs_slice (word.ptr + 1, word.ptr + word.len - 1);
  hop->by_host = word;
  p->clause = HS_CLAUSE_BY_DONE;
}

static void
on_by_done_word (HsClauseReader *p, const HsToken *token)
{
  guint16 port;
  HsIp ip;

  if (*token->text.ptr == '[' && hs_endpoint_parse (token->text, &ip, &port))
    p->r.hop->by_ip = ip; /* MDaemon: "by mail.example.com [192.0.2.1]" */
  else if (*token->text.ptr == '<' && p->r.hop->id.ptr == NULL)
    p->r.hop->id = hs_token_path (&p->tokens, token); /* Rockliffe leaves out the word "id" */
}

/* Words that mean something outside their clause. */
static gboolean
on_loose_word (HsClauseReader *p, HsSlice word)
{
  HsSlice key, value;

  if (word.len == 13 && hs_slice_iequal_str (word, "envelope-from"))
    p->clause = HS_CLAUSE_ENVELOPE;
  else if (word.len == 3 && hs_slice_iequal_str (word, "tls"))
    p->clause = HS_CLAUSE_CIPHER;
  else if (word.len == 4 && hs_slice_iequal_str (word, "over"))
    p->clause = HS_CLAUSE_SECURED;
  else if (word.len == 8 && hs_slice_iequal_str (word, "STARTTLS"))
    p->r.hop->tls = HS_TLS_YES;
  else if (word.len == 6 && hs_slice_iequal_str (word, "authid"))
    p->clause = HS_CLAUSE_AUTHID;
  else
    return hs_text_split_key (word, &key, &value) && hs_tls_key (p->r.hop, key, value);
  return TRUE;
}

static void
on_path (HsClauseReader *p, const HsToken *token, HsSlice *value)
{
  HsSlice path = hs_token_path (&p->tokens, token);

  p->clause = HS_CLAUSE_DONE;
  if (path.len > 0 || *token->text.ptr == '<')
    *value = path;
}

static void
on_user (HsClauseReader *p, const HsToken *token)
{
  hs_received_authenticated (&p->r, hs_token_path (&p->tokens, token), HS_SLICE_NONE);
  p->authid = p->clause == HS_CLAUSE_AUTHID;
  p->clause = p->r.hop->by_host.ptr != NULL ? HS_CLAUSE_DONE : HS_CLAUSE_FROM;
}

/* The one word that belongs to a phrase outside comments. */
static void
on_phrase_word (HsClauseReader *p, const HsToken *token)
{
  HsClause clause = p->clause;
  HsSlice word = token->text;

  if (clause == HS_CLAUSE_USER || clause == HS_CLAUSE_AUTHID) {
    on_user (p, token);
    return;
  }
  p->clause = HS_CLAUSE_DONE;
  if (clause == HS_CLAUSE_ENVELOPE && (*word.ptr == '<' || memchr (word.ptr, '@', word.len) != NULL)) {
    hs_received_envelope_from (&p->r, hs_slice (word.ptr, p->tokens.end));
  } else if (clause == HS_CLAUSE_MECHANISM) {
    hs_received_authenticated (&p->r, p->r.hop->authenticated, word);
    p->authid = FALSE;
  } else if (clause == HS_CLAUSE_CIPHER) {
    hs_tls_key (p->r.hop, HS_SLICE_LITERAL ("cipher"), hs_text_strip_punctuation (word));
  } else if (clause == HS_CLAUSE_SECURED && hs_slice_ihas_prefix (word, "TLS")) {
    p->r.hop->tls = HS_TLS_YES;
  }
}

void
hs_clause_word (HsClauseReader *p, const HsToken *token)
{
  switch (p->clause) {
  case HS_CLAUSE_FROM:
    hs_clause_from_word (p, token->text);
    break;
  case HS_CLAUSE_BY:
    on_by_word (p, token->text);
    break;
  case HS_CLAUSE_BY_DONE:
    if (!on_loose_word (p, token->text))
      on_by_done_word (p, token);
    break;
  case HS_CLAUSE_VIA:
  case HS_CLAUSE_SUBJECT:
    gather (p, token->text);
    break;
  case HS_CLAUSE_WITH:
    on_with_word (p, token->text);
    break;
  case HS_CLAUSE_ID:
    on_path (p, token, &p->r.hop->id);
    break;
  case HS_CLAUSE_FOR:
    on_path (p, token, &p->r.hop->for_address);
    break;
  case HS_CLAUSE_NONE:
  case HS_CLAUSE_WITH_DONE:
  case HS_CLAUSE_DONE:
    on_loose_word (p, token->text);
    break;
  default:
    on_phrase_word (p, token);
  }
}
