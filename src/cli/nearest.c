/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <string.h>

enum { LONGEST = 40 };

/* Edits (insert, delete, replace one character) that make @b of @a; both at most LONGEST long. */
static guint
distance (const char *a, const char *b)
{
  guint row[LONGEST + 1];
  gsize n = strlen (b);

  for (gsize j = 0; j <= n; j++)
    row[j] = (guint)j;
  for (gsize i = 0; a[i] != '\0'; i++) {
    guint diagonal = row[0];
    row[0] = (guint)i + 1;
    for (gsize j = 0; j < n; j++) {
      guint above = row[j + 1];
      guint replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      row[j + 1] = MIN (replaced, MIN (above, row[j]) + 1);
      diagonal = above;
    }
  }
  return row[n];
}

gboolean
cli_nearest (const char *typed, const char *word, guint *best)
{
  gsize len = strlen (typed);
  guint edits;

  if (len > LONGEST || strlen (word) > LONGEST)
    return FALSE;
  edits = len >= 3 && g_str_has_prefix (word, typed) ? 1 : distance (typed, word);
  if (edits >= *best || edits > 1 + len / 4)
    return FALSE;
  *best = edits;
  return TRUE;
}
