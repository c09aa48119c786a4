/* SPDX-License-Identifier: MIT */
#include "redact.h"

#include "ascii.h"
#include "random-trace.h"
#include "story.h"

#include <hopscope/report.h>

static void
test_scan (void)
{
  static const struct {
    const char *input, *wanted;
  } rows[] = {
    { "from relay.example.com ([203.0.113.10]) by mx.example.net", "from h1.org-1.example ([198.18.0.1]) by h2.org-2.example" },
    { "for <kim@example.net>; kim@EXAMPLE.net", "for <user-1@org-2.example>; user-1@org-2.example" },
    { "smtp.mailfrom=kim@example.net; header.from=example.net; helo=scanner",
      "smtp.mailfrom=user-1@org-2.example; header.from=org-2.example; helo=scanner" },
    { "bounce+kim=example.net@example.com", "user-2@org-1.example" },
    { "\"kim lee\"@example.com, kim@intranet", "user-3@org-1.example, user-1@host-1" },
    { "IPv6:2001:db8:1::5; [2001:db8:1::5].", "IPv6:2001:db8::1; [2001:db8::1]." },
    { "10.1.2.3 10.1.2.4 10.1.2.3 127.0.0.1 255.255.255.255", "10.0.0.2 10.0.0.3 10.0.0.2 127.0.0.1 255.255.255.255" },
    { "12:53:31 +0900 id 15.20.9700.5 TLS1.2 x=y a:b", "12:53:31 +0900 id 15.20.9700.5 TLS1.2 x=y a:b" },
    { "DB5EUR05FT042.mail.protection.outlook.com example-com.mail.protection.outlook.com example.onmicrosoft.com",
      "DB5EUR05FT042.mail.protection.outlook.com tenant-1.mail.protection.outlook.com tenant-2.onmicrosoft.com" },
    { "kim@outlook.com", "user-1@outlook.com" },
    { "@ @@ a@ <@>", "@ @@ user-4@ <@>" },
    { "", "" },
  };
  g_autoptr (HsRedactor) redactor = hs_redactor_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsSlice out = hs_redact_scan (redactor, hs_slice_str (rows[i].input));
    g_autofree char *text = g_strndup (out.ptr, out.len);
    g_assert_cmpstr (text, ==, rows[i].wanted);
  }
  g_assert_null (hs_redact_scan (redactor, HS_SLICE_NONE).ptr);
}

static void
test_fields (void)
{
  static const struct {
    HsField field;
    const char *wanted;
  } rows[] = {
    { { S ("SUBJECT"), S (" Offer for Contoso") }, " subject-1" },
    { { S ("Thread-Topic"), S ("Offer for Contoso") }, " subject-1" },
    { { S ("From"), S (" Kim Lee <kim@example.net>, \"x\" <y@example.com> (Kim)") }, " <user-1@org-1.example>, <user-2@org-2.example>" },
    { { S ("To"), S (" undisclosed-recipients:;") }, " (redacted, 25 bytes)" },
    { { S ("X-Contoso-Note"), S (" call Kim") }, " (redacted, 9 bytes)" },
    { { S (""), S ("Kim wrote:") }, " (redacted, 10 bytes)" },
    { { S ("DKIM-Signature"), S (" v=1; d=example.net; s=sel; h=from:to;\r\n bh=AAAA=; b=BBBB==\r\n CC") },
      " v=1; d=org-1.example; s=sel; h=from:to;\r\n bh=redacted; b=redacted" },
    { { S ("Content-Type"), S (" application/pdf; name=\"Kim.pdf\"") }, " application/pdf" },
    { { S ("X-MS-Exchange-CrossTenant-AuthSource"), S (" DB5EUR05FT042.eop-eur05.prod.protection.outlook.com") },
      " DB5EUR05FT042.eop-eur05.prod.protection.outlook.com" },
  };
  g_autoptr (HsRedactor) redactor = hs_redactor_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsSlice out = hs_redact_field (redactor, &rows[i].field);
    g_autofree char *text = g_strndup (out.ptr, out.len);
    g_assert_cmpstr (text, ==, rows[i].wanted);
  }
}

static char *
render (HsFormat format, guint n)
{
  HsReportOptions options = { .format = format, .verbose = TRUE, .headers = TRUE, .redact = TRUE };
  g_autoptr (HsReport) report = hs_report_new (&options);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    hs_report_add (report, &story, out);
  hs_report_finish (report, out);
  return g_string_free (out, FALSE);
}

