/* SPDX-License-Identifier: MIT */
#include "networks.h"

#include "address.h"
#include "ascii.h"
#include "endpoints.h"
#include "error-private.h"
#include "table.h"
#include "words.h"

__extension__ typedef unsigned __int128 Address; /* network order as a number */

typedef struct {
  HsNetwork network;
  gboolean from_endpoints; /* built-in row that --endpoints replaces */
} Row;

struct _HsNetworks {
  GPtrArray *tables;
  GArray *rows;
  char *endpoints_date;
  const char *newest;
  /* Disjoint ranges in rising order: each begins at starts[i] and belongs to row owners[i], or to none. */
  guint n_ranges;
  Address *starts;
  guint32 *owners;
};

#define NO_ROW G_MAXUINT32
#define ENDPOINTS_SOURCE "Microsoft 365 endpoints" /* how the source cell of such a row begins */

static const char *const services[] = { "egress", "internal", "infrastructure", NULL };

const char *
hs_network_service_name (HsNetworkService service)
{
  return (guint)service < G_N_ELEMENTS (services) - 1 ? services[service] : NULL;
}

void
hs_networks_free (HsNetworks *networks)
{
  if (networks == NULL)
    return;
  g_clear_pointer (&networks->tables, g_ptr_array_unref);
  g_clear_pointer (&networks->rows, g_array_unref);
  g_free (networks->endpoints_date);
  g_free (networks->starts);
  g_free (networks->owners);
  g_free (networks);
}

static Address
first_address (const HsIp *ip)
{
  Address address = 0;

  for (guint i = 0; i < sizeof ip->bytes; i++)
    address = address << 8 | ip->bytes[i];
  return address;
}

static Address
last_address (const HsNetwork *network)
{
  Address host_bits = network->prefix == 0 ? ~(Address)0 : ((Address)1 << (128 - network->prefix)) - 1;
  return first_address (&network->network) | host_bits;
}

static gboolean
contains (const HsNetwork *outer, const HsNetwork *inner)
{
  return outer->prefix <= inner->prefix && hs_ip_in_prefix (&inner->network, &outer->network, outer->prefix);
}

typedef struct {
  int cidr, operator_id, service, cloud, pool, true_lines, date, source;
} Columns;

static Columns
find_columns (const HsTable *table)
{
  return (Columns){ .cidr = hs_table_column (table, "cidr"),
                    .operator_id = hs_table_column (table, "operator"),
                    .service = hs_table_column (table, "service"),
                    .cloud = hs_table_column (table, "cloud"),
                    .pool = hs_table_column (table, "pool"),
                    .true_lines = hs_table_column (table, "true_lines"),
                    .date = hs_table_column (table, "date"),
                    .source = hs_table_column (table, "source") };
}

static gboolean
read_row (const HsTable *table, const Columns *columns, guint i, Row *row, GError **error)
{
  HsNetwork *network = &row->network;
  int service = hs_table_word (table, i, columns->service, services);

  network->operator_id = hs_table_cell (table, i, columns->operator_id);
  network->date = hs_table_cell (table, i, columns->date);
  network->service = (HsNetworkService)service;
  row->from_endpoints = g_str_has_prefix (hs_table_cell (table, i, columns->source), ENDPOINTS_SOURCE);
  if (!hs_cidr_parse (hs_slice_str (hs_table_cell (table, i, columns->cidr)), &network->network, &network->prefix))
    return hs_table_fail (table, i, "cidr", error, "no address range (write 203.0.113.0/24, host bits zero)");
  if (network->operator_id[0] == '\0')
    return hs_table_fail (table, i, "operator", error, "empty");
  if (service < 0)
    return hs_table_fail (table, i, "service", error, "must be egress, internal or infrastructure");
  if (!hs_word_cloud (hs_table_cell (table, i, columns->cloud), &network->cloud))
    return hs_table_fail (table, i, "cloud", error, "unknown word");
  if (!hs_word_pool (hs_table_cell (table, i, columns->pool), &network->pool))
    return hs_table_fail (table, i, "pool", error, "unknown word");
  if (!hs_word_yes_no (hs_table_cell (table, i, columns->true_lines), &network->writes_true_lines))
    return hs_table_fail (table, i, "true_lines", error, "must be yes or no");
  return TRUE;
}

