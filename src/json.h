/* JSON put together by hand: keys are literals, values go straight into the buffer.  SPDX-License-Identifier: MIT */
#pragma once

#include "escape.h"

#include <assert.h>
#include <string.h>

/*
 * A writer takes the place where the next byte goes and returns the place behind what it wrote: it stays in a register, where the length
 * of a GString would be fetched and stored for each byte.
 *
 * Literals and plain values are put without asking for room: HS_JSON_ROOM bytes are there after hs_json_begin(), hs_json_room() and each
 * string, more than the keys, numbers and words of one object together. Where the number of such values is not fixed, the loop over them
 * calls hs_json_room(). The length of @out is right again after hs_json_end(); until then nobody else may write into it.
 */
#define HS_JSON_ROOM 2048

char *hs_json_grow (GString *out, char *at, gsize n);

/* At least @n more bytes, and HS_JSON_ROOM behind them. */
static inline char *
hs_json_room_for (GString *out, char *at, gsize n)
{
  gsize used = (gsize)(at - out->str);

  assert (used < out->allocated_len);
  return G_LIKELY (out->allocated_len - used > n + HS_JSON_ROOM) ? at : hs_json_grow (out, at, n + HS_JSON_ROOM);
}

static inline char *
hs_json_room (GString *out, char *at)
{
  return hs_json_room_for (out, at, 0);
}

static inline char *
hs_json_begin (GString *out)
{
  return hs_json_room (out, out->str + out->len);
}

static inline void
hs_json_end (GString *out, char *at)
{
  at = hs_json_room (out, at);
  *at = '\0';
  out->len = (gsize)(at - out->str);
}

/* A piece that is JSON already: a brace, a comma, a key. */
#define HS_JSON(at, literal)                         \
  do {                                               \
    memcpy ((at), "" literal, sizeof (literal) - 1); \
    (at) += sizeof (literal) - 1;                    \
  } while (0)
/* A key behind another member. */
#define HS_JSON_KEY(at, name) HS_JSON (at, ",\"" name "\":")

/* A NULL slice or string is null; an empty one is "". */
char *hs_json_string (GString *out, char *at, HsSlice s);
char *hs_json_str (GString *out, char *at, const char *s);
/* Not for a NULL slice. */
char *hs_json_put_string (GString *out, char *at, HsSlice s);
/* Inside quotes. */
char *hs_json_put_part (GString *out, char *at, HsSlice s);
/* Without white space at its ends, each folding one space. */
char *hs_json_unfolded (GString *out, char *at, HsSlice s);

/* Plain values. */
char *hs_json_uint (char *at, guint64 n);
char *hs_json_int (char *at, gint64 n);
char *hs_json_bool (char *at, gboolean b);
char *hs_json_time (char *at, const HsTime *time);
char *hs_json_ip (char *at, const HsIp *ip);
/* @word, of the closed lists, which need no escaping; put: and the quote behind it alone, not for NULL. */
char *hs_json_word (char *at, const char *word);
char *hs_json_put_word (char *at, const char *word);

/* 0 is null: hop and line numbers begin at 1. */
static inline char *
hs_json_number (char *at, guint64 n)
{
  if (n > 0)
    return hs_json_uint (at, n);
  HS_JSON (at, "null");
  return at;
}

/* Ends a list: replaces the comma behind its last item, if there is one, by @bracket. */
static inline char *
hs_json_close (char *at, char bracket)
{
  if (at[-1] == ',')
    at--;
  *at++ = bracket;
  return at;
}

/* A member: key and value in one step, which is cheaper where the value is often unknown. */
#define HS_JSON_STRING(out, at, name, value)             \
  do {                                                   \
    HsSlice hs_value = (value);                          \
    if (hs_value.ptr == NULL) {                          \
      HS_JSON (at, ",\"" name "\":null");                \
    } else {                                             \
      HS_JSON_KEY (at, name);                            \
      (at) = hs_json_put_string ((out), (at), hs_value); \
    }                                                    \
  } while (0)
#define HS_JSON_WORD(at, name, word)           \
  do {                                         \
    const char *hs_word = (word);              \
    if (hs_word == NULL) {                     \
      HS_JSON (at, ",\"" name "\":null");      \
    } else {                                   \
      HS_JSON (at, ",\"" name "\":\"");        \
      (at) = hs_json_put_word ((at), hs_word); \
    }                                          \
  } while (0)

/* Appends the valid JSON text @json laid out for people, @depth levels deep. Lists of plain values stay on one line. */
void hs_json_pretty (GString *out, const char *json, gsize len, guint depth);
