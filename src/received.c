/* SPDX-License-Identifier: MIT */
#include "received.h"

#include "ascii.h"
#include "date.h"
#include "domain.h"
#include "received-peer.h"
#include "received-tls.h"

#include <stddef.h>

/* Which clause the word at hand belongs to; the ..._DONE ones have their value and pass over what follows. */
typedef enum {
  CLAUSE_NONE,
  CLAUSE_FROM,
  CLAUSE_BY,
  CLAUSE_BY_DONE,
  CLAUSE_VIA,
  CLAUSE_WITH,
  CLAUSE_WITH_DONE,
  CLAUSE_ID,
  CLAUSE_FOR,
  CLAUSE_DONE,
  CLAUSE_ENVELOPE,  /* behind "envelope-from", or "from" behind the by clause */
  CLAUSE_SUBJECT,   /* a second "from" before it: Exim with the name of the client's certificate */
  CLAUSE_USER,      /* behind "as user" or "authid" */
  CLAUSE_MECHANISM, /* behind "with", once a user is known */
  CLAUSE_CIPHER,    /* Exim: "tls TLS_AES_256_GCM_SHA384" */
  CLAUSE_SECURED    /* Microsoft SMTPSVC: "over TLS secured channel" */
} Clause;

typedef struct {
  HsReceived r;
  HsTokenizer tokens;
  Clause clause;
  HsSlice words; /* of a clause with several: "Frontend Transport", "Microsoft SMTP Server" */
  guint n_words; /* behind "from" */
  gboolean authid;
  gboolean dated;  /* behind a semicolon a date is expected ... */
  gboolean missed; /* ... and something else stood there */
} Parser;

typedef enum { KEYWORD_NONE, KEYWORD_FROM, KEYWORD_BY, KEYWORD_VIA, KEYWORD_WITH, KEYWORD_ID, KEYWORD_FOR } Keyword;

static Keyword
keyword_of (HsSlice word)
{
  static const struct {
    char first;
    guint8 len;
    char name[5];
    guint8 keyword;
  } keywords[] = {
    { 'f', 4, "from", KEYWORD_FROM }, { 'b', 2, "by", KEYWORD_BY }, { 'v', 3, "via", KEYWORD_VIA },
    { 'w', 4, "with", KEYWORD_WITH }, { 'i', 2, "id", KEYWORD_ID }, { 'f', 3, "for", KEYWORD_FOR },
  };
  char first = hs_lower (*word.ptr);

  if (word.len > 4)
    return KEYWORD_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (keywords[i].first == first && keywords[i].len == word.len && hs_slice_iequal_str (word, keywords[i].name))
      return keywords[i].keyword;
  return KEYWORD_NONE;
}

/* The words gathered so far are the value of the clause that ends here. */
static void
end_clause (Parser *p)
{
  HsHop *hop = p->r.hop;

  if (p->words.ptr != NULL && p->clause == CLAUSE_VIA && hop->via.ptr == NULL)
    hop->via = hs_text_squeeze (p->r.arena, p->words);
  if (p->words.ptr != NULL && p->clause == CLAUSE_WITH && hop->protocol.ptr == NULL)
    hop->protocol = hs_text_squeeze (p->r.arena, p->words);
  if (p->words.ptr != NULL && p->clause == CLAUSE_SUBJECT && memchr (p->words.ptr, '=', p->words.len) != NULL)
    hop->tls_client_subject = p->words;
  if (p->words.ptr != NULL && p->clause == CLAUSE_FROM && hs_text_match (p->words, "mail pickup service") != NULL) {
    hop->ident = hs_text_squeeze (p->r.arena, p->words);
    p->r.from_word = HS_SLICE_NONE;
  }
  p->words = HS_SLICE_NONE;
}

static void
start_clause (Parser *p, Clause clause)
{
  end_clause (p);
  p->clause = clause;
}

static void
gather (Parser *p, HsSlice word)
{
  p->words = p->words.ptr != NULL ? hs_slice (p->words.ptr, word.ptr + word.len) : word;
}

