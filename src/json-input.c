/* SPDX-License-Identifier: MIT */
#include "json-input.h"

#include <string.h>

#define JSON_MAX (64 << 20)
#define DEPTH_MAX 64 /* json-glib recurses on nested values */

/* PowerShell 5 writes UTF-16 with a byte-order mark unless told otherwise. */
static char *
to_utf8 (const char *data, gsize len, gsize *out_len)
{
  gboolean little = len >= 2 && memcmp (data, "\xFF\xFE", 2) == 0;
  gboolean big = len >= 2 && memcmp (data, "\xFE\xFF", 2) == 0;

  if (little || big)
    return g_convert (data + 2, (gssize)(len - 2), "UTF-8", little ? "UTF-16LE" : "UTF-16BE", NULL, out_len, NULL);
  if (len >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0) {
    data += 3;
    len -= 3;
  }
  *out_len = len;
  return g_utf8_validate_len (data, len, NULL) ? g_strndup (data, len) : NULL;
}

static gboolean
is_shallow (const char *p, gsize len)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < len; i++) {
    if (in_string && p[i] == '\\')
      i++;
    else if (p[i] == '"')
      in_string = !in_string;
    else if (!in_string && (p[i] == '[' || p[i] == '{') && ++depth > DEPTH_MAX)
      return FALSE;
    else if (!in_string && (p[i] == ']' || p[i] == '}') && depth > 0)
      depth--;
  }
  return TRUE;
}

/* "<data>:3:14: Parse error: unexpected character ..." */
static void
set_parse_error (const GError *cause, const char *name, GError **error)
{
  const char *place = g_str_has_prefix (cause->message, "<data>") ? cause->message + strlen ("<data>") : "";
  const char *what = strstr (place, ": Parse error: ");

  if (what != NULL)
    g_set_error (error, HS_ERROR, HS_ERROR_CONFIG, "%s%.*s: not JSON: %s", name, (int)(what - place), place,
                 what + strlen (": Parse error: "));
  else
    g_set_error (error, HS_ERROR, HS_ERROR_CONFIG, "%s: not JSON: %s", name, cause->message);
}

JsonNode *
hs_input_parse (const char *data, gsize len, const char *name, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) cause = NULL;
  gsize text_len = 0;
  JsonNode *root;

  if (len > JSON_MAX) {
    g_set_error (error, HS_ERROR, HS_ERROR_CONFIG, "%s: larger than %d MiB", name, JSON_MAX >> 20);
    return NULL;
  }
  text = to_utf8 (data, len, &text_len);
  if (text == NULL || memchr (text, '\0', text_len) != NULL || !is_shallow (text, text_len)) {
    g_set_error (error, HS_ERROR, HS_ERROR_CONFIG, "%s: %s", name,
                 text == NULL                            ? "neither UTF-8 nor UTF-16 with a byte-order mark"
                 : memchr (text, '\0', text_len) != NULL ? "a NUL byte in it"
                                                         : "nested too deeply");
    return NULL;
  }
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize)text_len, &cause)) {
    set_parse_error (cause, name, error);
    return NULL;
  }
  root = json_parser_get_root (parser);
  if (root == NULL) {
    g_set_error (error, HS_ERROR, HS_ERROR_CONFIG, "%s: empty", name);
    return NULL;
  }
  return json_node_ref (root);
}

const char *
hs_input_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                                                          : NULL;
}

JsonArray *
hs_input_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

const char *
hs_input_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

gboolean
hs_input_boolean (JsonObject *object, const char *member, gboolean fallback)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *text = hs_input_string (object, member);

  if (text != NULL)
    return g_ascii_strcasecmp (text, "true") == 0;
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return fallback;
  return json_node_get_value_type (node) == G_TYPE_BOOLEAN ? json_node_get_boolean (node) : json_node_get_int (node) != 0;
}
