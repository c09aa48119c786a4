/* What hs_seal_check() says of each signature, a JSON line each: the other side of check-dkimpy.py.  SPDX-License-Identifier: MIT

   seal-dump KEYS.tsv [--body] FILE...

   KEYS.tsv has the columns domain, selector, algorithm and public_key in this order, and perhaps more. With --body what follows the
   first empty line is the body; without it no body is at hand. */
#include "ascii.h"
#include "fields.h"
#include "seal.h"

#include <stdio.h>

typedef struct {
  GArray *rows; /* HsKeyRow */
  GPtrArray *texts;
} Keys;

static void
add_key (Keys *keys, const char *line)
{
  char **cells = g_strsplit (line, "\t", -1);
  HsKeyRow row = { 0 };

  if (g_strv_length (cells) < 4 || strcmp (cells[0], "domain") == 0) {
    g_strfreev (cells);
    return;
  }
  row = (HsKeyRow){ .domain = cells[0], .selector = cells[1], .algorithm = cells[2], .seen_from = "", .seen_to = "", .source = "" };
  row.key = g_base64_decode (cells[3], &row.key_len);
  g_array_append_val (keys->rows, row);
  g_ptr_array_add (keys->texts, cells);
}

static const HsKeyRow *
find_key (HsSlice domain, HsSlice selector, gpointer user_data)
{
  const Keys *keys = user_data;

  for (guint i = 0; i < keys->rows->len; i++) {
    const HsKeyRow *row = &g_array_index (keys->rows, HsKeyRow, i);
    if (hs_slice_iequal_str (domain, row->domain) && hs_slice_iequal_str (selector, row->selector))
      return row;
  }
  return NULL;
}

static gboolean
is_bound (const HsSeals *seals, guint instance)
{
  for (guint i = 0; i < seals->n_sets; i++)
    if (seals->sets[i].instance == instance)
      return seals->sets[i].bound;
  return FALSE;
}

static void
dump_seals (const char *path, const HsField *fields, const HsSeals *seals)
{
  for (guint i = 0; i < seals->n_seals; i++) {
    const HsSeal *seal = &seals->seals[i];
    g_autofree char *name = g_strndup (fields[seal->field].name.ptr, fields[seal->field].name.len);
    g_autofree char *kind = g_ascii_strdown (name, -1);
    const char *body = hs_part_name (seal->body_part);

    printf ("{\"file\": \"%s\", \"line\": %u, \"kind\": \"%s\", \"instance\": %u, \"result\": \"%s\", \"header\": \"%s\", "
            "\"body\": \"%s\", \"bound\": %s}\n",
            path, fields[seal->field].line, kind, seal->instance, hs_seal_result_name (seal->result), hs_part_name (seal->header_part),
            body != NULL ? body : "", is_bound (seals, seal->instance) ? "true" : "false");
  }
}

static gboolean
dump_file (const char *path, gboolean with_body, Keys *keys, HsArena *arena)
{
  g_autofree char *data = NULL;
  gsize len;
  HsFields fields = { 0 };
  HsSeals seals;
  HsSlice body = HS_SLICE_NONE;
  const char *lf, *crlf, *blank;

  if (!g_file_get_contents (path, &data, &len, NULL))
    return FALSE;
  lf = g_strstr_len (data, (gssize)len, "\n\n");
  crlf = g_strstr_len (data, (gssize)len, "\n\r\n");
  blank = lf != NULL && (crlf == NULL || lf < crlf) ? lf + 2 : crlf != NULL ? crlf + 3 : NULL;
  if (with_body && blank != NULL)
    body = hs_slice (blank, data + len);
  hs_fields_split (&fields, (HsSlice){ data, blank != NULL ? (gsize)(blank - data) : len }, 1, NULL, 0, hs_limits_default ());
  hs_seal_check_with (fields.items, fields.n, body, find_key, keys, hs_limits_default (), arena, &seals);
  dump_seals (path, fields.items, &seals);
  hs_fields_clear (&fields);
  hs_arena_reset (arena);
  return TRUE;
}

int
main (int argc, char **argv)
{
  Keys keys = { g_array_new (FALSE, FALSE, sizeof (HsKeyRow)), g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev) };
  HsArena *arena = hs_arena_new (hs_limits_default ()->arena_bytes);
  g_autofree char *text = NULL;
  gboolean with_body = FALSE, ok = argc > 1 && g_file_get_contents (argv[1], &text, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (ok ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    add_key (&keys, g_strchomp (lines[i]));
  for (int i = 2; i < argc; i++) {
    if (strcmp (argv[i], "--body") == 0)
      with_body = TRUE;
    else
      ok = dump_file (argv[i], with_body, &keys, arena) && ok;
  }
  hs_arena_free (arena);
  for (guint i = 0; i < keys.rows->len; i++)
    g_free ((gpointer)g_array_index (keys.rows, HsKeyRow, i).key);
  g_array_free (keys.rows, TRUE);
  g_ptr_array_free (keys.texts, TRUE);
  return ok ? 0 : 1;
}
