/* SPDX-License-Identifier: MIT */
#include "json.h"
#include "random-trace.h"
#include "story.h"

#include <hopscope/error.h>
#include <hopscope/report.h>
#include <json-glib/json-glib.h>

static char *
render (HsFormat format, guint n, gboolean with_error)
{
  HsReportOptions options = { .format = format };
  HsReport *report = hs_report_new (&options);
  GString *out = g_string_new (NULL);
  g_autoptr (GError) error = g_error_new_literal (HS_ERROR, HS_ERROR_NOT_MAIL, "no header field in it");

  for (guint i = 0; i < n; i++)
    hs_report_add (report, &story, out);
  if (with_error)
    hs_report_add_error (report, &(HsSourceInfo){ .path = "x\xff.bin", .index = 2 }, error, out);
  hs_report_finish (report, out);
  hs_report_free (report);
  return g_string_free (out, FALSE);
}

static JsonNode *
parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (json, &error);
  g_assert_no_error (error);
  return node;
}

/* The keys of an object, in order. */
static char *
keys_of (JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);
  GString *keys = g_string_new (NULL);

  for (GList *l = members; l != NULL; l = l->next)
    g_string_append_printf (keys, "%s ", (const char *)l->data);
  return g_string_free (keys, FALSE);
}

static JsonObject *
first_of (JsonObject *record, const char *list)
{
  return json_array_get_object_element (json_object_get_array_member (record, list), 0);
}

#define ASSERT_KEYS(object, wanted)                  \
  G_STMT_START                                       \
  {                                                  \
    g_autofree char *keys = keys_of (object);        \
    g_assert_true (g_str_has_prefix (keys, wanted)); \
  }                                                  \
  G_STMT_END

/* The promise of the interface: these keys, in this order, and only then what was added. */
static void
test_keys (void)
{
  g_autofree char *json = render (HS_FORMAT_JSON, 1, FALSE);
  g_autoptr (JsonNode) node = parse (json);
  JsonObject *record = json_node_get_object (node);

  ASSERT_KEYS (record, "type schema source message verdict origin passes hops timing evidence seals ");
  ASSERT_KEYS (json_object_get_object_member (record, "source"), "path index offset part ");
  ASSERT_KEYS (json_object_get_object_member (record, "message"),
               "message_id date from_address from_name to_addresses cc_addresses reply_to return_path subject ");
  ASSERT_KEYS (json_object_get_object_member (record, "verdict"),
               "connector assurance submission_path tenant_id connecting_ip helo matched_connector summary evidence contradictions ");
  ASSERT_KEYS (json_object_get_object_member (record, "origin"), "ip helo rdns scope assurance ");
  ASSERT_KEYS (first_of (record, "passes"), "index cloud tenant_id entry_hop exit_hop connecting_ip helo tls submission_path outbound_pool "
                                            "network_message_id first_seen missing_hops ");
  ASSERT_KEYS (first_of (record, "hops"),
               "index line from_role role operator inferred cloud pass trust from_helo from_rdns from_ip by_host by_ip "
               "protocol via id for_address envelope_from tls_version tls_cipher authenticated time zone_minutes "
               "delay_ms skew_ms raw ");
  ASSERT_KEYS (json_object_get_object_member (record, "timing"), "total_ms first last slowest_hop undated_hops skewed_hops ");
  ASSERT_KEYS (first_of (record, "evidence"), "id header line value shows stamped_by forgeable assurance supports ");
  ASSERT_KEYS (json_object_get_object_member (record, "microsoft365"), "forefront antispam authentication headers ");
  ASSERT_KEYS (first_of (record, "findings"), "code severity hop line title detail evidence ");
  g_assert_false (json_object_has_member (record, "headers"));
}

static void
test_values (void)
{
  g_autofree char *json = render (HS_FORMAT_NDJSON, 1, FALSE);
  static const char *const wanted[] = {
    "\"connector\":\"traversed\",\"assurance\":\"attested\",\"submission_path\":\"connector-relay\"",
    "\"connecting_ip\":\"203.0.113.10\"",
    "\"summary\":\"It entered Microsoft 365 through an inbound connector (SMTP relay) of tenant 3f2504e0-4f89-41d3-9a0c-0305e82c3301, from "
    "203.0.113.10 (relay.example.com). It was first submitted by 192.168.0.3 to relay.example.com.\"",
    "\"origin\":{\"ip\":\"192.168.0.3\",\"helo\":\"scanner01\",\"rdns\":null,\"scope\":\"private\",\"assurance\":\"claimed\",\"hop\":1}",
    "\"first_seen\":\"2026-03-09T03:53:37.479Z\"",
    "\"from_ip\":\"2603:10a6:10:2e4::9\"",
    "\"time\":\"2026-03-09T03:53:31Z\",\"zone_minutes\":540,\"delay_ms\":null,\"skew_ms\":null",
    "\"time\":\"2026-03-09T03:53:37Z\",\"zone_minutes\":0,\"delay_ms\":6000,\"skew_ms\":null",
    "{\"index\":5,\"line\":null,\"from_role\":\"unknown\",\"role\":\"exchange-online\",\"operator\":\"microsoft-365\",\"inferred\":true",
    "\"value\":\"TenantId=3f2504e0-4f89-41d3-9a0c-0305e82c3301;Ip=[203.0.113.10];Helo=[relay.example.com]\"",
    "\"supports\":[\"traversed\",\"connector-relay\",\"tenant\"]",
    "\"timing\":{\"total_ms\":13000,\"first\":\"2026-03-09T03:53:31Z\",\"last\":\"2026-03-09T03:53:44Z\",\"slowest_hop\":2,\"undated_hops\":0,"
    "\"skewed_hops\":[],\"delivered_ms\":null}",
    "\"raw\":\" from scanner01 ([192.168.0.3]) by relay.example.com with Microsoft SMTPSVC(10.0.17763.1);\\r\\n\\t Mon",
    "\"evidence\":[\"e1\",\"e2\"],\"contradictions\":[]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++) {
    if (strstr (json, wanted[i]) == NULL)
      g_test_message ("not found: %s", wanted[i]);
    g_assert_nonnull (strstr (json, wanted[i]));
  }
  g_assert_null (strstr (json, "\"\","));
}