static gboolean
load_tables (HsNetworks *networks, const char *rules_dir, GError **error)
{
  static const char *const required[] = { "cidr", "operator", "service", NULL };

  if ((networks->tables = hs_table_load ("networks.tsv", rules_dir, required, error)) == NULL)
    return FALSE;
  for (guint t = 0; t < networks->tables->len; t++) {
    const HsTable *table = g_ptr_array_index (networks->tables, t);
    Columns columns = find_columns (table);
    for (guint i = 0; i < hs_table_rows (table); i++) {
      Row row = { 0 };
      if (!read_row (table, &columns, i, &row, error))
        return FALSE;
      g_array_append_val (networks->rows, row);
    }
  }
  return TRUE;
}

static gboolean
any_contains (const GArray *endpoints, const HsNetwork *network)
{
  for (guint i = 0; i < endpoints->len; i++) {
    const HsEndpoint *endpoint = &g_array_index (endpoints, HsEndpoint, i);
    HsNetwork outer = { .network = endpoint->network, .prefix = endpoint->prefix };
    if (contains (&outer, network))
      return TRUE;
  }
  return FALSE;
}

/* Consumer and GCC mail leaves from worldwide ranges, and the file of that cloud lists them. */
static HsCloud
cloud_of_file (HsCloud cloud)
{
  return cloud == HS_CLOUD_CONSUMER || cloud == HS_CLOUD_GCC ? HS_CLOUD_WORLDWIDE : cloud;
}

/* Is @network a row of the endpoints service for @cloud, or a part of one? */
static gboolean
is_replaced (const GArray *rows, const HsNetwork *network, HsCloud cloud)
{
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = &g_array_index (rows, Row, i);
    if (row->from_endpoints && cloud_of_file (row->network.cloud) == cloud && contains (&row->network, network))
      return TRUE;
  }
  return FALSE;
}

static void
append_endpoints (GArray *rows, const GArray *endpoints, HsCloud cloud, const char *date)
{
  for (guint i = 0; i < endpoints->len; i++) {
    const HsEndpoint *endpoint = &g_array_index (endpoints, HsEndpoint, i);
    Row row = { .network = { .network = endpoint->network,
                             .prefix = endpoint->prefix,
                             .operator_id = HS_OPERATOR_MICROSOFT,
                             .service = endpoint->egress ? HS_NETWORK_EGRESS : HS_NETWORK_INFRASTRUCTURE,
                             .cloud = cloud,
                             .writes_true_lines = endpoint->egress,
                             .date = date } };
    g_array_append_val (rows, row);
  }
}

/* Rows with a pool go first, because they say more than the range they refine and win where the prefix is the same. */
static gboolean
replace_endpoints (HsNetworks *networks, const char *path, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GArray) endpoints = NULL;
  g_autoptr (GError) cause = NULL;
  GArray *kept;
  HsCloud cloud;
  gsize len;

  if (!g_file_get_contents (path, &data, &len, &cause)) {
    hs_error_set_file (error, HS_ERROR_CONFIG, path, cause);
    return FALSE;
  }
  if ((endpoints = hs_endpoints_parse (data, len, path, &cloud, error)) == NULL)
    return FALSE;
  kept = g_array_new (FALSE, FALSE, sizeof (Row));
  for (guint i = 0; i < networks->rows->len; i++) {
    const Row *row = &g_array_index (networks->rows, Row, i);
    if (!is_replaced (networks->rows, &row->network, cloud) ||
        (row->network.pool != HS_POOL_UNKNOWN && any_contains (endpoints, &row->network)))
      g_array_append_vals (kept, row, 1);
  }
  append_endpoints (kept, endpoints, cloud, "");
  g_array_unref (networks->rows);
  networks->rows = kept;
  return TRUE;
}

