/* SPDX-License-Identifier: MIT */
#include "escape.h"
#include "guard.h"

#include <json-glib/json-glib.h>

static const struct {
  const char *name;
  HsSlice input;
  const char *wanted;
} rows[] = {
#define ROW(name, input, wanted)                \
  {                                             \
    name, { input, sizeof (input) - 1 }, wanted \
  }
  ROW ("plain", "relay.example.com", "relay.example.com"),
  ROW ("quote in the second block", "0123456789abcdef\"\\", "0123456789abcdef\\\"\\\\"),
  ROW ("short escapes", "\b\t\n\f\r", "\\b\\t\\n\\f\\r"),
  ROW ("controls", "\0\x01\x1f\x7f", "\\u0000\\u0001\\u001f\\u007f"),
  ROW ("markup", "</script><!-->&", "\\u003c/script\\u003e\\u003c!--\\u003e&"),
  ROW ("line separators", "\u2028\u2029", "\\u2028\\u2029"),
  ROW ("text", "caf\u00e9 日本 \U0001F4E7", "caf\u00e9 日本 \U0001F4E7"),
  ROW ("not UTF-8",
       "a\xe9"
       "b\xf0\x9f\x92",
       "a\ufffd"
       "b\ufffd"),
  ROW ("overlong, surrogate, too large", "\xc0\x80\xed\xbf\xbf\xf5", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"),
#undef ROW
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsGuard guard = hs_guard_new (rows[i].input.ptr, rows[i].input.len);
    g_autoptr (GString) out = g_string_new (NULL);
    g_test_message ("%s", rows[i].name);
    hs_escape_json (out, (HsSlice){ guard.data, guard.len });
    g_assert_cmpstr (out->str, ==, rows[i].wanted);
    hs_guard_free (&guard);
  }
}

/* What json-glib reads back is what went in, with U+FFFD exactly where GLib's own repair puts one or more. */
static void
round_trip (const char *bytes, gsize len)
{
  HsGuard guard = hs_guard_new (bytes, len);
  g_autoptr (GString) out = g_string_new ("[\"");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *valid = g_utf8_make_valid (bytes, (gssize)len);
  gboolean invalid = hs_escape_json (out, (HsSlice){ guard.data, len });

  g_assert_cmpint (invalid, ==, !g_utf8_validate (bytes, (gssize)len, NULL));
  g_string_append (out, "\"]");
  g_assert_true (g_utf8_validate (out->str, (gssize)out->len, NULL));
  json_parser_load_from_data (parser, out->str, (gssize)out->len, &error);
  g_assert_no_error (error);
  if (!invalid)
    g_assert_cmpstr (json_array_get_string_element (json_node_get_array (json_parser_get_root (parser)), 0), ==, valid);
  hs_guard_free (&guard);
}

/* Every special byte at every place of the sixteen-byte blocks, at every length. */
static void
test_every_place (void)
{
  static const char specials[] = "\"\\<>\n\x01\x7f\xff\xc3";
  char bytes[40];

  for (gsize len = 0; len < sizeof bytes; len++)
    for (gsize place = 0; place <= len; place++)
      for (const char *special = specials; *special != '\0'; special++) {
        memset (bytes, 'a', sizeof bytes);
        if (place < len)
          bytes[place] = *special;
        round_trip (bytes, len);
      }
}

static void
test_random (void)
{
  static const char *const pieces[] = { "a",    "relay.example.com ", "\u00e9", "日",     "\U0001F4E7", "\"", "\\",
                                        "\xff", "\xe6\x97",           "\n",     "\u2028", "<" };

  for (guint round = 0; round < 2000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    for (int n = g_test_rand_int_range (0, 30); n > 0; n--)
      g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    round_trip (text->str, text->len);
  }
}

static void
test_speed (void)
{
  HsSlice text = HS_SLICE_LITERAL ("from SN1PEPF00012345.namprd05.prod.outlook.com (2603:10b6:806:2cd:cafe::31)\r\n by "
                                   "SA1PR03CA0012.outlook.office365.com (2603:10b6:806:2d3::19) with Microsoft SMTP Server");
  g_autoptr (GString) out = g_string_sized_new (1024);
  double seconds;

  g_test_timer_start ();
  for (guint i = 0; i < 1000000; i++) {
    g_string_truncate (out, 0);
    hs_escape_json (out, text);
  }
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds * 1000, "%.1f ns per string of %zu bytes", seconds * 1000, text.len);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/escape-json/rows", test_rows);
  g_test_add_func ("/escape-json/every-place", test_every_place);
  g_test_add_func ("/escape-json/random", test_random);
  if (g_test_perf ())
    g_test_add_func ("/escape-json/speed", test_speed);
  return g_test_run ();
}
