/* Rows of forms.tsv and how they are found.  SPDX-License-Identifier: MIT */
#pragma once

#include "ascii.h"
#include "forms.h"
#include "index.h"
#include "pattern.h"
#include "shape.h"
#include "suffix.h"

#define WITH_KEY 4 /* bytes; a shorter `with` cell is no key */

/* Every cell that is not empty must fit. One of them, the rarest, is the key under which the row is found. */
typedef struct {
  const char *form;
  const char *product;
  HsSlice comment;      /* a comment begins with this word */
  HsShape *token;       /* and what goes on to the next blank or ')' fits this */
  HsSlice by;           /* suffix of the `by` host */
  HsSlice via;          /* whole clause */
  HsSlice from;         /* whole HELO */
  HsSlice with;         /* whole protocol ... */
  gboolean with_prefix; /* ... or its beginning, where a '*' stands behind it */
  gboolean no_id;       /* "-": there is no id clause */
  HsShape *id;
  HsPattern *pattern; /* on the unfolded value; named groups fill clauses */
  guint next;         /* next row of the same key */
} HsFormRow;

/* What rows are found by, besides `by` suffixes. */
typedef enum { HS_FORM_COMMENT, HS_FORM_VIA, HS_FORM_FROM, HS_FORM_WITH, HS_FORM_KEYS } HsFormKey;

#define FILTER_BITS 1024

struct _HsForms {
  GPtrArray *tables;
  GArray *rows;
  HsIndex *index[HS_FORM_KEYS];     /* word to a list */
  guint64 filter[FILTER_BITS / 64]; /* the first two letters of the words that comments are looked up by */
  HsSuffixes *suffixes;             /* `by` suffix to the first row of its list */
  GArray *heads;                    /* guint: first row of each list of @index */
  guint unkeyed;                    /* rows with nothing but a pattern */
};

/* Letters, digits, '-' and '_'. */
static inline HsSlice
first_word (HsSlice text)
{
  gsize n = 0;

  while (n < text.len && (hs_is_alnum (text.ptr[n]) || text.ptr[n] == '-' || text.ptr[n] == '_'))
    n++;
  return (HsSlice){ text.ptr, n };
}

/* Rows on the protocol are found by its beginning, for many are prefixes: "ESMTP*". */
static inline HsSlice
with_key (HsSlice protocol)
{
  return (HsSlice){ protocol.ptr, MIN (protocol.len, WITH_KEY) };
}

/* Most comments are addresses and ciphers: not worth a look-up. */
static inline guint
filter_bit (const char *word)
{
  return ((guint8)hs_lower (word[0]) * 31u + (guint8)hs_lower (word[1])) % FILTER_BITS;
}
