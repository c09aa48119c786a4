/* SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "guard.h"
#include "records.h"

#include <hopscope/error.h>

static const struct {
  const char *input;
  const char *wanted; /* "id|bytes", or NULL for an error */
} rows[] = {
  { "{\"id\":\"a\",\"raw\":\"A: 1\\n\"}", "a|A: 1\n" },
  { " { \"raw\" : \"x\\r\\n\\t\\\\\\\"\\/\" , \"id\" : 17 } \r", "17|x\r\n\t\\\"/" },
  { "{\"id\":\"a\",\"raw_b64\":\"QTogMQo=\"}", "a|A: 1\n" },
  { "{\"id\":\"a\",\"raw_b64\":\"QTog\\nMQo\"}", "a|A: 1\n" },
  { "{\"raw_b64\":\"QTogM\"}", NULL },
  { "{\"raw_b64\":\"gr_8-w==\"}", "-|\x82\xbf\xfc\xfb" },
  { "{\"raw\":\"gr\\u00fc\\u00df \\ud83d\\udce7\"}", "-|gr\xc3\xbc\xc3\x9f \xf0\x9f\x93\xa7" },
  { "{\"raw\":\"\\ud83d\"}", "-|\xef\xbf\xbd" },
  { "{\"a\":[1,{\"raw\":\"no\"},\"]}\"],\"b\":null,\"raw\":\"yes\",\"c\":{}}", "-|yes" },
  { "{\"id\":null,\"raw\":\"x\"}", "|x" },
  { "{\"id\":-1.5e3,\"raw\":\"x\"}", "-1.5e3|x" },
  { "{\"raw\":\"one\",\"raw\":\"two\"}", "-|two" },
  { "{\"raw\":\"\"}", "-|" },
  { "", NULL },
  { "{}", NULL },
  { "[]", NULL },
  { "{\"id\":\"a\"}", NULL },
  { "{\"raw\":1}", NULL },
  { "{\"raw\":\"x\"", NULL },
  { "{\"raw\":\"x\"}}", NULL },
  { "{\"raw\":\"x\"} {\"raw\":\"y\"}", NULL },
  { "{\"raw\":\"\\x\"}", NULL },
  { "{\"raw\":\"\\u12g4\"}", NULL },
  { "{\"raw\" \"x\"}", NULL },
  { "{\"raw\":\"x\",}", NULL },
  { "{\"raw_b64\":\"QQ#=\"}", NULL },
  { "{\"a\":,\"raw\":\"x\"}", NULL },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsGuard guard = hs_guard_new (rows[i].input, strlen (rows[i].input));
    g_autoptr (GError) error = NULL;
    g_autofree char *id = NULL;
    HsSlice raw;
    gboolean decoded = hs_record_decode (guard.data, guard.len, FALSE, &raw, &id, &error);
    GString *got = g_string_new (NULL);
    if (decoded) {
      g_string_append_printf (got, "%s|", id ? id : "-");
      g_string_append_len (got, raw.ptr, (gssize)raw.len);
      g_assert_no_error (error);
    } else {
      g_assert_error (error, HS_ERROR, HS_ERROR_RECORD);
    }
    g_assert_cmpstr (decoded ? got->str : NULL, ==, rows[i].wanted);
    g_string_free (got, TRUE);
    hs_guard_free (&guard);
  }
}

/* No cut of a record is a record. */
static void
test_cuts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize cut = 0; rows[i].wanted != NULL && cut < strlen (rows[i].input); cut++) {
      HsGuard guard = hs_guard_new (rows[i].input, cut);
      g_autofree char *id = NULL;
      HsSlice raw;
      g_assert_true (!hs_record_decode (guard.data, guard.len, FALSE, &raw, &id, NULL) || strchr (rows[i].input + cut, '}') == NULL);
      hs_guard_free (&guard);
    }
}

/* What a limit cut off is missing, and only that: the beginning of the message is the same, whatever the cut goes through. */
static void
test_cut_by_limit (void)
{
  static const char *const inputs[] = { "{\"id\":7,\"raw\":\"Subject: \\u00e9\\n\\ud83d\\ude00 \\\"x\\\"\\r\\nmore\"}",
                                        "{\"id\":7,\"raw_b64\":\"U3ViamVjdDogYQoK\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++) {
    g_autofree char *whole = g_strdup (inputs[i]), *id = NULL;
    const char *message;
    HsSlice wanted, raw;

    g_assert_true (hs_record_decode (whole, strlen (whole), FALSE, &wanted, &id, NULL));
    message = strstr (inputs[i], "\"raw") + (i == 0 ? strlen ("\"raw\":\"") : strlen ("\"raw_b64\":\""));
    for (gsize cut = (gsize)(message - inputs[i]); cut <= strlen (inputs[i]); cut++) {
      HsGuard guard = hs_guard_new (inputs[i], cut);
      g_autofree char *cut_id = NULL;
      g_assert_true (hs_record_decode (guard.data, guard.len, TRUE, &raw, &cut_id, NULL));
      g_assert_cmpstr (cut_id, ==, "7");
      g_assert_cmpuint (raw.len, <=, wanted.len);
      g_assert_cmpuint (raw.len + 16, >, (cut - (gsize)(message - inputs[i])) / 6);
      g_assert_cmpmem (raw.ptr, raw.len, wanted.ptr, raw.len);
      hs_guard_free (&guard);
    }
  }
}

static void
test_deep (void)
{
  GString *text = g_string_new ("{\"a\":");
  g_autofree char *id = NULL;
  HsSlice raw;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (text, '[');
  g_assert_false (hs_record_decode (text->str, text->len, FALSE, &raw, &id, NULL));
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/records/rows", test_rows);
  g_test_add_func ("/records/cuts", test_cuts);
  g_test_add_func ("/records/cut-by-limit", test_cut_by_limit);
  g_test_add_func ("/records/deep", test_deep);
  return g_test_run ();
}
