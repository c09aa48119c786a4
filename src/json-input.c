/* SPDX-License-Identifier: MIT */
#include "json-input.h"

#include "error-private.h"

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

/* json-glib says "<data>:3:14: Parse error: unexpected character ...": the place is kept; its words only where ours would say less. */
static void
set_parse_error (const GError *cause, const char *name, GError **error)
{
  static const char *const words[] = {
    [JSON_PARSER_ERROR_TRAILING_COMMA] = N_ ("not JSON: a comma too many"),
    [JSON_PARSER_ERROR_MISSING_COMMA] = N_ ("not JSON: a comma is missing"),
    [JSON_PARSER_ERROR_MISSING_COLON] = N_ ("not JSON: a colon is missing"),
    [JSON_PARSER_ERROR_INVALID_BAREWORD] = N_ ("not JSON: a word without quotes"),
  };
  const char *place = g_str_has_prefix (cause->message, "<data>") ? cause->message + strlen ("<data>") : "";
  const char *what = strstr (place, ": Parse error: ");
  gsize code = (gsize)cause->code;

  if (strstr (cause->message, "unexpected end of file") != NULL)
    hs_error_set (error, HS_ERROR_CONFIG, "not JSON: it ends too early; is the file whole?", NULL);
  else if (cause->domain == JSON_PARSER_ERROR && code < G_N_ELEMENTS (words) && words[code] != NULL)
    hs_error_set (error, HS_ERROR_CONFIG, words[code], NULL);
  else
    hs_error_set (error, HS_ERROR_CONFIG, "not JSON: {1}", what != NULL ? what + strlen (": Parse error: ") : cause->message, NULL);
  g_prefix_error (error, "%s%.*s: ", name, what != NULL ? (int)(what - place) : 0, place);
}

JsonNode *
hs_input_parse (const char *data, gsize len, const char *name, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) cause = NULL;
  char number[HS_ERROR_DIGITS];
  gsize text_len = 0;
  JsonNode *root;

  if (len > JSON_MAX) {
    hs_error_set (error, HS_ERROR_CONFIG, "larger than {1} MiB", hs_error_number (number, JSON_MAX >> 20), NULL);
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  text = to_utf8 (data, len, &text_len);
  if (text == NULL || memchr (text, '\0', text_len) != NULL || !is_shallow (text, text_len)) {
    hs_error_set (error, HS_ERROR_CONFIG,
                  text == NULL                            ? N_ ("neither UTF-8 nor UTF-16 with a byte-order mark")
                  : memchr (text, '\0', text_len) != NULL ? N_ ("a NUL byte in it")
                                                          : N_ ("nested too deeply"),
                  NULL);
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize)text_len, &cause)) {
    set_parse_error (cause, name, error);
    return NULL;
  }
  root = json_parser_get_root (parser);
  if (root == NULL) {
    hs_error_set (error, HS_ERROR_CONFIG, "empty", NULL);
    g_prefix_error (error, "%s: ", name);
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
