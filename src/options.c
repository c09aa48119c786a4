/* SPDX-License-Identifier: MIT */
#include "error-private.h"
#include "options-private.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"

#include <hopscope/error.h>

typedef struct {
  HsIp network;
  guint prefix;
} Range;

struct _HsOptions {
  gint references;
  GPtrArray *tenants;       /* char *: GUIDs without braces */
  GPtrArray *domains;       /* char *: "example.com", ".example.com" for everything below */
  GPtrArray *trusted_hosts; /* char *: "mx.example.com", ".example.com" for it and everything below */
  GArray *trusted_ranges;   /* Range */
  HsConnectors *connectors;
  HsLimits limits;
  gint64 now_us;
  gboolean now_known;
  gboolean verify_seals;
};

HsOptions *
hs_options_new (void)
{
  HsOptions *options = g_new0 (HsOptions, 1);

  options->references = 1;
  options->tenants = g_ptr_array_new_with_free_func (g_free);
  options->domains = g_ptr_array_new_with_free_func (g_free);
  options->trusted_hosts = g_ptr_array_new_with_free_func (g_free);
  options->trusted_ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  options->limits = *hs_limits_default ();
  options->verify_seals = TRUE;
  return options;
}

HsOptions *
hs_options_ref (HsOptions *options)
{
  g_atomic_int_inc (&options->references);
  return options;
}

void
hs_options_unref (HsOptions *options)
{
  if (options == NULL || !g_atomic_int_dec_and_test (&options->references))
    return;
  g_ptr_array_unref (options->tenants);
  g_ptr_array_unref (options->domains);
  g_ptr_array_unref (options->trusted_hosts);
  g_array_unref (options->trusted_ranges);
  hs_connectors_free (options->connectors);
  g_free (options);
}

/* 8-4-4-4-12 hexadecimal digits, with or without braces. */
static HsSlice
guid_inside (HsSlice text)
{
  text = hs_slice_trim (text);
  if (text.len == 38 && text.ptr[0] == '{' && text.ptr[37] == '}')
    text = (HsSlice){ text.ptr + 1, 36 };
  for (gsize i = 0; i < text.len; i++) {
    gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text.ptr[i] != '-' : !hs_is_hex (text.ptr[i]))
      return HS_SLICE_NONE;
  }
  return text.len == 36 ? text : HS_SLICE_NONE;
}

gboolean
hs_options_add_tenant (HsOptions *options, const char *guid, GError **error)
{
  HsSlice text = guid_inside (hs_slice_str (guid));

  if (text.ptr == NULL) {
    hs_error_set (error, HS_ERROR_OPTION, "\"{1}\" is no tenant id (12345678-1234-1234-1234-123456789abc)", guid, NULL);
    return FALSE;
  }
  g_ptr_array_add (options->tenants, g_strndup (text.ptr, text.len));
  return TRUE;
}

gboolean
hs_options_add_tenant_domain (HsOptions *options, const char *domain, GError **error)
{
  HsSlice text = hs_domain_strip_dot (hs_slice_trim (hs_slice_str (domain)));

  if (text.len > 0 && text.ptr[0] == '@')
    text = hs_slice (text.ptr + 1, text.ptr + text.len);
  if (!hs_domain_is_valid (text) || !hs_domain_is_qualified (text)) {
    hs_error_set (error, HS_ERROR_OPTION, "\"{1}\" is no domain name (example.com)", domain, NULL);
    return FALSE;
  }
  g_ptr_array_add (options->domains, g_strndup (text.ptr, text.len));
  return TRUE;
}

gboolean
hs_options_add_trust (HsOptions *options, const char *host_or_cidr, GError **error)
{
  HsSlice text = hs_slice_trim (hs_slice_str (host_or_cidr));
  gboolean below = text.len > 1 && text.ptr[0] == '.';
  HsSlice name = hs_domain_strip_dot (below ? hs_slice (text.ptr + 1, text.ptr + text.len) : text);
  Range range;

  if (hs_cidr_parse (text, &range.network, &range.prefix)) {
    g_array_append_val (options->trusted_ranges, range);
    return TRUE;
  }
  /* A range with host bits set is valid as a name in no way, but deserves its own words. */
  if (memchr (text.ptr, '/', text.len) != NULL || !hs_domain_is_valid (name) || (below && !hs_domain_is_qualified (name) && name.len < 2)) {
    hs_error_set (error, HS_ERROR_OPTION, "\"{1}\" is neither a host, a .domain, an address nor a range with host bits zero", host_or_cidr,
                  NULL);
    return FALSE;
  }
  g_ptr_array_add (options->trusted_hosts, g_strdup_printf ("%s%.*s", below ? "." : "", (int)name.len, name.ptr));
  return TRUE;
}

