/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_OPTIONS_H
#define HOPSCOPE_OPTIONS_H

#include <hopscope/limits.h>
#include <hopscope/types.h>

G_BEGIN_DECLS

/**
 * HsOptions:
 *
 * What the reader knows that no header says. Build it, then give it to any number of analyzers; do not change it afterwards.
 */
typedef struct _HsOptions HsOptions;

HS_API HsOptions *hs_options_new (void);
HS_API HsOptions *hs_options_ref (HsOptions *options);
HS_API void hs_options_unref (HsOptions *options);

/** hs_options_add_tenant: @guid is a tenant of the reader's ("mine"). %HS_ERROR_OPTION if it is no GUID. */
HS_API gboolean hs_options_add_tenant (HsOptions *options, const char *guid, GError **error);
/** hs_options_add_tenant_domain: @domain is an accepted domain of the reader's. */
HS_API gboolean hs_options_add_tenant_domain (HsOptions *options, const char *domain, GError **error);
/** hs_options_add_trust: @host_or_cidr is on the reader's side: a host name, ".domain", an address or a CIDR range. */
HS_API gboolean hs_options_add_trust (HsOptions *options, const char *host_or_cidr, GError **error);
/**
 * hs_options_load_connectors:
 * @path: what `Get-InboundConnector | ConvertTo-Json -Depth 5` prints, object or array
 *
 * Returns: %FALSE with %HS_ERROR_CONFIG (file, line or JSON path and what is wrong)
 */
HS_API gboolean hs_options_load_connectors (HsOptions *options, const char *path, GError **error);
HS_API gboolean hs_options_load_connectors_data (HsOptions *options, const char *data, gsize len, const char *name, GError **error);
/** hs_options_load_accepted_domains: what `Get-AcceptedDomain | ConvertTo-Json` prints; adds tenant domains. */
HS_API gboolean hs_options_load_accepted_domains (HsOptions *options, const char *path, GError **error);
/** hs_options_set_now: microseconds UTC to judge future dates by; unset: none is judged. */
HS_API void hs_options_set_now (HsOptions *options, gint64 now_us);
/** hs_options_set_verify_seals: %TRUE by default. */
HS_API void hs_options_set_verify_seals (HsOptions *options, gboolean verify);
HS_API void hs_options_set_limits (HsOptions *options, const HsLimits *limits);
HS_API const HsLimits *hs_options_get_limits (const HsOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsOptions, hs_options_unref)

G_END_DECLS

#endif
