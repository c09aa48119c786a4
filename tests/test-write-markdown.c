/* SPDX-License-Identifier: MIT */
#include "random-trace.h"
#include "story.h"

#include <hopscope/report.h>

static char *
render (const HsTrace *trace)
{
  HsReportOptions options = { .format = HS_FORMAT_MARKDOWN, .verbose = TRUE, .headers = TRUE };
  g_autoptr (HsReport) report = hs_report_new (&options);
  GString *out = g_string_new (NULL);

  hs_report_add (report, trace, out);
  hs_report_finish (report, out);
  return g_string_free (out, FALSE);
}

/* What is left when code spans are taken out (CommonMark 6.1: a run of backticks is closed by a run of the same length). */
static char *
outside_code (const char *text)
{
  GString *out = g_string_new (NULL);

  while (*text != '\0') {
    gsize run = strspn (text, "`");
    const char *close = NULL;
    for (const char *p = text + run; run > 0 && *p != '\0' && close == NULL; p += MAX (strspn (p, "`"), 1))
      if (strspn (p, "`") == run)
        close = p;
    if (text[0] == '\\' && text[1] != '\0') {
      g_string_append_len (out, text, 2);
      text += 2;
    } else if (close != NULL) {
      text = close + run;
    } else {
      g_assert_cmpuint (run, ==, 0);
      g_string_append_c (out, *text++);
    }
  }
  return g_string_free (out, FALSE);
}

static void
test_story (void)
{
  static const char *const wanted[] = {
    "It entered Microsoft 365 through an inbound connector",
    "| Route | `scanner01` → `relay.example.com` → `EOP` → `Exchange Online` → `google.com` |",
    "| 1 | 2026-03-09 03:53:31 |  | On-premises relay received it from the origin | `scanner01` [192.168.0.3] | `relay.example.com` |",
    "| 2 | 2026-03-09 03:53:37 | 6 s | EOP received it |",
    "Exchange Online received it and routed it outbound",
    "Microsoft 365 handed it to `google.com`",
    "- **e1** Microsoft 365 took the message from `203.0.113.10`",
    "- **notice HS104** No TLS on a hop",
    "| `IPV` | `CAL` | the address is on the allow list",
    "- 18 `Received` `from scanner01",
  };
  g_autofree char *text = render (&story);
  const char *p = text;

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++) {
    g_test_message ("%s", wanted[i]);
    p = strstr (p, wanted[i]);
    g_assert_nonnull (p);
  }
}

/* Links, mentions and markup of mail stay inside code spans. */
static void
test_hostile (void)
{
  HsHop hops[] = { story_hops[0] };
  HsTrace trace = story;
  g_autofree char *text = NULL, *outside = NULL;

  hops[0].from_helo = HS_SLICE_LITERAL ("`` [click](https://evil.example) ` @everyone #1 | x |\n\n# heading www.evil.example");
  trace.hops = hops;
  trace.n_hops = trace.n_written_hops = 1;
  trace.origin.helo = hops[0].from_helo;
  trace.message.subject = HS_SLICE_LITERAL ("![x](https://evil.example/x.png) <img src=x>`");
  text = render (&trace);
  outside = outside_code (text);
  g_assert_nonnull (strstr (text, "evil.example"));
  g_assert_null (strstr (outside, "evil"));
  g_assert_null (strstr (outside, "@everyone"));
  g_assert_null (strstr (outside, "<img"));
  g_assert_null (strstr (text, "\n# heading"));
}

static void
test_random (void)
{
  for (guint round = 0; round < 200; round++) {
    guint8 data[3000];
    g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *text = NULL, *outside = NULL;
    HsTrace trace;
    for (gsize i = 0; i < sizeof data; i++)
      data[i] = (guint8)(g_test_rand_int () >> 8);
    trace = random_trace (data, sizeof data, owned);
    text = render (&trace);
    g_assert_true (g_utf8_validate (text, -1, NULL));
    outside = outside_code (text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/write-markdown/story", test_story);
  g_test_add_func ("/write-markdown/hostile", test_hostile);
  g_test_add_func ("/write-markdown/random", test_random);
  return g_test_run ();
}
