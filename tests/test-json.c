/* SPDX-License-Identifier: MIT */
#include "json.h"

static void
test_values (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  char *at = hs_json_begin (out);

  at = hs_json_string (out, at, HS_SLICE_NONE);
  at = hs_json_string (out, at, HS_SLICE_LITERAL (""));
  at = hs_json_uint (at, G_MAXUINT64);
  at = hs_json_int (at, G_MININT64);
  at = hs_json_number (at, 0);
  at = hs_json_bool (at, TRUE);
  at = hs_json_unfolded (out, at, HS_SLICE_LITERAL (" a \r\n\t b\n c\r\n "));
  at = hs_json_time (at, &(HsTime){ 0 });
  at = hs_json_ip (at, &(HsIp){ 4, { [10] = 0xFF, 0xFF, 192, 0, 2, 1 } });
  hs_json_end (out, at);
  g_assert_cmpstr (out->str, ==, "null\"\"18446744073709551615-9223372036854775808nulltrue\"a b c\"null\"192.0.2.1\"");
}

static void
test_pretty (void)
{
  static const char input[] = "{\"a\":[],\"b\":{},\"c\":[1,2,\"x]\\\",[\"],\"d\":[{\"e\":null},{\"f\":\"{,}\"}],\"g\":{\"h\":1}}";
  static const char wanted[] =
      "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [1, 2, \"x]\\\",[\"],\n  \"d\": [\n    {\n      \"e\": null\n    },\n"
      "    {\n      \"f\": \"{,}\"\n    }\n  ],\n  \"g\": {\n    \"h\": 1\n  }\n}";
  g_autoptr (GString) out = g_string_new (NULL);

  hs_json_pretty (out, input, sizeof input - 1, 0);
  g_assert_cmpstr (out->str, ==, wanted);
}

/* Cut JSON never makes it read behind its end. */
static void
test_pretty_cut (void)
{
  static const char input[] = "{\"a\":[1,\"b\\";

  for (gsize len = 0; len < sizeof input; len++) {
    g_autofree char *copy = g_memdup2 (input, MAX (len, 1));
    g_autoptr (GString) out = g_string_new (NULL);
    hs_json_pretty (out, copy, len, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/values", test_values);
  g_test_add_func ("/json/pretty", test_pretty);
  g_test_add_func ("/json/pretty-cut", test_pretty_cut);
  return g_test_run ();
}