static gboolean
starts_clause (Parser *p, Keyword keyword)
{
  const HsHop *hop = p->r.hop;

  switch (keyword) {
  case KEYWORD_FROM:
    start_clause (p, hop->by_host.ptr != NULL ? CLAUSE_ENVELOPE : p->r.from_word.ptr == NULL ? CLAUSE_FROM : CLAUSE_SUBJECT);
    return TRUE;
  case KEYWORD_BY:
    start_clause (p, hop->by_host.ptr == NULL ? CLAUSE_BY : CLAUSE_DONE);
    return TRUE;
  case KEYWORD_VIA:
    start_clause (p, hop->via.ptr == NULL ? CLAUSE_VIA : CLAUSE_DONE);
    return TRUE;
  case KEYWORD_WITH:
    start_clause (p, p->authid ? CLAUSE_MECHANISM : hop->protocol.ptr == NULL ? CLAUSE_WITH : CLAUSE_WITH_DONE);
    return TRUE;
  case KEYWORD_ID:
    start_clause (p, hop->id.ptr == NULL ? CLAUSE_ID : CLAUSE_DONE);
    return TRUE;
  case KEYWORD_FOR:
    start_clause (p, hop->for_address.ptr == NULL ? CLAUSE_FOR : CLAUSE_DONE);
    return TRUE;
  default:
    return FALSE;
  }
}

