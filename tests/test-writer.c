/* SPDX-License-Identifier: MIT */
#include "writer.h"

#include "ascii.h"

static const char *
translate (const char *msgid, gpointer user_data)
{
  static const char *const rows[][2] = { { "{1} took {2}", "{2}, von {1} gebraucht" },
                                         { "{1} s", "{1} Sek." },
                                         { "{1} d {2} h", "{1} T {2} Std." },
                                         { "no HELO stated", "ohne HELO" } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i][0], msgid) == 0)
      return rows[i][1];
  return msgid;
}

static void
test_arguments (void)
{
  static const struct {
    const char *name, *argument, *wanted;
  } rows[] = {
    { "from mail", "relay.example.com", "relay.example.com, von x gebraucht" },
    { "markup", "<b>", "&lt;b&gt;, von x gebraucht" },
    { "a placeholder in mail", "{1}", "{1}, von x gebraucht" },
    { "duration", "4 s", "4 Sek., von x gebraucht" },
    { "negative duration", "-1 d 12 h", "-1 T 12 Std., von x gebraucht" },
    { "duration nobody translated", "5 min", "5 min, von x gebraucht" },
    { "more than a duration", "4 s ", "4 s , von x gebraucht" },
    { "unit that is none", "4 sec", "4 sec, von x gebraucht" },
    { "three parts", "1 d 2 h 3 s", "1 d 2 h 3 s, von x gebraucht" },
    { "our own words", "no HELO stated", "ohne HELO, von x gebraucht" },
    { "a text that is no argument of ours", "{1} s", "{1} s, von x gebraucht" },
    { "unknown", NULL, "not stated, von x gebraucht" },
  };
  HsReportOptions options = { .format = HS_FORMAT_HTML, .translate = translate };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    HsText text = { "{1} took {2}", { HS_SLICE_LITERAL ("x"), hs_slice_str (rows[i].argument) } };
    g_test_message ("%s", rows[i].name);
    hs_writer_text (&options, &text, hs_escape_html, out);
    g_assert_cmpstr (out->str, ==, rows[i].wanted);
  }
}

static void
test_programs (void)
{
  static const HsFormat formats[] = { HS_FORMAT_JSON, HS_FORMAT_NDJSON, HS_FORMAT_CSV };
  HsText text = { "{1} took {2}", { HS_SLICE_LITERAL ("no HELO stated"), HS_SLICE_LITERAL ("4 s") } };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    HsReportOptions options = { .format = formats[i], .translate = translate };
    g_autoptr (GString) out = g_string_new (NULL);
    hs_writer_text (&options, &text, hs_escape_text, out);
    g_assert_cmpstr (out->str, ==, "no HELO stated took 4 s");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/writer/arguments", test_arguments);
  g_test_add_func ("/writer/programs", test_programs);
  return g_test_run ();
}
