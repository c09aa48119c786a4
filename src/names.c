/* The words of the closed lists, as they stand in JSON.  SPDX-License-Identifier: MIT */
#include <hopscope/trace.h>

static const char *
name_of (const char *const *names, gsize n, guint value)
{
  return value < n ? names[value] : NULL;
}
#define NAME_OF(names, value) name_of (names, G_N_ELEMENTS (names), (guint)(value))

static const char *const roles[] = { "unknown",         "origin",       "on-premises-relay",  "third-party-gateway", "eop-inbound",
                                     "exchange-online", "eop-outbound", "external-recipient", "mailing-list",        "provider" };
static const char *const paths[] = { "unknown",     "connector-relay",  "hybrid-exchange",
                                     "smtp-auth",   "mailbox",          "azure-communication-services",
                                     "direct-send", "internet-inbound", "consumer",
                                     "forwarded",   "not-microsoft-365" };
static const char *const connectors[] = { "indeterminate", "traversed", "not-traversed" };
static const char *const assurances[] = { "none", "claimed", "attested", "proven" };
static const char *const trusts[] = { "contradicted", "claimed", "attested", "trusted" };
static const char *const clouds[] = { NULL, "worldwide", "gcc", "gcc-high", "dod", "china-21vianet", "germany-legacy", "consumer" };
static const char *const pools[] = { NULL, "standard", "high-risk", "relay", "consumer", "lp", "acs" };
static const char *const severities[] = { "info", "notice", "warning", "alert" };
static const char *const scopes[] = { NULL, "global", "private", "shared", "loopback", "link-local", "documentation", "reserved" };
static const char *const seals[] = { "pass", "fail", "no-key", "weak", "malformed", "body-unknown" };
static const char *const parts[] = { NULL, "unknown", "holds", "broken" };
static const char *const claims[] = {
  "traversed",   "not-traversed",    "connector-relay", "hybrid-exchange", "smtp-auth",         "mailbox", "azure-communication-services",
  "direct-send", "internet-inbound", "consumer",        "forwarded",       "not-microsoft-365", "tenant",  "origin",
  "hand-over",   "contradiction"
};

const char *
hs_role_name (HsRole role)
{
  return NAME_OF (roles, role);
}

const char *
hs_path_name (HsPath path)
{
  return NAME_OF (paths, path);
}

const char *
hs_connector_name (HsConnectorVerdict verdict)
{
  return NAME_OF (connectors, verdict);
}

const char *
hs_assurance_name (HsAssurance assurance)
{
  return NAME_OF (assurances, assurance);
}

const char *
hs_trust_name (HsTrust trust)
{
  return NAME_OF (trusts, trust);
}

const char *
hs_cloud_name (HsCloud cloud)
{
  return NAME_OF (clouds, cloud);
}

const char *
hs_pool_name (HsPool pool)
{
  return NAME_OF (pools, pool);
}

const char *
hs_severity_name (HsSeverity severity)
{
  return NAME_OF (severities, severity);
}

const char *
hs_scope_name (HsIpScope scope)
{
  return NAME_OF (scopes, scope);
}

const char *
hs_seal_result_name (HsSealResult result)
{
  return NAME_OF (seals, result);
}

const char *
hs_part_name (HsPart part)
{
  return NAME_OF (parts, part);
}

const char *
hs_claim_name (HsClaim claim)
{
  return NAME_OF (claims, claim);
}