/* "ESMTP/TLS/DHE-RSA-AES256-GCM-SHA384" (IronPort), "ESMTP-TLS" (CommuniGate), "POP3-SSL". */
static HsSlice
split_protocol (HsHop *hop, HsSlice word)
{
  const char *slash = memchr (word.ptr, '/', word.len), *end = word.ptr + word.len, *next;
  HsSlice first, name;
  gboolean tls;

  if (slash == NULL) {
    if (hs_slice_ihas_suffix (word, "-TLS") || hs_slice_ihas_suffix (word, "-SSL"))
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
on_with_word (Parser *p, HsSlice word)
{
  HsHop *hop = p->r.hop;
  gboolean tls;
  HsSlice name;

  if (hs_received_key (&p->r, word)) {
    start_clause (p, CLAUSE_WITH_DONE);
    return;
  }
  if (hs_slice_iequal_str (word, "over")) {
    start_clause (p, CLAUSE_SECURED);
    return;
  }
  name = p->words.ptr == NULL ? hs_protocol_name (word, &tls) : HS_SLICE_NONE;
  if (name.ptr != NULL) {
    hop->protocol = name;
    hop->tls = tls ? HS_TLS_YES : hop->tls;
    p->clause = CLAUSE_WITH_DONE;
    return;
  }
  name = p->words.ptr == NULL ? split_protocol (hop, word) : word;
  if (name.ptr != word.ptr) {
    hop->protocol = name;
    p->clause = CLAUSE_WITH_DONE;
    return;
  }
  gather (p, hs_text_strip_punctuation (word));
  /* IBM: "IBM ESMTP SMTP Gateway: Authorized Use Only! Violators will be prosecuted". */
  if (word.ptr[word.len - 1] == ':' || word.ptr[word.len - 1] == ',')
    start_clause (p, CLAUSE_WITH_DONE);
}

static void
on_from_word (Parser *p, HsSlice word)
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
    p->clause = CLAUSE_USER;
  else if (p->words.ptr != NULL)
    gather (p, word);
}

static void
on_by_word (Parser *p, HsSlice word)
{
  HsHop *hop = p->r.hop;
  guint16 port;

  word = hs_text_strip_punctuation (word);
  if (hs_slice_iequal_str (word, "authid")) {
    p->clause = CLAUSE_USER;
    return;
  }
  hs_endpoint_parse (word, &hop->by_ip, &port);
  if (word.len > 2 && word.ptr[0] == '[' && word.ptr[word.len - 1] == ']')
    word = hs_slice (word.ptr + 1, word.ptr + word.len - 1);
  hop->by_host = word;
  p->clause = CLAUSE_BY_DONE;
}

static void
on_by_done_word (Parser *p, const HsToken *token)
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
on_loose_word (Parser *p, HsSlice word)
{
  if (word.len == 13 && hs_slice_iequal_str (word, "envelope-from"))
    p->clause = CLAUSE_ENVELOPE;
  else if (word.len == 3 && hs_slice_iequal_str (word, "tls"))
    p->clause = CLAUSE_CIPHER;
  else if (word.len == 4 && hs_slice_iequal_str (word, "over"))
    p->clause = CLAUSE_SECURED;
  else if (word.len == 8 && hs_slice_iequal_str (word, "STARTTLS"))
    p->r.hop->tls = HS_TLS_YES;
  else if (word.len == 6 && hs_slice_iequal_str (word, "authid"))
    p->clause = CLAUSE_USER;
  else
    return FALSE;
  return TRUE;
}

static void
on_path (Parser *p, const HsToken *token, HsSlice *value)
{
  HsSlice path = hs_token_path (&p->tokens, token);

  p->clause = CLAUSE_DONE;
  if (path.len > 0 || *token->text.ptr == '<')
    *value = path;
}

static void
on_user (Parser *p, const HsToken *token)
{
  hs_received_authenticated (&p->r, hs_token_path (&p->tokens, token), HS_SLICE_NONE);
  p->authid = TRUE;
  p->clause = p->r.hop->by_host.ptr != NULL ? CLAUSE_DONE : CLAUSE_FROM;
}

/* The value of a clause, or a word behind it. */
static void
on_value (Parser *p, const HsToken *token)
{
  HsHop *hop = p->r.hop;
  HsSlice word = token->text;

  switch (p->clause) {
  case CLAUSE_FROM:
    on_from_word (p, word);
    break;
  case CLAUSE_BY:
    on_by_word (p, word);
    break;
  case CLAUSE_BY_DONE:
    if (!on_loose_word (p, word))
      on_by_done_word (p, token);
    break;
  case CLAUSE_VIA:
  case CLAUSE_SUBJECT:
    gather (p, word);
    break;
  case CLAUSE_WITH:
    on_with_word (p, word);
    break;
  case CLAUSE_ID:
    on_path (p, token, &hop->id);
    break;
  case CLAUSE_FOR:
    on_path (p, token, &hop->for_address);
    break;
  case CLAUSE_ENVELOPE:
    p->clause = CLAUSE_DONE;
    if (*word.ptr == '<' || memchr (word.ptr, '@', word.len) != NULL)
      hs_received_envelope_from (&p->r, hs_slice (word.ptr, p->tokens.end));
    break;
  case CLAUSE_USER:
    on_user (p, token);
    break;
  case CLAUSE_MECHANISM:
    hs_received_authenticated (&p->r, hop->authenticated, word);
    p->authid = FALSE;
    p->clause = CLAUSE_DONE;
    break;
  case CLAUSE_CIPHER:
    hs_tls_key (hop, HS_SLICE_LITERAL ("cipher"), hs_text_strip_punctuation (word));
    p->clause = CLAUSE_DONE;
    break;
  case CLAUSE_SECURED:
    if (hs_slice_ihas_prefix (word, "TLS"))
      hop->tls = HS_TLS_YES;
    p->clause = CLAUSE_DONE;
    break;
  default:
    on_loose_word (p, word);
  }
}

/* A date may begin here: behind a semicolon, or a weekday or a number of the right length. */
static gboolean
may_be_date (const Parser *p, HsSlice word)
{
  gsize digits = 0;

  if (p->dated)
    return TRUE;
  if (p->clause == CLAUSE_BY || (p->clause == CLAUSE_FROM && p->n_words == 0))
    return FALSE;
  while (digits < word.len && hs_is_digit (word.ptr[digits]))
    digits++;
  if (digits > 0)
    return digits == word.len ? digits <= 2 : digits == 4 && word.ptr[4] == '-';
  return word.len == 3 || (word.len == 4 && word.ptr[3] == ',');
}

static gboolean
read_date (Parser *p, const HsToken *token)
{
  HsTime time;
  const char *behind;

  if (!may_be_date (p, token->text))
    return FALSE;
  behind = hs_date_read (token->text.ptr, p->tokens.end, &time);
  if (behind == NULL) {
    p->missed |= p->dated && keyword_of (token->text) == KEYWORD_NONE;
    p->dated = FALSE;
    return FALSE;
  }
  start_clause (p, CLAUSE_DONE);
  p->r.hop->time = time;
  p->tokens.p = behind;
  p->dated = FALSE;
  return TRUE;
}

static void
on_word (Parser *p, const HsToken *token)
{
  if (read_date (p, token))
    return;
  if (!starts_clause (p, keyword_of (token->text)))
    on_value (p, token);
}

/* "(from user@localhost)" and "(from CLIENT [192.0.2.1])": the from clause as a comment; "(owner@example.com)" of majordomo. */
static gboolean
on_leading_comment (Parser *p, HsSlice comment)
{
  const char *from = hs_text_match (comment, "from ");
  HsTokenizer words;
  HsToken token;

  if (p->clause != CLAUSE_NONE || p->r.hop->by_host.ptr != NULL)
    return FALSE;
  words = hs_received_words (&p->r, from != NULL ? from : comment.ptr, comment);
  if (hs_token_next (&words, &token) != HS_TOKEN_WORD)
    return FALSE;
  if (from == NULL && (token.text.len < comment.len || memchr (comment.ptr, '@', comment.len) == NULL))
    return FALSE;
  on_from_word (p, token.text);
  hs_received_from_comment (&p->r, hs_slice_trim (hs_slice (words.p, comment.ptr + comment.len)));
  p->words = HS_SLICE_NONE;
  return TRUE;
}

static void
on_comment (Parser *p, HsSlice comment)
{
  switch (p->clause) {
  case CLAUSE_FROM:
    p->words = HS_SLICE_NONE;
    hs_received_from_comment (&p->r, comment);
    break;
  case CLAUSE_BY:
  case CLAUSE_BY_DONE:
    hs_received_by_comment (&p->r, comment);
    break;
  case CLAUSE_NONE:
    if (!on_leading_comment (p, comment))
      hs_received_any_comment (&p->r, comment);
    break;
  case CLAUSE_SUBJECT:
    hs_tls_key (p->r.hop, HS_SLICE_LITERAL ("verify"),
                hs_slice_iequal_str (comment, "verified") ? HS_SLICE_LITERAL ("OK") : HS_SLICE_LITERAL ("FAIL"));
    start_clause (p, CLAUSE_DONE);
    break;
  default:
    if (p->words.ptr != NULL)
      start_clause (p, p->clause == CLAUSE_WITH ? CLAUSE_WITH_DONE : CLAUSE_DONE);
    hs_received_any_comment (&p->r, comment);
  }
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
      hop->ident = word;
      return;
    }
  }
  if (is_ip && !r->name_stated && !hop->from_ip_malformed && hop->from_ip.family == 0) {
    hop->from_ip = ip; /* the only address there is, and no word says that the client said it */
    hop->from_port = port != 0 ? port : hop->from_port;
    return;
  }
  if (!is_ip && (r->helo_stated || r->name_verified || (r->writer == HS_WRITER_EXIM && hop->from_ip.family != 0)))
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

