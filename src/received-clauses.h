/* The clauses of a Received value, word by word (RFC 5321 section 4.4).  SPDX-License-Identifier: MIT */
#pragma once

#include "received-comment.h"

/* Which clause the word at hand belongs to; the ..._DONE ones have their value and pass over what follows. */
typedef enum {
  HS_CLAUSE_NONE,
  HS_CLAUSE_FROM,
  HS_CLAUSE_BY,
  HS_CLAUSE_BY_DONE,
  HS_CLAUSE_VIA,
  HS_CLAUSE_WITH,
  HS_CLAUSE_WITH_DONE,
  HS_CLAUSE_ID,
  HS_CLAUSE_FOR,
  HS_CLAUSE_DONE,
  HS_CLAUSE_ENVELOPE,  /* behind "envelope-from", or "from" behind the by clause */
  HS_CLAUSE_SUBJECT,   /* a second "from" before it: Exim with the name of the client's certificate */
  HS_CLAUSE_USER,      /* IMP: "as user name" */
  HS_CLAUSE_AUTHID,    /* Exim: "by authid <name> with plain" */
  HS_CLAUSE_MECHANISM, /* behind "with", once a user is known */
  HS_CLAUSE_CIPHER,    /* Exim: "tls TLS_AES_256_GCM_SHA384" */
  HS_CLAUSE_SECURED    /* Microsoft SMTPSVC: "over TLS secured channel" */
} HsClause;

typedef struct {
  HsReceived r;
  HsTokenizer tokens;
  HsClause clause;
  HsSlice words; /* of a clause with several: "Frontend Transport", "Microsoft SMTP Server" */
  guint n_words; /* behind "from" */
  gboolean authid;
  gboolean dated;  /* behind a semicolon a date is expected ... */
  gboolean missed; /* ... and something else stood there */
} HsClauseReader;

typedef enum { HS_KEYWORD_NONE, HS_KEYWORD_FROM, HS_KEYWORD_BY, HS_KEYWORD_VIA, HS_KEYWORD_WITH, HS_KEYWORD_ID, HS_KEYWORD_FOR } HsKeyword;

HsKeyword hs_clause_keyword (HsSlice word);
/* Ends the clause at hand and begins another. */
void hs_clause_start (HsClauseReader *p, HsClause clause);
void hs_clause_end (HsClauseReader *p);
/* Begins the clause of @keyword; FALSE for HS_KEYWORD_NONE. The first clause of a kind counts: an attacker's words come later. */
gboolean hs_clause_keyword_starts (HsClauseReader *p, HsKeyword keyword);
/* A word that is no keyword: the value of the clause at hand, or something behind it. */
void hs_clause_word (HsClauseReader *p, const HsToken *token);
/* A word behind "from". */
void hs_clause_from_word (HsClauseReader *p, HsSlice word);
