/* JSON put together by hand: keys are literals, values go straight into the buffer.  SPDX-License-Identifier: MIT */
#pragma once

#include "escape.h"

#include <string.h>

static inline void
hs_json_put (GString *out, const char *text, gsize len)
{
  hs_escape_reserve (out, len + 1);
  memcpy (out->str + out->len, text, len);
  out->len += len;
  out->str[out->len] = '\0';
}
/* A piece that is JSON already: a brace, a comma, a key. */
#define HS_JSON(out, literal) hs_json_put (out, "" literal, sizeof (literal) - 1)
/* A key behind another member. */
#define HS_JSON_KEY(out, name) HS_JSON (out, ",\"" name "\":")

/* A NULL slice or string is null; an empty one is "". */
void hs_json_string (GString *out, HsSlice s);
void hs_json_str (GString *out, const char *s);
/* A member: key and value in one step, which is cheaper where the value is often unknown. */
#define HS_JSON_STRING(out, name, value)       \
  do {                                         \
    HsSlice hs_value = (value);                \
    if (hs_value.ptr == NULL) {                \
      HS_JSON (out, ",\"" name "\":null");     \
    } else {                                   \
      HS_JSON_KEY (out, name);                 \
      hs_escape_json_string ((out), hs_value); \
    }                                          \
  } while (0)
#define HS_JSON_WORD(out, name, word)      \
  do {                                     \
    const char *hs_word = (word);          \
    if (hs_word == NULL) {                 \
      HS_JSON (out, ",\"" name "\":null"); \
    } else {                               \
      HS_JSON (out, ",\"" name "\":\"");   \
      hs_json_put_word ((out), hs_word);   \
    }                                      \
  } while (0)
/* @word and a quote. */
void hs_json_put_word (GString *out, const char *word);
/* Without white space at its ends, each folding one space. */
void hs_json_unfolded (GString *out, HsSlice s);
/* A word of the closed lists, which needs no escaping. */
void hs_json_word (GString *out, const char *word);
void hs_json_uint (GString *out, guint64 n);
void hs_json_int (GString *out, gint64 n);
void hs_json_number (GString *out, guint64 n); /* 0 is null: hop and line numbers begin at 1 */
void hs_json_bool (GString *out, gboolean b);
void hs_json_time (GString *out, const HsTime *time);
void hs_json_ip (GString *out, const HsIp *ip);
/* Ends a list: replaces the comma behind its last item, if there is one, by @bracket. */
void hs_json_close (GString *out, char bracket);

/* Appends the valid JSON text @json laid out for people, @depth levels deep. Lists of plain values stay on one line. */
void hs_json_pretty (GString *out, const char *json, gsize len, guint depth);
