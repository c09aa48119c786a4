/* SPDX-License-Identifier: MIT */
#include "connectors.h"

#include "address.h"
#include "ascii.h"
#include "connectors-private.h"
#include "domain.h"
#include "error-private.h"
#include "json-input.h"

#define HINT_CONNECTORS N_ ("save what Get-InboundConnector | ConvertTo-Json -Depth 5 prints")
#define HINT_DOMAINS N_ ("save what Get-AcceptedDomain | ConvertTo-Json -Depth 5 prints")

static void
connector_clear (gpointer data)
{
  HsConnector *connector = data;
  g_ptr_array_unref (connector->domains);
  g_array_unref (connector->ranges);
}

void
hs_connectors_free (HsConnectors *connectors)
{
  if (connectors == NULL)
    return;
  g_array_unref (connectors->items);
  g_string_chunk_free (connectors->strings);
  g_free (connectors);
}

/* A place in the file, for messages: "connectors.json: [1].SenderIPAddresses[0]". */
typedef struct {
  const char *file;
  guint item;
  const char *member;
} Place;

static gboolean
fail_at (const Place *place, GError **error)
{
  g_prefix_error (error, "%s: [%u]%s%s: ", place->file, place->item, place->member != NULL ? "." : "",
                  place->member != NULL ? place->member : "");
  return FALSE;
}

static gboolean
fail (const Place *place, GError **error, const char *format, const char *argument)
{
  hs_error_set (error, HS_ERROR_CONFIG, format, argument, NULL);
  return fail_at (place, error);
}

static gboolean
fail_with_hint (const Place *place, GError **error, const char *format, const char *hint)
{
  hs_error_set (error, HS_ERROR_CONFIG, format, HS_ERROR_WORDS, hint, NULL);
  return fail_at (place, error);
}

/* PowerShell 5 prints some lists as { "value": [ ... ], "Count": 1 }, and a list of one as its only element. */
static JsonNode *
list_inside (JsonNode *node)
{
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return node;
  value = json_object_get_member (json_node_get_object (node), "value");
  return value != NULL && JSON_NODE_HOLDS_ARRAY (value) ? value : node;
}

/* The texts of a member that is a list, one text, null or not there. */
static gboolean
read_texts (JsonObject *object, Place *place, const char *member, GPtrArray *texts, GError **error)
{
  JsonNode *node = list_inside (json_object_get_member (object, member));

  place->member = member;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);
    char number[HS_ERROR_DIGITS];
    for (guint i = 0; i < json_array_get_length (array); i++) {
      const char *text = hs_input_element (array, i);
      if (text == NULL)
        return fail (place, error, "element {1} is not a text (is -Depth missing?)", hs_error_number (number, i));
      g_ptr_array_add (texts, (gpointer)text);
    }
    return TRUE;
  }
  if (hs_input_string (object, member) == NULL)
    return fail (place, error, "neither a text nor a list of texts", NULL);
  if (hs_input_string (object, member)[0] != '\0')
    g_ptr_array_add (texts, (gpointer)hs_input_string (object, member));
  return TRUE;
}

/* "smtp:*;1", "smtp:*.example.com;5", "example.com": kind and cost are of no interest here. */
static HsSlice
domain_of_scope (const char *text)
{
  const char *end = strchr (text, ';'), *colon = strchr (text, ':');
  HsSlice domain;

  if (end == NULL)
    end = text + strlen (text);
  domain = hs_slice_trim (hs_slice (colon != NULL && colon < end ? colon + 1 : text, end));
  if (domain.len > 0 && domain.ptr[0] == '@')
    domain = hs_slice (domain.ptr + 1, domain.ptr + domain.len);
  return domain;
}

static gboolean
is_domain_pattern (HsSlice domain)
{
  if (domain.len >= 2 && domain.ptr[0] == '*' && domain.ptr[1] == '.')
    domain = hs_slice (domain.ptr + 2, domain.ptr + domain.len);
  return hs_slice_equal_str (domain, "*") || hs_slice_equal_str (domain, "--") || hs_domain_is_valid (domain);
}

static gboolean
read_domains (HsConnectors *connectors, HsConnector *connector, JsonObject *object, Place *place, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  if (!read_texts (object, place, "SenderDomains", texts, error))
    return FALSE;
  for (guint i = 0; i < texts->len; i++) {
    HsSlice domain = domain_of_scope (g_ptr_array_index (texts, i));
    if (!is_domain_pattern (domain))
      return fail (place, error, "\"{1}\" is no domain (smtp:*.example.com;1)", g_ptr_array_index (texts, i));
    g_ptr_array_add (connector->domains, g_string_chunk_insert_len (connectors->strings, domain.ptr, (gssize)domain.len));
  }
  return TRUE;
}

