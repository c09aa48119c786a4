/* Which pseudonym stands for what.  SPDX-License-Identifier: MIT */
#include "redact.h"

#include "address.h"
#include "ascii.h"
#include "domain.h"
#include "view.h"

HsRedactor *
hs_redactor_new (void)
{
  HsRedactor *redactor = g_new0 (HsRedactor, 1);

  redactor->pseudonyms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  redactor->counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  redactor->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  redactor->phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  redactor->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  redactor->arena = hs_arena_new (G_MAXSIZE);
  return redactor;
}

void
hs_redactor_free (HsRedactor *redactor)
{
  if (redactor == NULL)
    return;
  g_hash_table_unref (redactor->pseudonyms);
  g_hash_table_unref (redactor->counters);
  g_hash_table_unref (redactor->words);
  g_hash_table_unref (redactor->phrases);
  g_hash_table_unref (redactor->kept);
  hs_arena_free (redactor->arena);
  g_free (redactor);
}

static guint
next_number (HsRedactor *redactor, const char *kind)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (redactor->counters, kind)) + 1;
  g_hash_table_insert (redactor->counters, g_strdup (kind), GUINT_TO_POINTER (n));
  return n;
}

/* Names are compared without regard to case; NULs and the like may stand in them, so the key is made printable. */
static char *
make_key (const char *kind, HsSlice value)
{
  GString *key = g_string_new (kind);

  g_string_append_c (key, ':');
  for (gsize i = 0; i < value.len; i++)
    if (value.ptr[i] == '\0')
      g_string_append (key, "\\0");
    else
      g_string_append_c (key, hs_lower (value.ptr[i]));
  return g_string_free (key, FALSE);
}

const char *
hs_redact_name (HsRedactor *redactor, const char *kind, HsSlice value)
{
  char *key = make_key (kind, value);
  char *pseudonym = g_hash_table_lookup (redactor->pseudonyms, key);

  if (pseudonym != NULL) {
    g_free (key);
    return pseudonym;
  }
  pseudonym = g_strdup_printf ("%s-%u", kind, next_number (redactor, kind));
  g_hash_table_insert (redactor->pseudonyms, key, pseudonym);
  return pseudonym;
}

/* Domains in which only Microsoft names machines. */
static gboolean
is_microsoft (HsSlice host)
{
  static const char *const domains[] = {
    "outlook.com",      "office365.com", "office.com",        "microsoft.com", "microsoftonline.com",
    "exchangelabs.com", "office365.us",  "microsoftemail.us", "outlook.cn",    "partner.outlook.cn",
    "hotmail.com",      "live.com",      "msn.com",           "azurecomm.net", "outlook.de",
    "office.de",        "mx.microsoft",  "azure.com",         "windows.net",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    if (hs_domain_is_within (host, hs_slice_str (domains[i])))
      return TRUE;
  return FALSE;
}

/* Microsoft's domains in which the first label is a customer's: the MX of a tenant and its first domain. */
static gboolean
names_tenant (HsSlice host, HsSlice *rest)
{
  static const char *const domains[] = { "onmicrosoft.com",
                                         "onmicrosoft.us",
                                         "onmicrosoft.cn",
                                         "onmicrosoft.de",
                                         "mx.microsoft",
                                         "mail.protection.outlook.com",
                                         "mail.eo.outlook.com",
                                         "mail.protection.office365.us",
                                         "mail.protection.partner.outlook.cn",
                                         "mail.protection.outlook.de",
                                         "sharepoint.com" };

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++) {
    gsize len = strlen (domains[i]);
    if (host.len <= len || !hs_domain_is_within (host, hs_slice_str (domains[i])))
      continue;
    *rest = (HsSlice){ host.ptr + host.len - len - 1, len + 1 };
    /* A machine's name has no dash ("DB5EUR05FT042"), that of a tenant's MX has ("example-com"). */
    return !g_str_has_prefix (domains[i], "mail.") || memchr (host.ptr, '-', host.len - len - 1) != NULL;
  }
  return FALSE;
}

