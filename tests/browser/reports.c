/* Writes the HTML reports that run.mjs looks at: reports FOLDER.  SPDX-License-Identifier: MIT */
#include "story.h"

#include <hopscope/error.h>
#include <hopscope/report.h>
#include <stdio.h>

static void
save (const char *folder, const char *name, const HsTrace *const *traces, guint n, gboolean with_error)
{
  HsReportOptions options = { .format = HS_FORMAT_HTML, .verbose = TRUE };
  g_autoptr (HsReport) report = hs_report_new (&options);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = g_error_new_literal (HS_ERROR, HS_ERROR_NOT_MAIL, "no header field in it: <b>is it mail?</b>");

  for (guint i = 0; i < n; i++)
    hs_report_add (report, traces[i], out);
  if (with_error)
    hs_report_add_error (report, &(HsSourceInfo){ .path = "photo.jpg" }, error, out);
  hs_report_finish (report, out);
  if (!g_file_set_contents (path, out->str, (gssize)out->len, NULL))
    g_error ("cannot write %s", path);
}

/* Whatever could become markup, script, a link or another text direction, wherever mail has a say. */
static HsTrace
hostile_trace (void)
{
  static const char evil[] =
      "</textarea></style></script><img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>"
      "\xe2\x80\xae txt.exe \x1b[31m \xff '\"><a href=\"https://evil.example/\">click</a>";
  static HsField fields[G_N_ELEMENTS (story_fields)];
  static HsHop hops[5];
  static HsText summary[1];
  static HsSlice to[1];
  HsTrace trace = story;
  HsSlice bad = { evil, sizeof evil - 1 };

  memcpy (fields, story_fields, sizeof fields);
  memcpy (hops, story_hops, sizeof hops);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    fields[i].value = bad;
  fields[3].name = bad;
  for (guint i = 0; i < G_N_ELEMENTS (hops); i++) {
    hops[i].from_helo = hops[i].from_rdns = hops[i].by_host = hops[i].protocol = hops[i].id = hops[i].tls_version = hops[i].for_address =
        bad;
    hops[i].trust_reason.args[0] = bad;
  }
  hops[1].trust = HS_TRUST_CONTRADICTED;
  summary[0] = (HsText){ "It was sent by {1}.", { bad } };
  to[0] = bad;
  trace.fields = fields;
  trace.hops = hops;
  trace.source.path = evil;
  trace.verdict.connector = HS_CONNECTOR_INDETERMINATE;
  trace.verdict.summary = summary;
  trace.verdict.n_summary = 1;
  trace.verdict.helo = trace.verdict.tenant_id = trace.verdict.trust_host = bad;
  trace.origin.helo = bad;
  trace.message =
      (HsMessageInfo){ .subject = bad, .from_address = bad, .from_name = bad, .to_addresses = to, .n_to = 1, .message_id = bad };
  return trace;
}

/* A long chain with what the picture has to tell apart: long waits, skew, no date, lines that do not fit. */
static HsTrace
long_trace (void)
{
  static HsHop hops[24];
  static const guint skewed[] = { 6 };
  static HsSlice subject = S ("배포 알림: 야간 작업 결과 (日次レポート) مرحبا");
  HsTrace trace = story;

  for (guint i = 0; i < G_N_ELEMENTS (hops); i++) {
    hops[i] = story_hops[i % 4];
    hops[i].index = i + 1;
    hops[i].delay_us = i == 0 ? 0 : (gint64)(i * i * 400000);
    hops[i].delay_known = i > 0;
  }
  hops[5].skew_known = TRUE;
  hops[5].skew_us = -77 * G_USEC_PER_SEC;
  hops[8].time = (HsTime){ 0 };
  hops[8].delay_known = FALSE;
  hops[2].trust = HS_TRUST_CONTRADICTED;
  hops[15].delay_us = G_GINT64_CONSTANT (41) * 60 * G_USEC_PER_SEC;
  trace.hops = hops;
  trace.n_hops = trace.n_written_hops = G_N_ELEMENTS (hops);
  trace.verdict.connector = HS_CONNECTOR_NOT_TRAVERSED;
  trace.verdict.submission_path = HS_PATH_DIRECT_SEND;
  trace.message.subject = subject;
  trace.timing.slowest_hop = 16;
  trace.timing.skewed_hops = skewed;
  trace.timing.n_skewed = 1;
  trace.timing.undated_hops = 1;
  return trace;
}

int
main (int argc, char **argv)
{
  HsTrace hostile = hostile_trace (), chain = long_trace (), empty = { 0 };
  const HsTrace *all[] = { &story, &hostile, &chain, &empty };

  if (argc != 2)
    return 2;
  save (argv[1], "story.html", &all[0], 1, FALSE);
  save (argv[1], "hostile.html", &all[1], 1, FALSE);
  save (argv[1], "long.html", &all[2], 1, FALSE);
  save (argv[1], "several.html", all, 4, TRUE);
  save (argv[1], "nothing.html", NULL, 0, FALSE);
  return 0;
}
