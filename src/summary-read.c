/* Records and summaries read back: what is missing or of another type counts as unknown.  SPDX-License-Identifier: MIT */
#include "error-private.h"
#include "summary-prune.h"
#include "summary.h"

#include "ascii.h"
#include "date.h"
#include "json-input.h"

#include <hopscope/error.h>
#include <json-glib/json-glib.h>

#define DEPTH_MAX 32u /* real records go 4 deep */

static JsonNode *
member (JsonObject *object, const char *name)
{
  return object != NULL ? json_object_get_member (object, name) : NULL;
}

static JsonObject *
object_member (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
array_member (JsonObject *object, const char *name)
{
  return object != NULL ? hs_input_array (object, name) : NULL;
}

static JsonObject *
object_element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static guint
length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

static const char *
string_member (JsonObject *object, const char *name)
{
  return object != NULL ? hs_input_string (object, name) : NULL;
}

static gboolean
node_is_count (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= 0;
}

static gboolean
has_count (JsonObject *object, const char *name)
{
  return node_is_count (member (object, name));
}

static guint64
count_member (JsonObject *object, const char *name)
{
  return has_count (object, name) ? (guint64)json_node_get_int (member (object, name)) : 0;
}

static gboolean
is_true (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

static gboolean
is_null (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name);
  return node == NULL || JSON_NODE_HOLDS_NULL (node);
}

static void
add_range (HsSummary *summary, JsonObject *object)
{
  HsTime first, last;

  if (hs_date_parse (hs_slice_str (string_member (object, "first")), &first) &&
      hs_date_parse (hs_slice_str (string_member (object, "last")), &last))
    hs_summary_add_range (summary, first.us / 1000, last.us / 1000);
}

/* One message record. */

static void
count (HsSummary *summary, HsCount what, const char *name)
{
  hs_tally_add (summary->tallies[what], hs_slice_str (name), 1);
}

static void
add_hop (HsSummary *summary, JsonObject *hop, JsonObject *before)
{
  const char *role = string_member (hop, "role");
  HsSlice owner = hs_summary_owner (hs_slice_str (string_member (before, "operator")), hs_slice_str (string_member (before, "by_host")),
                                    string_member (before, "role"));

  if (hop == NULL || is_true (hop, "inferred"))
    return;
  summary->hops++;
  if (!has_count (hop, "delay_ms") || g_strcmp0 (string_member (hop, "trust"), "contradicted") == 0)
    return;
  hs_tally_add_delay (summary->tallies[HS_COUNT_OWNER_DELAYS], owner, count_member (hop, "delay_ms"));
  hs_tally_add_delay (summary->tallies[HS_COUNT_ROLE_DELAYS], hs_slice_str (role), count_member (hop, "delay_ms"));
}

static void
add_passes (HsSummary *summary, JsonArray *passes)
{
  for (guint i = 0; i < length (passes); i++) {
    JsonObject *pass = object_element (passes, i);
    if (is_true (pass, "current"))
      count (summary, HS_COUNT_ENTRY_TLS, is_null (pass, "tls") ? "unknown" : is_true (pass, "tls") ? "yes" : "no");
  }
}

static void
add_message (HsSummary *summary, JsonObject *record)
{
  JsonObject *verdict = object_member (record, "verdict"), *timing = object_member (record, "timing");
  JsonArray *findings = array_member (record, "findings"), *hops = array_member (record, "hops");

  summary->messages++;
  summary->untold++;
  count (summary, HS_COUNT_VERDICTS, string_member (verdict, "connector"));
  count (summary, HS_COUNT_ASSURANCES, string_member (verdict, "assurance"));
  count (summary, HS_COUNT_PATHS, string_member (verdict, "submission_path"));
  count (summary, HS_COUNT_TENANTS, string_member (verdict, "tenant_id"));
  count (summary, HS_COUNT_CONNECTORS, string_member (verdict, "matched_connector"));
  count (summary, HS_COUNT_ADDRESSES, string_member (verdict, "connecting_ip"));
  add_passes (summary, array_member (record, "passes"));
  for (guint i = 0; i < length (findings); i++)
    hs_tally_add_once (summary->tallies[HS_COUNT_FINDINGS], hs_slice_str (string_member (object_element (findings, i), "code")),
                       summary->messages);
  for (guint i = 0; i < length (hops); i++)
    add_hop (summary, object_element (hops, i), object_element (hops, i > 0 ? i - 1 : 0));
  if (has_count (timing, "total_ms"))
    hs_delays_add (&summary->total, count_member (timing, "total_ms"));
  add_range (summary, timing);
  summary->undated_hops += count_member (timing, "undated_hops");
  summary->skewed_hops += length (array_member (timing, "skewed_hops"));
}

/* A summary document. */

static void
read_delays (JsonObject *object, HsDelays *delays)
{
  JsonArray *buckets = array_member (object, "buckets");

  *delays = (HsDelays){ .count = count_member (object, "count"),
                        .sum_ms = count_member (object, "sum_ms"),
                        .min_ms = count_member (object, "min_ms"),
                        .max_ms = count_member (object, "max_ms") };
  for (guint i = 0; i < MIN (length (buckets), HS_DELAY_BUCKETS); i++)
    if (node_is_count (json_array_get_element (buckets, i)))
      delays->buckets[i] = (guint64)json_array_get_int_element (buckets, i);
}

static void
read_tally (HsTally *tally, gboolean with_delays, JsonArray *items)
{
  for (guint i = 0; i < length (items); i++) {
    JsonObject *item = object_element (items, i);
    HsSlice name = hs_slice_str (string_member (item, "name"));
    HsDelays delays;
    if (with_delays) {
      read_delays (item, &delays);
      hs_tally_add_delays (tally, name, &delays);
    } else {
      hs_tally_add (tally, name, count_member (item, "count"));
    }
  }
}

static void
add_summary (HsSummary *summary, JsonObject *document)
{
  g_autoptr (HsSummary) other = hs_summary_new ();
  JsonObject *others = object_member (document, "others");

  other->complete = is_true (document, "complete");
  other->messages = count_member (document, "messages");
  other->hops = count_member (document, "hops");
  other->undated_hops = count_member (document, "undated_hops");
  other->skewed_hops = count_member (document, "skewed_hops");
  add_range (other, document);
  read_delays (object_member (document, "total_delay"), &other->total);
  for (guint i = 0; i < HS_COUNTS; i++) {
    read_tally (other->tallies[i], HS_IS_DELAYS (i), array_member (document, hs_summary_keys[i]));
    hs_tally_add_other (other->tallies[i], count_member (others, hs_summary_keys[i]));
  }
  if (summary->untold > 0 && summary->untold == other->messages) /* a trailer: its messages were just counted */
    summary->complete = summary->complete && other->complete;
  else
    hs_summary_merge (summary, other);
  summary->untold = 0;
}

static gboolean
add_object (HsSummary *summary, JsonObject *object, GError **error)
{
  const char *type = string_member (object, "type"), *schema = string_member (object, "schema");

  if (g_strcmp0 (schema, "hopscope/1") != 0) {
    hs_error_set (error, HS_ERROR_RECORD,
                  schema != NULL ? N_ ("no record of hopscope/1: schema {1}") : N_ ("no record of hopscope/1: no schema"), schema, NULL);
    return FALSE;
  }
  if (g_strcmp0 (type, "message") == 0)
    add_message (summary, object);
  else if (g_strcmp0 (type, "error") == 0)
    hs_summary_add_error (summary, string_member (object, "code"));
  else if (g_strcmp0 (type, "summary") == 0)
    add_summary (summary, object);
  else {
    hs_error_set (error, HS_ERROR_RECORD, "\"type\" is {1}; message, error or summary was expected", HS_ERROR_WORDS,
                  type != NULL ? type : N_ ("missing"), NULL);
    return FALSE;
  }
  return TRUE;
}

/* json-glib descends into lists and objects by recursion, so their depth is looked at first. */
static gboolean
is_too_deep (const char *json, gsize len)
{
  guint depth = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < len; i++) {
    if (quoted) {
      if (json[i] == '\\')
        i++;
      else if (json[i] == '"')
        quoted = FALSE;
    } else if (json[i] == '"') {
      quoted = TRUE;
    } else if (json[i] == '[' || json[i] == '{') {
      if (++depth > DEPTH_MAX)
        return TRUE;
    } else if ((json[i] == ']' || json[i] == '}') && depth > 0) {
      depth--;
    }
  }
  return FALSE;
}

static gboolean
add_list (HsSummary *summary, JsonArray *records, GError **error)
{
  for (guint i = 0; i < length (records); i++)
    if (!add_object (summary, object_element (records, i), error))
      return FALSE;
  return TRUE;
}

gboolean
hs_summary_add_json (HsSummary *summary, const char *json, gsize len, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (GString) pruned = g_string_sized_new (4096);

  if (hs_summary_prune (json, len, pruned)) {
    json = pruned->str;
    len = pruned->len;
  }
  if (is_too_deep (json, len)) {
    hs_error_set (error, HS_ERROR_RECORD, "no record of hopscope: nested too deeply", NULL);
    return FALSE;
  }
  if (!json_parser_load_from_data (parser, json, (gssize)len, &parse_error)) {
    hs_error_set (error, HS_ERROR_RECORD, "not JSON: {1}", parse_error->message, NULL);
    return FALSE;
  }
  JsonNode *root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    return add_list (summary, json_node_get_array (root), error);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return add_object (summary, json_node_get_object (root), error);
  hs_error_set (error, HS_ERROR_RECORD, "no JSON object", NULL);
  return FALSE;
}