/* One message is an object, none or several are a list; what is laid out says the same as what is not. */
static void
test_document (void)
{
  g_autofree char *none = render (HS_FORMAT_JSON, 0, FALSE), *one = render (HS_FORMAT_JSON, 1, FALSE);
  g_autofree char *three = render (HS_FORMAT_JSON, 2, TRUE), *error = render (HS_FORMAT_JSON, 0, TRUE);
  g_autofree char *lines = render (HS_FORMAT_NDJSON, 2, TRUE);
  g_auto (GStrv) records = g_strsplit (lines, "\n", -1);
  g_autoptr (JsonNode) list = parse (three), object = parse (one), error_object = parse (error);
  JsonArray *array = json_node_get_array (list);

  g_assert_cmpstr (none, ==, "[]\n");
  g_assert_cmpuint (g_strv_length (records), ==, 4);
  g_assert_cmpuint (json_array_get_length (array), ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (JsonNode) record = parse (records[i]);
    g_assert_true (json_node_equal (json_array_get_element (array, i), record));
  }
  g_assert_true (json_node_equal (json_array_get_element (array, 0), object));
  g_assert_true (json_node_equal (json_array_get_element (array, 2), error_object));
  g_assert_cmpstr (
      records[2], ==,
      "{\"type\":\"error\",\"schema\":\"hopscope/1\",\"source\":{\"path\":\"x\ufffd.bin\",\"index\":2,\"offset\":0,\"part\":null,"
      "\"id\":null},\"code\":\"not-mail\",\"detail\":\"no header field in it\"}");
}

static void
test_record (void)
{
  HsReportOptions options = { .format = HS_FORMAT_TEXT, .headers = TRUE };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  hs_report_record (&options, &story, out);
  g_assert_cmpint (out->str[out->len - 1], ==, '\n');
  node = parse (out->str);
  ASSERT_KEYS (first_of (json_node_get_object (node), "headers"), "line name value ");
}

static const char *
shout (const char *msgid, gpointer user_data)
{
  return "TRANSLATED";
}

/* Codes and sentences of JSON stay English, whatever the reader's language. */
static void
test_language (void)
{
  HsReportOptions options = { .format = HS_FORMAT_JSON, .translate = shout };
  g_autoptr (HsReport) report = hs_report_new (&options);
  g_autoptr (GString) out = g_string_new (NULL);

  hs_report_add (report, &story, out);
  hs_report_finish (report, out);
  hs_report_record (&options, &story, out);
  g_assert_null (strstr (out->str, "TRANSLATED"));
}

static void
test_random (void)
{
  HsReportOptions options = { .headers = TRUE };

  for (guint round = 0; round < 300; round++) {
    guint8 data[4000];
    g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GString) out = g_string_new (NULL);
    g_autoptr (JsonNode) node = NULL;
    HsTrace trace;
    for (gsize i = 0; i < sizeof data; i++)
      data[i] = (guint8)(g_test_rand_int () >> 8);
    trace = random_trace (data, sizeof data, owned);
    hs_report_record (&options, &trace, out);
    g_assert_true (g_utf8_validate (out->str, (gssize)out->len, NULL));
    g_assert_true (memchr (out->str, '\n', out->len) == out->str + out->len - 1);
    node = parse (out->str);
  }
}

static void
test_speed (void)
{
  HsReportOptions options = { .format = HS_FORMAT_NDJSON };
  g_autoptr (GString) out = g_string_sized_new (65536);
  double seconds;
  guint rounds = 100000;

  g_test_timer_start ();
  for (guint i = 0; i < rounds; i++) {
    g_string_truncate (out, 0);
    hs_report_record (&options, &story, out);
  }
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds / rounds * 1e9, "%.0f ns per message of %zu bytes and %u hops", seconds / rounds * 1e9, out->len,
                           story.n_hops);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/write-json/keys", test_keys);
  g_test_add_func ("/write-json/values", test_values);
  g_test_add_func ("/write-json/document", test_document);
  g_test_add_func ("/write-json/record", test_record);
  g_test_add_func ("/write-json/language", test_language);
  g_test_add_func ("/write-json/random", test_random);
  if (g_test_perf ())
    g_test_add_func ("/write-json/speed", test_speed);
  return g_test_run ();
}