/* "203.0.113.7", "203.0.113.0/24", "203.0.113.1-203.0.113.9". Host bits below a prefix are dropped, as Exchange Online does. */
static gboolean
parse_range (const char *text, HsIpRange *range)
{
  const char *dash = strchr (text, '-'), *slash = strchr (text, '/');
  HsSlice whole = hs_slice_trim (hs_slice_str (text));
  guint64 bits;
  guint prefix;

  if (dash != NULL)
    return hs_ip_parse (hs_slice_trim (hs_slice (text, dash)), &range->low) &&
           hs_ip_parse (hs_slice_trim (hs_slice_str (dash + 1)), &range->high) && range->low.family == range->high.family &&
           memcmp (range->low.bytes, range->high.bytes, sizeof range->low.bytes) <= 0;
  if (slash == NULL) {
    if (!hs_ip_parse (whole, &range->low))
      return FALSE;
    range->high = range->low;
    return TRUE;
  }
  if (!hs_ip_parse (hs_slice_trim (hs_slice (text, slash)), &range->low) ||
      !hs_slice_to_uint (hs_slice_trim (hs_slice_str (slash + 1)), range->low.family == 4 ? 32 : 128, &bits))
    return FALSE;
  range->high = range->low;
  prefix = (guint)bits + (range->low.family == 4 ? 96 : 0);
  for (guint i = prefix; i < 128; i++) {
    guint8 bit = (guint8)(0x80 >> (i % 8));
    range->low.bytes[i / 8] &= (guint8)~bit;
    range->high.bytes[i / 8] |= bit;
  }
  return TRUE;
}

static gboolean
read_ranges (HsConnectors *connectors, HsConnector *connector, JsonObject *object, Place *place, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  if (!read_texts (object, place, "SenderIPAddresses", texts, error))
    return FALSE;
  for (guint i = 0; i < texts->len; i++) {
    const char *text = g_ptr_array_index (texts, i);
    HsIpRange range = { 0 };
    if (!parse_range (text, &range))
      return fail (place, error, "\"{1}\" is no address, range or CIDR", text);
    range.text = g_string_chunk_insert (connectors->strings, text);
    g_array_append_val (connector->ranges, range);
  }
  return TRUE;
}

static gboolean
read_type (HsConnector *connector, JsonObject *object, Place *place, GError **error)
{
  JsonNode *node = json_object_get_member (object, "ConnectorType");
  const char *word = hs_input_string (object, "ConnectorType");
  gint64 number = 0;

  place->member = "ConnectorType";
  if (node == NULL)
    return fail_with_hint (place, error, "missing: this is no inbound connector ({1})", HINT_CONNECTORS);
  if (word != NULL)
    number = g_ascii_strcasecmp (word, "OnPremises") == 0 ? HS_CONNECTOR_ON_PREMISES
             : g_ascii_strcasecmp (word, "Partner") == 0  ? HS_CONNECTOR_PARTNER
                                                          : 0;
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    number = json_node_get_int (node);
  if (number != HS_CONNECTOR_ON_PREMISES && number != HS_CONNECTOR_PARTNER)
    return fail (place, error, "neither OnPremises (1) nor Partner (2)", NULL);
  connector->type = (HsConnectorType)number;
  return TRUE;
}

static const char *
connector_name (HsConnectors *connectors, JsonObject *object, guint item)
{
  const char *name = hs_input_string (object, "Name");
  char numbered[32];

  if (name == NULL || name[0] == '\0')
    name = hs_input_string (object, "Identity");
  if (name == NULL || name[0] == '\0') {
    g_snprintf (numbered, sizeof numbered, "connector %u", item + 1);
    name = numbered;
  }
  return g_string_chunk_insert (connectors->strings, name);
}

