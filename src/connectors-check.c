/* SPDX-License-Identifier: MIT */
#include "address.h"
#include "ascii.h"
#include "connectors-private.h"
#include "domain.h"

#define LISTED_MAX 4 /* addresses or domains named in a sentence */

static gboolean
range_holds (const HsIpRange *range, const HsIp *ip)
{
  return ip->family == range->low.family && memcmp (range->low.bytes, ip->bytes, sizeof ip->bytes) <= 0 &&
         memcmp (ip->bytes, range->high.bytes, sizeof ip->bytes) <= 0;
}

/* Leading bits that both ends share: the narrower the range, the more. */
static guint
range_bits (const HsIpRange *range)
{
  guint bits = 0;

  while (bits < 128 && !((range->low.bytes[bits / 8] ^ range->high.bytes[bits / 8]) & (0x80 >> (bits % 8))))
    bits++;
  return bits;
}

static const HsIpRange *
find_range (const HsConnector *connector, const HsIp *ip)
{
  const HsIpRange *best = NULL;

  for (guint i = 0; ip->family != 0 && i < connector->ranges->len; i++) {
    const HsIpRange *range = &g_array_index (connector->ranges, HsIpRange, i);
    if (range_holds (range, ip) && (best == NULL || range_bits (range) > range_bits (best)))
      best = range;
  }
  return best;
}

/* "*", "*.example.com" (below it), "example.com". */
static gboolean
fits_pattern (HsSlice name, const char *pattern)
{
  if (strcmp (pattern, "*") == 0)
    return TRUE;
  if (g_str_has_prefix (pattern, "*."))
    return hs_domain_is_within (name, hs_slice_str (pattern + 2)) && !hs_slice_iequal_str (name, pattern + 2);
  return hs_slice_iequal_str (name, pattern);
}

/* An unknown sender is not held against a connector. */
static gboolean
in_scope (const HsConnector *connector, HsSlice domain)
{
  if (domain.ptr == NULL || connector->domains->len == 0)
    return TRUE;
  for (guint i = 0; i < connector->domains->len; i++)
    if (fits_pattern (domain, g_ptr_array_index (connector->domains, i)))
      return TRUE;
  return FALSE;
}

static gboolean
is_scoped (const HsConnector *connector)
{
  for (guint i = 0; i < connector->domains->len; i++)
    if (strcmp (g_ptr_array_index (connector->domains, i), "*") == 0)
      return FALSE;
  return connector->domains->len > 0;
}

static HsSlice
list_words (const char *const *words, guint n, HsArena *arena)
{
  HsSlice list = HS_SLICE_LITERAL ("");
  guint shown = MIN (n, LISTED_MAX);

  for (guint i = 0; i < shown; i++)
    list = hs_arena_printf (arena, "%.*s%s%s", (int)list.len, list.ptr != NULL ? list.ptr : "", i > 0 ? ", " : "", words[i]);
  return n > shown ? hs_arena_printf (arena, "%.*s, +%u", (int)list.len, list.ptr != NULL ? list.ptr : "", n - shown) : list;
}

static HsSlice
list_ranges (const HsConnector *connector, HsArena *arena)
{
  const char *words[LISTED_MAX];

  for (guint i = 0; i < connector->ranges->len && i < LISTED_MAX; i++)
    words[i] = g_array_index (connector->ranges, HsIpRange, i).text;
  return list_words (words, connector->ranges->len, arena);
}

static HsSlice
list_domains (const HsConnector *connector, HsArena *arena)
{
  return list_words ((const char *const *)connector->domains->pdata, connector->domains->len, arena);
}

typedef struct {
  const HsConnector *connector;
  const HsConnection *connection;
  HsArena *arena;
  HsSlice name;
  HsSlice ip;
} Question;

static HsText
say (const char *format, HsSlice a, HsSlice b, HsSlice c)
{
  return (HsText){ .format = format, .args = { a, b, c } };
}

static HsText
out_of_scope (const Question *q)
{
  HsSlice domains = list_domains (q->connector, q->arena);

  if (q->connector->type == HS_CONNECTOR_PARTNER)
    return say ("the sender's domain is {1}; '{2}' is for mail from {3} only and has no say here", q->connection->sender_domain, q->name,
                domains);
  return say ("the sender's domain is {1}; '{2}' is for {3}: add the domain to its SenderDomains", q->connection->sender_domain, q->name,
              domains);
}

/* What rules a connector of either type out, whatever it matches by; format NULL if nothing. */
static HsText
common_obstacle (const Question *q, const HsIpRange *range)
{
  if (!q->connector->enabled && range != NULL)
    return say ("'{1}' allows {2}, but is switched off: switch it on (Set-InboundConnector -Enabled $true) if it should take this mail",
                q->name, q->ip, HS_SLICE_NONE);
  if (!q->connector->enabled)
    return say ("'{1}' is switched off", q->name, HS_SLICE_NONE, HS_SLICE_NONE);
  if (!in_scope (q->connector, q->connection->sender_domain))
    return out_of_scope (q);
  if (q->connector->require_tls && q->connection->tls == HS_TLS_NO)
    return say ("arrived without TLS; '{1}' requires it (RequireTls): let the device use STARTTLS", q->name, HS_SLICE_NONE, HS_SLICE_NONE);
  return say (NULL, HS_SLICE_NONE, HS_SLICE_NONE, HS_SLICE_NONE);
}