/* Nothing that names somebody is left, in no format; what the message is judged to be stays. */
static void
test_story (void)
{
  static const char *const secrets[] = { "scanner",           "relay.example", "example.com", "203.0.113",  "192.168",   "kim",
                                         "recipient.example", "Scan 2026",     "Scanner",     "google.com", "smtp-relay" };
  static const char *const kept[] = { "DB5EUR05FT042",   "outlook.com", "40.107.21.71",
                                      "connector-relay", "HS104",       "3f2504e0-4f89-41d3-9a0c-0305e82c3301" };

  for (HsFormat format = HS_FORMAT_TEXT; format <= HS_FORMAT_CSV; format++) {
    g_autofree char *text = render (format, 2);
    g_autofree char *lower = g_ascii_strdown (text, -1);
    for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++) {
      g_autofree char *secret = g_ascii_strdown (secrets[i], -1);
      const char *found = strstr (lower, secret);
      if (found != NULL)
        g_test_message ("format %d: %s in %.80s", (int)format, secret, found);
      g_assert_null (found);
    }
    for (gsize i = 0; i < G_N_ELEMENTS (kept) && format != HS_FORMAT_CSV; i++)
      if (strstr (text, kept[i]) == NULL && format != HS_FORMAT_HTML) {
        g_test_message ("format %d: %s", (int)format, kept[i]);
        g_assert_nonnull (strstr (text, kept[i]));
      }
  }
}

/* The same relay has one name wherever it stands, and in every message of the report. */
static void
test_consistent (void)
{
  g_autoptr (HsRedactor) redactor = hs_redactor_new ();
  const HsTrace *first = hs_redactor_apply (redactor, &story);
  g_autofree char *by = g_strndup (first->hops[0].by_host.ptr, first->hops[0].by_host.len), *subject = NULL;
  const HsTrace *second;

  g_assert_true (hs_slice_equal_str (first->hops[1].from_helo, by));
  g_assert_true (hs_slice_equal_str (first->verdict.helo, by));
  g_assert_true (hs_slice_equal_str (first->passes[0].helo, by));
  subject = g_strndup (first->message.subject.ptr, first->message.subject.len);
  second = hs_redactor_apply (redactor, &story);
  g_assert_true (hs_slice_equal_str (second->hops[1].from_helo, by));
  g_assert_true (hs_slice_equal_str (second->message.subject, subject));
  g_assert_cmpint (second->verdict.connector, ==, story.verdict.connector);
  g_assert_cmpuint (second->n_findings, ==, story.n_findings);
  g_assert_true (second->origin.scope == story.origin.scope);
}

static void
test_record (void)
{
  HsReportOptions options = { .redact = TRUE };
  g_autofree char *lines = render (HS_FORMAT_NDJSON, 2);
  g_auto (GStrv) records = g_strsplit (lines, "\n", -1);
  g_autoptr (GString) record = g_string_new (NULL);

  options.headers = TRUE;
  hs_report_record (&options, &story, record);
  g_assert_cmpstr (records[0], ==, records[1]);
  g_assert_true (g_str_has_prefix (record->str, records[0]));
}

static void
test_random (void)
{
  g_autoptr (HsRedactor) redactor = hs_redactor_new ();

  for (guint round = 0; round < 300; round++) {
    guint8 data[4000];
    g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
    const HsTrace *clean;
    HsTrace trace;
    for (gsize i = 0; i < sizeof data; i++)
      data[i] = (guint8)(g_test_rand_int () >> 8);
    trace = random_trace (data, sizeof data, owned);
    clean = hs_redactor_apply (redactor, &trace);
    g_assert_cmpuint (clean->n_hops, ==, trace.n_hops);
    for (guint i = 0; i < trace.n_hops; i++)
      g_assert_cmpint (clean->hops[i].from_ip.family, ==, trace.hops[i].from_ip.family);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/scan", test_scan);
  g_test_add_func ("/redact/fields", test_fields);
  g_test_add_func ("/redact/story", test_story);
  g_test_add_func ("/redact/consistent", test_consistent);
  g_test_add_func ("/redact/record", test_record);
  g_test_add_func ("/redact/random", test_random);
  return g_test_run ();
}
