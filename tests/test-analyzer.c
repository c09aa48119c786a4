/* Pure and total: the same bytes give the same record on any thread, and any bytes give a record.  SPDX-License-Identifier: MIT */
#include "analyze.h"
#include "guard.h"

static char *
sample (const char *name, gsize *len)
{
  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "samples", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;

  g_file_get_contents (path, &data, len, &error);
  g_assert_no_error (error);
  return data;
}

static char *
record_of (HsAnalyzer *analyzer, const char *data, gsize len)
{
  const HsReportOptions options = { .format = HS_FORMAT_NDJSON, .headers = TRUE };
  HsMessage message = { .header = { data, len }, .first_line = 1 };
  GString *out = g_string_new (NULL);

  hs_report_record (&options, hs_analyzer_run (analyzer, &message), out);
  return g_string_free (out, FALSE);
}

typedef struct {
  HsRuleset *rules;
  const char *data;
  gsize len;
  const char *wanted;
} Job;

static gpointer
run_often (gpointer user_data)
{
  const Job *job = user_data;
  g_autoptr (HsOptions) options = hs_options_new ();
  g_autoptr (HsAnalyzer) analyzer = hs_analyzer_new (job->rules, options);

  for (guint i = 0; i < 50; i++) {
    g_autofree char *record = record_of (analyzer, job->data, job->len);
    g_assert_cmpstr (record, ==, job->wanted);
  }
  return NULL;
}

static void
test_threads (void)
{
  HsBench bench;
  gsize len;
  g_autofree char *data = sample ("gateway-loop.eml", &len), *wanted = NULL;
  GThread *threads[4];

  hs_bench_init (&bench);
  wanted = record_of (bench.analyzer, data, len);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++) {
    static Job job;
    job = (Job){ bench.rules, data, len, wanted };
    threads[i] = g_thread_new ("analyze", run_often, &job);
  }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  hs_bench_clear (&bench);
}

/* A run leaves nothing behind that another could see. */
static void
test_no_memory (void)
{
  HsBench bench;
  gsize len, other_len;
  g_autofree char *data = sample ("smtp-relay.eml", &len), *other = sample ("forged-microsoft.eml", &other_len), *first = NULL,
                  *again = NULL;

  hs_bench_init (&bench);
  first = record_of (bench.analyzer, data, len);
  g_free (record_of (bench.analyzer, other, other_len));
  again = record_of (bench.analyzer, data, len);
  g_assert_cmpstr (first, ==, again);
  hs_bench_clear (&bench);
}

/* Cut anywhere, before an unreadable page. */
static void
test_cuts (void)
{
  HsBench bench;
  gsize len;
  g_autofree char *data = sample ("smtp-relay.eml", &len);

  hs_bench_init (&bench);
  for (gsize cut = 0; cut <= len; cut += 37) {
    HsGuard guard = hs_guard_new (data, cut);
    g_free (record_of (bench.analyzer, guard.data, cut));
    hs_guard_free (&guard);
  }
  hs_bench_clear (&bench);
}

/* Any byte changed to any other: a verdict that stands on joined lines never rises above what the whole message gave. */
static void
test_flips (void)
{
  HsBench bench;
  gsize len;
  g_autofree char *data = sample ("mailbox.eml", &len);

  hs_bench_init (&bench);
  for (guint i = 0; i < 3000; i++) {
    gsize at = (gsize)g_test_rand_int_range (0, (gint32)len);
    char old = data[at];
    data[at] = (char)g_test_rand_int_range (0, 256);
    g_assert_cmpuint (hs_bench_run (&bench, data, len)->verdict.connector, !=, HS_CONNECTOR_TRAVERSED);
    data[at] = old;
  }
  hs_bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analyzer/threads", test_threads);
  g_test_add_func ("/analyzer/no-memory", test_no_memory);
  g_test_add_func ("/analyzer/cuts", test_cuts);
  g_test_add_func ("/analyzer/flips", test_flips);
  return g_test_run ();
}