/* The connector knows its senders by certificate: no header names the certificate that was shown. */
static HsText
certificate_answer (const Question *q)
{
  HsSlice certificate = hs_slice_str (q->connector->certificate);
  HsSlice helo = q->connection->helo;

  if (q->connection->tls == HS_TLS_NO)
    return say ("arrived without TLS, so no certificate was shown; '{1}' knows its senders by the certificate {2}: let the device use "
                "STARTTLS with that certificate",
                q->name, certificate, HS_SLICE_NONE);
  if (!q->connection->traversed)
    return say ("'{1}' knows its senders by the certificate {2}, and no mark of a connector is in the header: either another certificate "
                "was shown, or none; check what the device presents",
                q->name, certificate, HS_SLICE_NONE);
  if (helo.ptr != NULL && fits_pattern (helo, q->connector->certificate))
    return say ("may be '{1}': it knows its senders by the certificate {2}, which fits the HELO name {3}; no header names the certificate "
                "that was shown",
                q->name, certificate, helo);
  return say ("may be '{1}': it knows its senders by the certificate {2}; no header names the certificate that was shown", q->name,
              certificate, HS_SLICE_NONE);
}

static HsText
address_answer (const Question *q)
{
  HsSlice listed = list_ranges (q->connector, q->arena);

  if (q->ip.len == 0)
    return say ("'{1}' allows {2}; the connecting address is not known", q->name, listed, HS_SLICE_NONE);
  if (q->connection->traversed)
    return say ("arrived from {1}; '{2}' allows {3}: another connector took it", q->ip, q->name, listed);
  return say ("arrived from {1}; '{2}' allows {3}: add the address, or route the device through the relay", q->ip, q->name, listed);
}

/* Both lists given: an address outside the list may still have matched by its certificate. */
static HsText
on_premises_answer (const Question *q, const HsIpRange *range, gboolean *matched)
{
  const HsConnector *connector = q->connector;

  if (range != NULL && q->connection->traversed) {
    *matched = TRUE;
    return say ("arrived from {1}, which '{2}' allows ({3})", q->ip, q->name, hs_slice_str (range->text));
  }
  if (range != NULL)
    return say ("arrived from {1}, which '{2}' allows, and yet no connector took it: the domain of MAIL FROM must be an accepted domain "
                "(required since November 2023), or the connector is newer than the message",
                q->ip, q->name, HS_SLICE_NONE);
  if (connector->certificate != NULL)
    return certificate_answer (q);
  if (connector->ranges->len > 0)
    return address_answer (q);
  return say ("'{1}' names neither addresses nor a certificate: nothing can match it", q->name, HS_SLICE_NONE, HS_SLICE_NONE);
}

static HsText
partner_answer (const Question *q, const HsIpRange *range, gboolean *matched)
{
  const HsConnector *connector = q->connector;

  if (q->connection->traversed)
    return say ("'{1}' is of type Partner: such a connector restricts mail from a partner and never relays; a connector of type OnPremises "
                "took this message",
                q->name, HS_SLICE_NONE, HS_SLICE_NONE);
  if (connector->restrict_to_ip && q->ip.len > 0 && range == NULL)
    return say ("arrived from {1}; '{2}' admits its domains from {3} only, so this mail was not subject to it", q->ip, q->name,
                list_ranges (connector, q->arena));
  if (connector->restrict_to_certificate && q->connection->tls == HS_TLS_NO)
    return say ("arrived without TLS; '{1}' admits its domains with a certificate only, so this mail was not subject to it", q->name,
                HS_SLICE_NONE, HS_SLICE_NONE);
  *matched = is_scoped (connector);
  return say ("fits '{1}', of type Partner: it restricts mail from {2} and leaves no mark in the header; it is no relay", q->name,
              list_domains (connector, q->arena), HS_SLICE_NONE);
}

/* How narrowly @connector fits, 0 if it is not what took the message. */
static guint
check_one (const Question *q, HsConnectorCheck *check)
{
  const HsIpRange *range = find_range (q->connector, &q->connection->ip);

  check->name = q->name;
  check->reason = common_obstacle (q, range);
  if (check->reason.format != NULL)
    return 0;
  if (q->connector->type == HS_CONNECTOR_PARTNER) {
    check->reason = partner_answer (q, range, &check->matched);
    return 0;
  }
  check->reason = on_premises_answer (q, range, &check->matched);
  return check->matched ? 2 * range_bits (range) + (is_scoped (q->connector) ? 2 : 1) : 0;
}

const HsConnectorCheck *
hs_connectors_check (const HsConnectors *connectors, const HsConnection *connection, HsArena *arena, guint *n, guint *matched)
{
  HsConnectorCheck *checks = hs_arena_array (arena, HsConnectorCheck, connectors->items->len);
  char text[HS_IP_TEXT_MAX];
  HsSlice ip = hs_arena_copy (arena, (HsSlice){ text, hs_ip_format (&connection->ip, text) });
  guint best = 0;

  *n = 0;
  *matched = G_MAXUINT;
  if (checks == NULL)
    return NULL;
  for (guint i = 0; i < connectors->items->len; i++) {
    const HsConnector *connector = &g_array_index (connectors->items, HsConnector, i);
    Question question = { connector, connection, arena, hs_slice_str (connector->name), ip };
    guint fit = check_one (&question, &checks[i]);
    if (fit > best) {
      best = fit;
      *matched = i;
    }
  }
  *n = connectors->items->len;
  return checks;
}
