/* Errors in the reader's language: what was put in front stays, arguments too, texts among them do not.  SPDX-License-Identifier: MIT */
#include "error-private.h"

#include <string.h>

/* Turns a text's words about, so that it is seen what came from a translation. */
static const char *
translate (const char *msgid, gpointer user_data)
{
  static const struct {
    const char *msgid, *words;
  } texts[] = {
    { "cannot open {1}: {2}", "{2}! {1}?" },
    { "No such file or directory", "nothing there" },
    { "cannot read it: {1}", "unreadable ({1})" },
    { "column {1}", "<{1}>" },
    { "must be {1}", "{1} is needed" },
    { "four of them {1}{2}{3}{4}{5}", "{4}{3}{2}{1}{5}" },
  };

  ++*(guint *)user_data;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (texts[i].msgid, msgid) == 0)
      return texts[i].words;
  return msgid;
}

static void
check (GError *error, const char *english, const char *own)
{
  guint calls = 0;
  g_autofree char *plain = hs_error_text (error, NULL, NULL), *text = hs_error_text (error, translate, &calls);
  g_autoptr (GError) copy = g_error_copy (error);
  g_autofree char *copied = hs_error_text (copy, translate, &calls);

  g_assert_cmpstr (error->message, ==, english);
  g_assert_cmpstr (plain, ==, english);
  g_assert_cmpstr (text, ==, own);
  g_assert_cmpstr (copied, ==, own);
}

static void
test_arguments (void)
{
  g_autoptr (GError) error = NULL, four = NULL;

  hs_error_set (&error, HS_ERROR_OPEN, "cannot open {1}: {2}", "No such file or directory", HS_ERROR_WORDS, "No such file or directory",
                NULL);
  g_assert_error (error, HS_ERROR, HS_ERROR_OPEN);
  check (error, "cannot open No such file or directory: No such file or directory", "nothing there! No such file or directory?");
  hs_error_set (&four, HS_ERROR_READ, "four of them {1}{2}{3}{4}{5}", "a", "b", "c", "d", NULL);
  check (four, "four of them abcd{5}", "dcba{5}");
  hs_error_set (NULL, HS_ERROR_READ, "nobody asks", NULL);
}

static void
test_prefixes (void)
{
  g_autoptr (GError) error = NULL;

  hs_error_set (&error, HS_ERROR_TABLE, "must be {1}", "yes", NULL);
  hs_error_wrap (&error, "column {1}", "cloud", NULL);
  check (error, "column cloud: must be yes", "<cloud>: yes is needed");
  g_prefix_error (&error, "%s:%u: ", "column {1}.tsv", 7);
  check (error, "column {1}.tsv:7: column cloud: must be yes", "column {1}.tsv:7: <cloud>: yes is needed");
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL, cause = NULL, other = NULL;

  g_assert_false (g_file_get_contents ("/nowhere/to/be/found", &(char *){ NULL }, NULL, &cause));
  hs_error_set_file (&error, HS_ERROR_CONFIG, "/nowhere", cause);
  check (error, "/nowhere: cannot read it: No such file or directory", "/nowhere: unreadable (nothing there)");
  /* An error of somebody else, or one whose message was changed, is told as it is. */
  check (cause, cause->message, cause->message);
  g_free (error->message);
  error->message = g_strdup ("changed");
  check (error, "changed", "changed");
  other = g_error_new (HS_ERROR, HS_ERROR_READ, "plain");
  check (other, "plain", "plain");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/arguments", test_arguments);
  g_test_add_func ("/error/prefixes", test_prefixes);
  g_test_add_func ("/error/files", test_files);
  return g_test_run ();
}