static void
finish (Parser *p)
{
  HsHop *hop = p->r.hop;

  end_clause (p);
  finish_from (&p->r);
  if (hop->tls == HS_TLS_UNKNOWN && lacks_tls (&p->r))
    hop->tls = HS_TLS_NO;
  if (p->missed && !(hop->time.flags & HS_TIME_KNOWN))
    hop->time.flags = HS_TIME_MALFORMED;
  hop->for_address = hs_text_squeeze (p->r.arena, hop->for_address);
  hop->envelope_from = hs_text_squeeze (p->r.arena, hop->envelope_from);
  hop->id = hs_text_squeeze (p->r.arena, hop->id);
  hop->tls_client_subject = hs_text_squeeze (p->r.arena, hop->tls_client_subject);
}

void
hs_received_parse (HsSlice value, HsArena *arena, const HsLimits *limits, HsHop *hop)
{
  Parser p = { .r = { .hop = hop, .arena = arena, .depth_limit = limits->comment_depth } };
  HsToken token;

  memset (&hop->from_helo, 0, offsetof (HsHop, from_role) - offsetof (HsHop, from_helo));
  hop->raw = value;
  if (value.ptr == NULL)
    return;
  p.tokens = (HsTokenizer){ .p = value.ptr, .end = value.ptr + value.len, .depth_limit = limits->comment_depth };
  while (hs_token_next (&p.tokens, &token) != HS_TOKEN_END) {
    if (token.kind == HS_TOKEN_WORD) {
      on_word (&p, &token);
    } else if (token.kind == HS_TOKEN_COMMENT) {
      on_comment (&p, token.text);
    } else {
      if (p.clause != CLAUSE_FROM)
        start_clause (&p, CLAUSE_DONE);
      p.dated = TRUE;
    }
  }
  finish (&p);
}
