/* SPDX-License-Identifier: MIT */
#include "summary-prune.h"

#include "ascii.h"
#include "guard.h"

#include <json-glib/json-glib.h>

#define BEGIN "{\"type\":\"message\","

/* What is left of each text; NULL where a real parser has to look at it. */
static const char *const rows[][2] = {
  { BEGIN "\"schema\":\"x\"}", BEGIN "\"schema\":\"x\"}" },
  { BEGIN "\"seals\":[{\"a\":[1,\"]}\"]},{}],\"schema\":\"x\"} \n", BEGIN "\"schema\":\"x\"}" },
  { BEGIN "\"schema\":\"x\", \"evidence\" : [ ] }", BEGIN "\"schema\":\"x\"}" },
  { BEGIN "\"hops\":[{\"raw\":\"\\\"}\",\"role\":null,\"x\":{}},{\"by_host\":\"a\"}],\"z\":-1}",
    BEGIN "\"hops\":[{\"role\":null},{\"by_host\":\"a\"}]}" },
  { BEGIN "\"hops\":[[],{},[1,true]],\"x\":false}", BEGIN "\"hops\":[[],{},[1,true]]}" },
  { BEGIN "\"x\":\"caf\u00e9\\u00e9\\n\"}", "{\"type\":\"message\"}" },
  { "{\"type\":\"summary\",\"schema\":\"x\"}", NULL },
  { " " BEGIN "\"schema\":\"x\"}", NULL },
  { BEGIN "\"x\":1.5}", NULL },
  { BEGIN "\"x\":01}", NULL },
  { BEGIN "\"x\":1e9}", NULL },
  { BEGIN "\"x\":1234567890123456789}", NULL },
  { BEGIN "\"x\":-}", NULL },
  { BEGIN "\"x\":nul}", NULL },
  { BEGIN "\"x\":\"\\ud800\"}", NULL },
  { BEGIN "\"x\":\"\\x\"}", NULL },
  { BEGIN "\"x\":\"\xe9\"}", NULL },
  { BEGIN "\"x\":\"\n\"}", NULL },
  { BEGIN "\"x\":[1,]}", NULL },
  { BEGIN "\"x\":[1 2]}", NULL },
  { BEGIN "\"x\":[1}}", NULL },
  { BEGIN "\"x\":1,}", NULL },
  { BEGIN "\"\\u0078\":1}", NULL },
  { BEGIN "\"x\" 1}", NULL },
  { BEGIN "\"x\":1}}", NULL },
  { BEGIN "\"x\":1", NULL },
  { BEGIN "}", NULL },
  { BEGIN "\"x\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}", NULL },
};

static char *
prune (const char *text, gsize len)
{
  HsGuard guard = hs_guard_new (text, len);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean pruned = hs_summary_prune (guard.data, len, out);

  hs_guard_free (&guard);
  return pruned ? g_strdup (out->str) : NULL;
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *got = prune (rows[i][0], strlen (rows[i][0]));
    g_autofree char *shown = g_strescape (rows[i][0], NULL);
    g_test_message ("%s", shown);
    g_assert_cmpstr (got, ==, rows[i][1]);
  }
}

/* Cut or with one byte changed, it is refused or json-glib takes both the text and what is left of it. */
static void
test_damaged (void)
{
  static const char bytes[] = "\"\\{}[],:0a \n\xff";
  const char *text = rows[3][0];
  gsize len = strlen (text);

  for (gsize i = 0; i < len; i++) {
    g_autofree char *cut = prune (text, i);
    g_assert_null (cut);
    for (const char *byte = bytes; *byte != '\0'; byte++) {
      g_autofree char *changed = g_strdup (text);
      g_autofree char *left = NULL;
      g_autoptr (JsonParser) parser = json_parser_new ();
      changed[i] = *byte;
      left = prune (changed, len);
      g_autofree char *shown = g_strescape (changed, NULL);
      g_test_message ("%s", shown);
      g_assert_true (left == NULL ||
                     (json_parser_load_from_data (parser, changed, -1, NULL) && json_parser_load_from_data (parser, left, -1, NULL)));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/summary-prune/rows", test_rows);
  g_test_add_func ("/summary-prune/damaged", test_damaged);
  return g_test_run ();
}
