/* SPDX-License-Identifier: MIT */
#include "endpoints.h"

#include "address.h"
#include "ascii.h"
#include "error-private.h"
#include "json-input.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* What tells the cloud of a file: a name that only this cloud's file lists. */
static const struct {
  const char *suffix;
  HsCloud cloud;
} marks[] = {
  { "protection.apps.mil", HS_CLOUD_DOD },         { "outlook-dod.office365.us", HS_CLOUD_DOD }, { "office365.us", HS_CLOUD_GCC_HIGH },
  { "partner.outlook.cn", HS_CLOUD_CHINA },        { "outlook.de", HS_CLOUD_GERMANY },           { "outlook.com", HS_CLOUD_WORLDWIDE },
  { "outlook.office365.com", HS_CLOUD_WORLDWIDE },
};

static void
note_url (const char *url, guint *best)
{
  for (guint i = 0; i < *best; i++)
    if (g_str_has_suffix (url, marks[i].suffix))
      *best = i;
}

static gboolean
speaks_smtp (const char *ports)
{
  g_auto (GStrv) words = g_strsplit (ports != NULL ? ports : "", ",", 0);

  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (g_strstrip (words[i]), "25") == 0)
      return TRUE;
  return FALSE;
}

static gboolean
add_range (GArray *endpoints, const char *text, gboolean egress)
{
  HsEndpoint endpoint = { .egress = egress };

  if (!hs_cidr_parse (hs_slice_str (text), &endpoint.network, &endpoint.prefix))
    return FALSE;
  for (guint i = 0; i < endpoints->len; i++) {
    HsEndpoint *old = &g_array_index (endpoints, HsEndpoint, i);
    if (old->prefix == endpoint.prefix && hs_ip_equal (&old->network, &endpoint.network)) {
      old->egress = old->egress || egress;
      return TRUE;
    }
  }
  g_array_append_val (endpoints, endpoint);
  return TRUE;
}

/* One endpoint set: { "serviceArea": "Exchange", "urls": [...], "ips": [...], "tcpPorts": "25" }. */
static gboolean
read_set (JsonObject *set, GArray *endpoints, guint *best, GError **error)
{
  JsonArray *urls = hs_input_array (set, "urls"), *ips = hs_input_array (set, "ips");
  gboolean egress = speaks_smtp (hs_input_string (set, "tcpPorts"));

  for (guint i = 0; urls != NULL && i < json_array_get_length (urls); i++) {
    const char *url = hs_input_element (urls, i);
    if (url != NULL)
      note_url (url, best);
  }
  for (guint i = 0; ips != NULL && i < json_array_get_length (ips); i++) {
    const char *text = hs_input_element (ips, i);
    if (text == NULL || !add_range (endpoints, text, egress)) {
      hs_error_set (error, HS_ERROR_CONFIG, text != NULL ? N_ ("{1} is no address range") : N_ ("not a text"), text, NULL);
      g_prefix_error (error, "ips[%u]: ", i);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
read_sets (JsonArray *sets, const char *name, GArray *endpoints, guint *best, GError **error)
{
  for (guint i = 0; i < json_array_get_length (sets); i++) {
    JsonNode *node = json_array_get_element (sets, i);
    JsonObject *set = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    const char *area = set != NULL ? hs_input_string (set, "serviceArea") : NULL;
    if (area == NULL) {
      hs_error_set (error, HS_ERROR_CONFIG, "no object with a \"serviceArea\"", NULL);
      g_prefix_error (error, "%s: [%u]: ", name, i);
      return FALSE;
    }
    if (strcmp (area, "Exchange") == 0 && !read_set (set, endpoints, best, error)) {
      g_prefix_error (error, "%s: [%u].", name, i);
      return FALSE;
    }
  }
  return TRUE;
}

GArray *
hs_endpoints_parse (const char *data, gsize len, const char *name, HsCloud *cloud, GError **error)
{
  g_autoptr (JsonNode) root = hs_input_parse (data, len, name, error);
  g_autoptr (GArray) endpoints = g_array_new (FALSE, FALSE, sizeof (HsEndpoint));
  guint best = G_N_ELEMENTS (marks);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (root)) {
    hs_error_set (error, HS_ERROR_CONFIG, "not a list of endpoint sets (save what endpoints.office.com/endpoints/... answers)", NULL);
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  if (!read_sets (json_node_get_array (root), name, endpoints, &best, error))
    return NULL;
  if (endpoints->len == 0 || best == G_N_ELEMENTS (marks)) {
    hs_error_set (error, HS_ERROR_CONFIG, "no address range of service area Exchange in it", NULL);
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  *cloud = marks[best].cloud;
  return g_steal_pointer (&endpoints);
}