/* By first address, wider before narrower, earlier rows first. */
static int
compare_rows (gconstpointer a, gconstpointer b, gpointer rows)
{
  guint32 i = *(const guint32 *)a, j = *(const guint32 *)b;
  const HsNetwork *left = &g_array_index ((GArray *)rows, Row, i).network;
  const HsNetwork *right = &g_array_index ((GArray *)rows, Row, j).network;
  int order = memcmp (left->network.bytes, right->network.bytes, sizeof left->network.bytes);

  if (order != 0)
    return order;
  if (left->prefix != right->prefix)
    return left->prefix < right->prefix ? -1 : 1;
  return i < j ? -1 : 1;
}

static void
begin_range (HsNetworks *networks, Address start, guint32 owner)
{
  guint n = networks->n_ranges;

  if (n > 0 && networks->starts[n - 1] == start)
    networks->owners[n - 1] = owner;
  else {
    networks->starts[n] = start;
    networks->owners[n] = owner;
    networks->n_ranges++;
  }
}

/* Prefixes nest or are disjoint: a stack of the open ones gives the ranges in one sweep. */
static void
build_ranges (HsNetworks *networks)
{
  GArray *rows = networks->rows;
  g_autofree guint32 *order = g_new (guint32, rows->len + 1);
  guint32 open[129];
  guint depth = 0;

  networks->starts = g_new (Address, 2 * rows->len + 1);
  networks->owners = g_new (guint32, 2 * rows->len + 1);
  begin_range (networks, 0, NO_ROW);
  for (guint32 i = 0; i < rows->len; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint)rows->len, sizeof *order, compare_rows, rows);
  for (guint i = 0; i <= rows->len; i++) {
    const HsNetwork *next = i < rows->len ? &g_array_index (rows, Row, order[i]).network : NULL;
    while (depth > 0) {
      const HsNetwork *top = &g_array_index (rows, Row, open[depth - 1]).network;
      Address last = last_address (top);
      if (next != NULL && first_address (&next->network) <= last)
        break;
      depth--;
      if (last + 1 != 0)
        begin_range (networks, last + 1, depth > 0 ? open[depth - 1] : NO_ROW);
    }
    if (next == NULL || (depth > 0 && g_array_index (rows, Row, open[depth - 1]).network.prefix == next->prefix))
      continue; /* the same range again: the earlier row wins */
    begin_range (networks, first_address (&next->network), order[i]);
    open[depth++] = order[i];
  }
}

static void
find_newest (HsNetworks *networks)
{
  for (guint i = 0; i < networks->rows->len; i++) {
    const char *date = g_array_index (networks->rows, Row, i).network.date;
    if (date[0] != '\0' && (networks->newest == NULL || strcmp (date, networks->newest) > 0))
      networks->newest = date;
  }
}

HsNetworks *
hs_networks_new (const char *rules_dir, const char *endpoints_file, GError **error)
{
  HsNetworks *networks = g_new0 (HsNetworks, 1);

  networks->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  if (!load_tables (networks, rules_dir, error) || (endpoints_file != NULL && !replace_endpoints (networks, endpoints_file, error))) {
    hs_networks_free (networks);
    return NULL;
  }
  find_newest (networks);
  build_ranges (networks);
  return networks;
}

guint
hs_networks_rows (const HsNetworks *networks)
{
  return networks->rows->len;
}

const char *
hs_networks_newest (const HsNetworks *networks)
{
  return networks->newest;
}

const GPtrArray *
hs_networks_tables (const HsNetworks *networks)
{
  return networks->tables;
}

const HsNetwork *
hs_networks_lookup (const HsNetworks *networks, const HsIp *ip)
{
  Address address;
  guint low = 0, n = networks->n_ranges;

  if (ip == NULL || ip->family == 0)
    return NULL;
  address = first_address (ip);
  while (n > 1) { /* starts[low] <= address always holds: the first range begins at 0 */
    guint half = n / 2;
    low = networks->starts[low + half] <= address ? low + half : low;
    n -= half;
  }
  return networks->owners[low] == NO_ROW ? NULL : &g_array_index (networks->rows, Row, networks->owners[low]).network;
}
