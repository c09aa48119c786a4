/* SPDX-License-Identifier: MIT */
#include "explain-nearest.h"

#include "ascii.h"

#define WORD_MAX 80
#define SHOWN_MAX 3
#define VALUE_MIN 4 /* shorter values mean nothing without their key */

typedef struct {
  const char *query;
  gsize query_len;
  guint most;
  guint n;
  char *words[SHOWN_MAX];
  guint edits[SHOWN_MAX];
} Nearest;

/* Letters and digits that look alike are one: "SKl" is SKI, and "HS2O4" HS204. */
static char
look (char c)
{
  c = hs_lower (c);
  return c == 'l' || c == '1' ? 'i' : c == '0' ? 'o' : c;
}

/* Levenshtein, letter case ignored; both words are at most WORD_MAX long. */
static guint
distance (const char *a, gsize a_len, const char *b, gsize b_len)
{
  guint row[WORD_MAX + 1];

  for (gsize j = 0; j <= b_len; j++)
    row[j] = (guint)j;
  for (gsize i = 1; i <= a_len; i++) {
    guint diagonal = row[0];
    row[0] = (guint)i;
    for (gsize j = 1; j <= b_len; j++) {
      guint above = row[j];
      guint edits = diagonal + (look (a[i - 1]) != look (b[j - 1]));
      edits = MIN (edits, row[j - 1] + 1);
      row[j] = MIN (edits, above + 1);
      diagonal = above;
    }
  }
  return row[b_len];
}

static void
insert (Nearest *nearest, const char *word, guint edits)
{
  guint at = 0;

  for (guint i = 0; i < nearest->n; i++)
    if (g_ascii_strcasecmp (nearest->words[i], word) == 0)
      return;
  while (at < nearest->n && nearest->edits[at] <= edits)
    at++;
  if (at == SHOWN_MAX)
    return;
  if (nearest->n == SHOWN_MAX)
    g_free (nearest->words[--nearest->n]);
  for (guint i = nearest->n; i > at; i--) {
    nearest->words[i] = nearest->words[i - 1];
    nearest->edits[i] = nearest->edits[i - 1];
  }
  nearest->words[at] = g_strdup (word);
  nearest->edits[at] = edits;
  nearest->n++;
}

/* A part of the word counts as near, a word that shares little does not. */
static void
consider (Nearest *nearest, const char *word)
{
  gsize len = strlen (word);
  guint edits;

  if (len == 0 || len > WORD_MAX || word[len - 1] == '*')
    return;
  if (nearest->query_len >= 4 && hs_slice_ifind ((HsSlice){ word, len }, nearest->query) != NULL)
    edits = 1;
  else
    edits = distance (nearest->query, nearest->query_len, word, len);
  if (edits <= nearest->most)
    insert (nearest, word, edits);
}

static void
consider_values (Nearest *nearest, const HsRuleset *ruleset)
{
  guint n;
  const HsValueRow *values = hs_ruleset_values (ruleset, &n);

  for (guint i = 0; i < n; i++) {
    const char *dash = strrchr (values[i].header, '-');
    const char *key = values[i].key[0] != '\0' ? values[i].key : dash != NULL ? dash + 1 : values[i].header;
    g_autofree char *pair = g_strdup_printf ("%s:%s", key, values[i].value);
    consider (nearest, key);
    consider (nearest, pair);
    if (strlen (values[i].value) >= VALUE_MIN)
      consider (nearest, values[i].value);
  }
}

static void
put_nearest (Nearest *nearest, GString *out)
{
  for (guint i = 0; i < nearest->n; i++) {
    g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", nearest->words[i]);
    g_free (nearest->words[i]);
  }
}

void
hs_explain_nearest (const HsRuleset *ruleset, const char *query, guint most, GString *out)
{
  Nearest nearest = { .query = query, .query_len = strlen (query), .most = most > 0 ? most : 1 + (guint)(strlen (query) / 4) };
  guint n;
  const HsHeaderRow *headers;
  const HsFindingRow *findings;
  const HsWordRow *words;

  if (nearest.query_len < 2 || nearest.query_len > WORD_MAX)
    return;
  consider (&nearest, "keys");
  findings = hs_ruleset_findings (ruleset, &n);
  for (guint i = 0; i < n; i++)
    consider (&nearest, findings[i].code);
  words = hs_ruleset_words (ruleset, &n);
  for (guint i = 0; i < n; i++)
    consider (&nearest, words[i].word);
  headers = hs_ruleset_headers (ruleset, &n);
  for (guint i = 0; i < n; i++)
    consider (&nearest, headers[i].name);
  consider_values (&nearest, ruleset);
  put_nearest (&nearest, out);
}

char *
hs_explain_nearest_member (const HsRuleset *ruleset, const char *name, const char *query)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (g_str_has_suffix (name, "*"))
    hs_explain_nearest (ruleset, query, 2, out);
  return out->len > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

gboolean
hs_explain_nearest_value (const HsRuleset *ruleset, const HsValueRow *row, const char *value, char **nearest)
{
  Nearest found = { .query = value, .query_len = strlen (value), .most = strlen (value) < VALUE_MIN ? 1 : 2 };
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean lists = FALSE;
  guint n;
  const HsValueRow *rows = hs_ruleset_values (ruleset, &n);

  *nearest = NULL;
  for (guint i = 0; i < n && strcmp (row->value, "*") == 0; i++) {
    if (strcmp (rows[i].header, row->header) != 0 || strcmp (rows[i].key, row->key) != 0 || strcmp (rows[i].value, "*") == 0)
      continue;
    lists = TRUE;
    if (found.query_len <= WORD_MAX)
      consider (&found, rows[i].value);
  }
  put_nearest (&found, out);
  if (out->len > 0)
    *nearest = g_string_free (g_steal_pointer (&out), FALSE);
  return lists;
}