/* "h7.org-3.example": which hosts belong together can still be seen. */
const char *
hs_redact_host (HsRedactor *redactor, HsSlice host)
{
  HsSlice organization, rest;
  char *key, *pseudonym;

  host = hs_domain_strip_dot (host);
  key = make_key ("host", host);
  pseudonym = g_hash_table_lookup (redactor->pseudonyms, key);
  if (pseudonym != NULL) {
    g_free (key);
    return pseudonym;
  }
  organization = hs_view_organization (host);
  if (names_tenant (host, &rest))
    pseudonym = g_strdup_printf ("%s%.*s", hs_redact_name (redactor, "tenant", (HsSlice){ host.ptr, host.len - rest.len }), (int)rest.len,
                                 rest.ptr);
  else if (is_microsoft (host))
    pseudonym = g_strndup (host.ptr, host.len);
  else if (hs_slice_equal (organization, host))
    pseudonym = g_strdup_printf ("%s.example", hs_redact_name (redactor, "org", organization));
  else
    pseudonym = g_strdup_printf ("h%u.%s.example", next_number (redactor, "h"), hs_redact_name (redactor, "org", organization));
  g_hash_table_insert (redactor->pseudonyms, key, pseudonym);
  return pseudonym;
}

/* Addresses. */

static void
set_v4 (HsIp *ip, guint32 address)
{
  *ip = (HsIp){ 4,
                { [10] = 0xFF,
                  [11] = 0xFF,
                  [12] = (guint8)(address >> 24),
                  [13] = (guint8)(address >> 16),
                  [14] = (guint8)(address >> 8),
                  [15] = (guint8)address } };
}

/* The @n-th pseudonym of the same kind: 10.0.0.0/8 for private, 198.18.0.0/15 (RFC 2544) for other IPv4, fd00::/8 and 2001:db8::/32 for IPv6. */
static void
make_ip (const HsIp *ip, guint n, HsIp *pseudonym)
{
  gboolean private = hs_ip_scope (ip) == HS_SCOPE_PRIVATE;

  if (ip->family == 4) {
    set_v4 (pseudonym, private ? 0x0A000000u + (n & 0xFFFFFF) : 0xC6120000u + (n & 0x1FFFF));
    return;
  }
  *pseudonym = (HsIp){ 6,
                       { [0] = private ? 0xFD : 0x20,
                         [1] = private ? 0 : 0x01,
                         [2] = private ? 0 : 0x0D,
                         [3] = private ? 0 : 0xB8,
                         [13] = (guint8)(n >> 16),
                         [14] = (guint8)(n >> 8),
                         [15] = (guint8)n } };
}

static gboolean
says_nothing (const HsIp *ip)
{
  HsIpScope scope = hs_ip_scope (ip);
  return scope == HS_SCOPE_LOOPBACK || scope == HS_SCOPE_RESERVED || ip->family == 0;
}

void
hs_redact_ip (HsRedactor *redactor, const HsIp *ip, HsIp *pseudonym)
{
  char text[HS_IP_TEXT_MAX], new_text[HS_IP_TEXT_MAX];
  gsize len = hs_ip_format (ip, text);
  g_autofree char *key = make_key ("ip", (HsSlice){ text, len });
  const char *known = g_hash_table_lookup (redactor->pseudonyms, key);

  *pseudonym = *ip;
  if (says_nothing (ip) || g_hash_table_contains (redactor->kept, text))
    return;
  if (known != NULL) {
    hs_ip_parse (hs_slice_str (known), pseudonym);
    return;
  }
  do {
    make_ip (ip, next_number (redactor, ip->family == 4 ? "v4" : "v6"), pseudonym);
    hs_ip_format (pseudonym, new_text);
  } while (g_hash_table_contains (redactor->kept, new_text));
  g_hash_table_insert (redactor->pseudonyms, g_steal_pointer (&key), g_strdup (new_text));
}