gboolean
hs_options_load_connectors_data (HsOptions *options, const char *data, gsize len, const char *name, GError **error)
{
  HsConnectors *connectors = hs_connectors_parse (data, len, name, error);

  if (connectors == NULL)
    return FALSE;
  hs_connectors_free (options->connectors);
  options->connectors = connectors;
  return TRUE;
}

static char *
read_file (const char *path, gsize *len, GError **error)
{
  g_autoptr (GError) cause = NULL;
  char *data = NULL;

  if (!g_file_get_contents (path, &data, len, &cause))
    hs_error_set_file (error, HS_ERROR_CONFIG, path, cause);
  return data;
}

gboolean
hs_options_load_connectors (HsOptions *options, const char *path, GError **error)
{
  gsize len;
  g_autofree char *data = read_file (path, &len, error);

  return data != NULL && hs_options_load_connectors_data (options, data, len, path, error);
}

gboolean
hs_options_load_accepted_domains (HsOptions *options, const char *path, GError **error)
{
  gsize len;
  g_autofree char *data = read_file (path, &len, error);

  return data != NULL && hs_accepted_domains_parse (data, len, path, options->domains, error);
}

void
hs_options_set_now (HsOptions *options, gint64 now_us)
{
  options->now_us = now_us;
  options->now_known = TRUE;
}

void
hs_options_set_verify_seals (HsOptions *options, gboolean verify)
{
  options->verify_seals = verify;
}

void
hs_options_set_limits (HsOptions *options, const HsLimits *limits)
{
  options->limits = *limits;
}

const HsLimits *
hs_options_get_limits (const HsOptions *options)
{
  return &options->limits;
}

gboolean
hs_options_trusts (const HsOptions *options, HsSlice host, const HsIp *ip)
{
  for (guint i = 0; ip != NULL && ip->family != 0 && i < options->trusted_ranges->len; i++) {
    const Range *range = &g_array_index (options->trusted_ranges, Range, i);
    if (ip->family == range->network.family && hs_ip_in_prefix (ip, &range->network, range->prefix))
      return TRUE;
  }
  host = hs_domain_strip_dot (host);
  for (guint i = 0; host.ptr != NULL && i < options->trusted_hosts->len; i++) {
    const char *trusted = g_ptr_array_index (options->trusted_hosts, i);
    if (trusted[0] == '.' ? hs_domain_is_within (host, hs_slice_str (trusted + 1)) : hs_slice_iequal_str (host, trusted))
      return TRUE;
  }
  return FALSE;
}

gboolean
hs_options_is_my_tenant (const HsOptions *options, HsSlice guid)
{
  HsSlice text = guid_inside (guid);

  for (guint i = 0; text.ptr != NULL && i < options->tenants->len; i++)
    if (hs_slice_iequal_str (text, g_ptr_array_index (options->tenants, i)))
      return TRUE;
  return FALSE;
}

gboolean
hs_options_is_my_domain (const HsOptions *options, HsSlice domain)
{
  domain = hs_domain_strip_dot (domain);
  for (guint i = 0; domain.ptr != NULL && i < options->domains->len; i++) {
    const char *mine = g_ptr_array_index (options->domains, i);
    if (mine[0] == '.' ? hs_domain_is_within (domain, hs_slice_str (mine + 1)) && !hs_slice_iequal_str (domain, mine + 1)
                       : hs_slice_iequal_str (domain, mine))
      return TRUE;
  }
  return FALSE;
}

gboolean
hs_options_has_mine (const HsOptions *options)
{
  return options->tenants->len > 0 || options->domains->len > 0;
}

gboolean
hs_options_has_tenants (const HsOptions *options)
{
  return options->tenants->len > 0;
}

const HsConnectors *
hs_options_connectors (const HsOptions *options)
{
  return options->connectors;
}

gboolean
hs_options_now (const HsOptions *options, gint64 *now_us)
{
  *now_us = options->now_us;
  return options->now_known;
}

gboolean
hs_options_verify_seals (const HsOptions *options)
{
  return options->verify_seals;
}
