/* Arbitrary words as a command line, and each as what the library's options take: accepted or refused with words, and no third thing.
   SPDX-License-Identifier: MIT */
#include "../../src/cli/options.h"
#include "fuzz.h"

#include <string.h>

#define WORDS_MAX 40

static void
check_error (gboolean accepted, GError **error_out)
{
  GError *error = g_steal_pointer (error_out);

  g_assert_true (accepted == (error == NULL));
  if (error != NULL) {
    g_autofree char *text = hs_error_text (error, NULL, NULL);
    g_assert_cmpuint (strlen (text), >, 0);
    g_error_free (error);
  }
}

static void
try_word (const char *word)
{
  g_autoptr (HsOptions) options = hs_options_new ();
  HsLimits limits = *hs_limits_default ();
  GError *error = NULL;

  check_error (hs_options_add_tenant (options, word, &error), &error);
  check_error (hs_options_add_tenant_domain (options, word, &error), &error);
  check_error (hs_options_add_trust (options, word, &error), &error);
  check_error (hs_limits_set (&limits, word, &error), &error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_auto (GStrv) words = g_strsplit (text, "\n", WORDS_MAX);
  char *argv[WORDS_MAX + 2] = { (char *)"hopscope" };
  CliOptions options;
  GError *error = NULL;
  int argc = 1;

  for (guint i = 0; words[i] != NULL; i++) {
    argv[argc++] = words[i];
    try_word (words[i]);
  }
  cli_options_init (&options);
  check_error (cli_options_parse (&options, argc, argv, &error), &error);
  cli_options_clear (&options);
  return 0;
}
