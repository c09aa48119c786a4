/* A line as an NDJSON record: refused, or read as a JSON parser reads it; and cut anywhere, its message is the beginning of the whole
   one.  SPDX-License-Identifier: MIT */
#include "../../src/records.h"
#include "fuzz.h"

#include <hopscope/error.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* What json-glib says of the last "raw"; NULL where it cannot tell. */
static char *
parse (const guint8 *data, gsize size)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root, *raw;

  if (memchr (data, '\0', size) != NULL || memmem (data, size, "\\u0000", 6) != NULL ||
      !g_utf8_validate ((const char *)data, (gssize)size, NULL) || memmem (data, size, "raw_b64", 7) != NULL ||
      memmem (data, size, "\\ud", 3) != NULL || memmem (data, size, "\\uD", 3) != NULL)
    return NULL;
  if (!json_parser_load_from_data (parser, (const char *)data, (gssize)size, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  raw = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_object_get_member (json_node_get_object (root), "raw") : NULL;
  return raw != NULL && json_node_get_value_type (raw) == G_TYPE_STRING ? json_node_dup_string (raw) : NULL;
}

/* In memory of its own length, so that a sanitizer sees every byte read too far. */
static gboolean
decode (const guint8 *data, gsize size, gboolean cut, GBytes **raw)
{
  char *line = size > 0 ? g_memdup2 (data, size) : g_strdup ("");
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  HsSlice found = HS_SLICE_NONE;
  gboolean decoded = hs_record_decode (line, size, cut, &found, &id, &error);

  g_assert_true (decoded == (error == NULL));
  g_assert_true (!decoded || (found.ptr >= line && found.ptr + found.len <= line + size));
  *raw = decoded ? g_bytes_new (found.ptr, found.len) : NULL;
  g_free (line);
  return decoded;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) whole = NULL, part = NULL;
  g_autofree char *wanted = NULL;
  gsize cut, n, n_whole;

  if (size < 1)
    return 0;
  cut = size * data[0] / 256;
  data++;
  size--;
  decode (data, MIN (cut, size), TRUE, &part);
  if (!decode (data, size, FALSE, &whole))
    return 0;
  wanted = parse (data, size);
  if (wanted != NULL)
    g_assert_cmpmem (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), wanted, strlen (wanted));
  n = part != NULL ? g_bytes_get_size (part) : 0;
  n_whole = g_bytes_get_size (whole);
  if (n > 0 && n <= n_whole && memmem (data, size, "raw", 3) == memmem (data, size, "raw\"", 4) &&
      memmem ((const char *)memmem (data, size, "raw", 3) + 1, size - (gsize)((const guint8 *)memmem (data, size, "raw", 3) + 1 - data),
              "raw", 3) == NULL)
    g_assert_cmpmem (g_bytes_get_data (part, NULL), n, g_bytes_get_data (whole, NULL), n);
  return 0;
}
