/* SPDX-License-Identifier: MIT */
#include "random-trace.h"
#include "story.h"

#include <hopscope/report.h>

static char *
render (const HsTrace *trace, guint n)
{
  HsReportOptions options = { .format = HS_FORMAT_HTML, .verbose = TRUE };
  g_autoptr (HsReport) report = hs_report_new (&options);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    hs_report_add (report, trace, out);
  hs_report_finish (report, out);
  return g_string_free (out, FALSE);
}

static gboolean
is_void (const char *name, gsize len)
{
  static const char *const names[] = { "meta", "wbr", "!DOCTYPE" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == len && memcmp (names[i], name, len) == 0)
      return TRUE;
  return FALSE;
}

/* A strict reader of what this writer makes: every element that opens closes, in order; in the text stand no stray < and no & that begins
   no reference; only names of @allowed occur. */
static void
assert_well_formed (const char *html)
{
  static const char allowed[] =
      " a article bdi body button caption circle code dd defs details div dl dt footer h1 h2 h3 h4 head header html li "
      "line main meta nav ol p pattern rect script section small span strong style summary svg table tbody td text textarea th "
      "thead time title tr ul wbr !DOCTYPE ";
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);

  for (const char *p = html; *p != '\0';) {
    if (*p == '&')
      g_assert_true (g_str_has_prefix (p, "&lt;") || g_str_has_prefix (p, "&gt;") || g_str_has_prefix (p, "&amp;") ||
                     g_str_has_prefix (p, "&quot;") || g_str_has_prefix (p, "&#39;"));
    if (*p != '<') {
      p++;
      continue;
    }
    gboolean closing = p[1] == '/';
    const char *name = p + 1 + closing;
    gsize len = strcspn (name, " >");
    const char *end = strchr (name, '>');
    g_autofree char *word = g_strndup (name, len), *padded = g_strdup_printf (" %s ", word);
    g_assert_nonnull (end);
    if (strstr (allowed, padded) == NULL)
      g_test_message ("element %s", word);
    g_assert_nonnull (strstr (allowed, padded));
    if (closing) {
      g_assert_cmpuint (open->len, >, 0);
      g_assert_cmpstr (g_ptr_array_index (open, open->len - 1), ==, word);
      g_ptr_array_set_size (open, (gint)open->len - 1);
    } else if (!is_void (name, len) && end[-1] != '/') {
      g_ptr_array_add (open, g_strdup (word));
    }
    p = end + 1;
    if (!closing && (strcmp (word, "style") == 0 || strcmp (word, "script") == 0))
      p = strstr (p, strcmp (word, "style") == 0 ? "</style>" : "</script>");
  }
  g_assert_cmpuint (open->len, ==, 0);
}

/* The policy names the hash of exactly what stands in the element. */
static void
assert_hash (const char *html, const char *element, const char *directive)
{
  g_autofree char *opening = g_strdup_printf ("<%s>", element), *closing = g_strdup_printf ("</%s>", element), *hash = NULL, *wanted = NULL;
  const char *start = strstr (html, opening) + strlen (opening), *end = strstr (start, closing);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize len = sizeof digest;

  g_assert_cmpint (end - start, >, 500);
  g_checksum_update (checksum, (const guchar *)start, end - start);
  g_checksum_get_digest (checksum, digest, &len);
  hash = g_base64_encode (digest, len);
  wanted = g_strdup_printf ("%s 'sha256-%s'", directive, hash);
  g_assert_nonnull (strstr (html, wanted));
}

static void
test_document (void)
{
  g_autofree char *html = render (&story, 1), *again = render (&story, 1), *empty = render (&story, 0);

  g_assert_cmpstr (html, ==, again);
  assert_well_formed (html);
  assert_well_formed (empty);
  assert_hash (html, "style", "style-src");
  assert_hash (html, "script", "script-src");
  g_assert_nonnull (strstr (html, "default-src 'none'"));
  g_assert_nonnull (strstr (html, "<html lang=\"en\">"));
  g_assert_null (strstr (html, " style=\""));
  g_assert_null (strstr (html, "http://"));
  g_assert_null (strstr (html, "https://"));
  g_assert_null (strstr (html, "<nav"));
}

static void
test_story (void)
{
  static const char *const in_order[] = {
    "through an inbound connector",
    "<code>traversed</code>",
    "connector-relay",
    "192.168.0.3",
    "<ol class=\"route\">",
    "scanner01",
    "relay.example.com",
    "EOP",
    "Exchange Online",
    "google.com",
    "<svg",
    "role=\"img\"",
    "aria-label=\"6 s\"",
    "aria-label=\"2 s\"",
    "aria-label=\"5 s\"",
    "On-premises relay received it from the origin",
    "EOP received it",
    "Exchange Online received it and routed it outbound",
    "Microsoft 365 handed it to",
    "named by other fields, no Received line",
    "HS104",
    "id=\"m1-e1\"",
    "href=\"#m1-f5\"",
    "id=\"m1-f5\" class=\"cited\"",
    "href=\"#m1-e1\"",
  };
  g_autofree char *html = render (&story, 1);
  const char *p = strstr (html, "<article");

  p = strstr (p, "<section");
  for (gsize i = 0; i < G_N_ELEMENTS (in_order); i++) {
    g_test_message ("%s", in_order[i]);
    p = strstr (p, in_order[i]);
    g_assert_nonnull (p);
  }
  g_assert_nonnull (strstr (html, "<small>2026-03-09 12:53:31 +0900</small>"));
}

