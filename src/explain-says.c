/* SPDX-License-Identifier: MIT */
#include "explain-says.h"

#include "ascii.h"
#include "escape.h"

enum { SLOTS = G_N_ELEMENTS (((HsText *)NULL)->args) };

char *
hs_explain_says (const HsReportOptions *options, const HsFindingRow *row)
{
  g_auto (GStrv) slots = g_strsplit (row->slots, "; ", SLOTS);
  char *names[SLOTS];
  HsText text = { .format = row->detail };
  GString *out = g_string_new (NULL);
  guint n = g_strv_length (slots);

  for (guint i = 0; i < SLOTS; i++) {
    names[i] = g_strdup_printf ("<%s>", i < n ? T_ (slots[i]) : T_ ("value"));
    text.args[i] = hs_slice_str (names[i]);
  }
  hs_writer_text (options, &text, hs_escape_text, out);
  for (guint i = 0; i < SLOTS; i++)
    g_free (names[i]);
  return g_string_free (out, FALSE);
}