static gboolean
read_connector (HsConnectors *connectors, JsonObject *object, Place *place, GError **error)
{
  const char *certificate = hs_input_string (object, "TlsSenderCertificateName");
  HsConnector connector = {
    .name = connector_name (connectors, object, place->item),
    .enabled = hs_input_boolean (object, "Enabled", TRUE),
    .require_tls = hs_input_boolean (object, "RequireTls", FALSE),
    .restrict_to_ip = hs_input_boolean (object, "RestrictDomainsToIPAddresses", FALSE),
    .restrict_to_certificate = hs_input_boolean (object, "RestrictDomainsToCertificate", FALSE),
    .domains = g_ptr_array_new (),
    .ranges = g_array_new (FALSE, FALSE, sizeof (HsIpRange)),
  };

  if (certificate != NULL && certificate[0] != '\0')
    connector.certificate = g_string_chunk_insert (connectors->strings, certificate);
  g_array_append_val (connectors->items, connector); /* freed with it, whatever comes */
  return read_type (&g_array_index (connectors->items, HsConnector, connectors->items->len - 1), object, place, error) &&
         read_domains (connectors, &connector, object, place, error) && read_ranges (connectors, &connector, object, place, error);
}

/* Called for each object of the file: an array of them, or one. */
typedef gboolean (*ObjectFunc) (JsonObject *object, Place *place, gpointer user_data, GError **error);

static gboolean
for_each_object (const char *data, gsize len, const char *name, const char *hint, ObjectFunc func, gpointer user_data, GError **error)
{
  g_autoptr (JsonNode) root = hs_input_parse (data, len, name, error);
  JsonNode *list;
  Place place = { .file = name };

  if (root == NULL)
    return FALSE;
  list = list_inside (root);
  if (JSON_NODE_HOLDS_OBJECT (list))
    return func (json_node_get_object (list), &place, user_data, error);
  if (!JSON_NODE_HOLDS_ARRAY (list) || json_array_get_length (json_node_get_array (list)) == 0) {
    hs_error_set (error, HS_ERROR_CONFIG, "neither an object nor a list of objects ({1})", HS_ERROR_WORDS, hint, NULL);
    g_prefix_error (error, "%s: ", name);
    return FALSE;
  }
  for (; place.item < json_array_get_length (json_node_get_array (list)); place.item++) {
    JsonNode *node = json_array_get_element (json_node_get_array (list), place.item);
    place.member = NULL;
    if (!JSON_NODE_HOLDS_OBJECT (node))
      return fail_with_hint (&place, error, "not an object ({1})", hint);
    if (!func (json_node_get_object (node), &place, user_data, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_connector (JsonObject *object, Place *place, gpointer user_data, GError **error)
{
  return read_connector (user_data, object, place, error);
}

HsConnectors *
hs_connectors_parse (const char *data, gsize len, const char *name, GError **error)
{
  g_autoptr (HsConnectors) connectors = g_new0 (HsConnectors, 1);

  connectors->strings = g_string_chunk_new (1024);
  connectors->items = g_array_new (FALSE, FALSE, sizeof (HsConnector));
  g_array_set_clear_func (connectors->items, connector_clear);
  if (!for_each_object (data, len, name, HINT_CONNECTORS, add_connector, connectors, error))
    return NULL;
  return g_steal_pointer (&connectors);
}

static const char *
domain_name (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "DomainName");
  const char *name = hs_input_string (object, "DomainName");

  if (name == NULL && node != NULL && JSON_NODE_HOLDS_OBJECT (node)) {
    name = hs_input_string (json_node_get_object (node), "Domain");
    if (name == NULL)
      name = hs_input_string (json_node_get_object (node), "Address");
  }
  return name;
}

static gboolean
add_domain (JsonObject *object, Place *place, gpointer user_data, GError **error)
{
  GPtrArray *domains = user_data;
  const char *name = domain_name (object);
  gboolean below;

  place->member = "DomainName";
  if (name == NULL)
    return fail_with_hint (place, error, "missing: this is no accepted domain ({1})", HINT_DOMAINS);
  below = g_str_has_prefix (name, "*.");
  if (below)
    name += 2;
  if (!hs_domain_is_valid (hs_slice_str (name)))
    return fail (place, error, "\"{1}\" is no domain name", name);
  if (!below)
    g_ptr_array_add (domains, g_strdup (name));
  if (below || hs_input_boolean (object, "MatchSubDomains", FALSE))
    g_ptr_array_add (domains, g_strconcat (".", name, NULL));
  return TRUE;
}

gboolean
hs_accepted_domains_parse (const char *data, gsize len, const char *name, GPtrArray *domains, GError **error)
{
  return for_each_object (data, len, name, HINT_DOMAINS, add_domain, domains, error);
}