/* Mail is text, whatever it holds. */
static void
test_hostile (void)
{
  static const char evil[] = "</title></textarea><script>x</script>\"'><img src=x onerror=1>\xe2\x80\xae\xff";
  HsHop hops[] = { story_hops[0] };
  HsTrace trace = story;
  g_autofree char *html = NULL;

  hops[0].from_helo = hops[0].by_host = hops[0].protocol = (HsSlice){ evil, sizeof evil - 1 };
  trace.hops = hops;
  trace.n_hops = trace.n_written_hops = 1;
  trace.message.subject = (HsSlice){ evil, sizeof evil - 1 };
  trace.source.path = evil;
  html = render (&trace, 2);
  assert_well_formed (html);
  g_assert_null (strstr (html, "<img"));
  g_assert_null (strstr (html, "<script>x"));
  g_assert_null (strstr (html, "\xe2\x80\xae"));
  g_assert_nonnull (strstr (html, "[U+202E]\ufffd"));
  g_assert_true (g_utf8_validate (html, -1, NULL));
}

static void
test_several (void)
{
  g_autofree char *html = render (&story, 3);
  const char *nav = strstr (html, "<nav");

  assert_well_formed (html);
  g_assert_nonnull (nav);
  g_assert_true (nav < strstr (html, "<article"));
  g_assert_nonnull (strstr (nav, "href=\"#m3\""));
  g_assert_nonnull (strstr (html, "id=\"m3-e1\""));
}

/* As the body of a served page: what the server adds is there, in its place, and allowed; the policy is the one in the head. */
static void
test_page (void)
{
  const HsReportPage page = { .style = "p { color: red }", .script = "var a = 1;", .above = "<p>above</p>", .empty = "<p>empty</p>" };
  HsReportOptions options = { .format = HS_FORMAT_HTML, .page = &page };

  for (guint n = 0; n < 2; n++) {
    g_autoptr (HsReport) report = hs_report_new (&options);
    g_autoptr (GString) out = g_string_new (NULL);
    g_autofree char *policy = hs_report_policy (report), *meta = g_strdup_printf ("content=\"%s\"", policy);
    if (n > 0)
      hs_report_add (report, &story, out);
    hs_report_finish (report, out);
    assert_well_formed (out->str);
    g_assert_nonnull (strstr (out->str, meta));
    g_assert_nonnull (strstr (policy, "form-action 'self'"));
    g_assert_null (strstr (out->str, "no-referrer"));
    g_assert_nonnull (strstr (out->str, "p { color: red }</style>"));
    g_assert_nonnull (strstr (out->str, "var a = 1;</script>"));
    g_assert_true (strstr (out->str, "<p>above</p>") < strstr (out->str, "<main"));
    g_assert_true ((strstr (out->str, "<p>empty</p>") != NULL) == (n == 0));
    g_assert_null (strstr (out->str, "No message was found"));
  }
}

static void
test_policy (void)
{
  HsReportOptions options = { .format = HS_FORMAT_HTML }, text = { .format = HS_FORMAT_TEXT };
  g_autoptr (HsReport) html = hs_report_new (&options), other = hs_report_new (&text);
  g_autofree char *policy = hs_report_policy (html), *file = render (&story, 1);

  g_assert_nonnull (strstr (file, policy));
  g_assert_nonnull (strstr (policy, "form-action 'none'"));
  g_assert_null (strstr (policy, "connect-src"));
  g_assert_null (hs_report_policy (other));
}

static void
test_random (void)
{
  for (guint round = 0; round < 200; round++) {
    guint8 data[3000];
    g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *html = NULL;
    HsTrace trace;
    for (gsize i = 0; i < sizeof data; i++)
      data[i] = (guint8)(g_test_rand_int () >> 8);
    trace = random_trace (data, sizeof data, owned);
    html = render (&trace, 1 + round % 2);
    g_assert_true (g_utf8_validate (html, -1, NULL));
    assert_well_formed (html);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/write-html/document", test_document);
  g_test_add_func ("/write-html/story", test_story);
  g_test_add_func ("/write-html/hostile", test_hostile);
  g_test_add_func ("/write-html/several", test_several);
  g_test_add_func ("/write-html/page", test_page);
  g_test_add_func ("/write-html/policy", test_policy);
  g_test_add_func ("/write-html/random", test_random);
  return g_test_run ();
}
