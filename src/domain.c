/* SPDX-License-Identifier: MIT */
#include "domain.h"

#include "ascii.h"

#define MAX_DOMAIN 253
#define MAX_LABEL 63

HsSlice
hs_domain_strip_dot (HsSlice host)
{
  if (host.ptr != NULL && host.len > 0 && host.ptr[host.len - 1] == '.')
    host.len--;
  return host;
}

gboolean
hs_domain_is_valid (HsSlice host)
{
  const char *p, *end, *label;

  host = hs_domain_strip_dot (host);
  if (hs_slice_is_empty (host) || host.len > MAX_DOMAIN)
    return FALSE;
  for (p = label = host.ptr, end = host.ptr + host.len; p < end; p++) {
    if (!hs_is_host (*p))
      return FALSE;
    if (*p != '.')
      continue;
    if (p == label || p - label > MAX_LABEL)
      return FALSE;
    label = p + 1;
  }
  return p > label && p - label <= MAX_LABEL;
}

gboolean
hs_domain_is_qualified (HsSlice host)
{
  const char *dot;

  host = hs_domain_strip_dot (host);
  dot = hs_domain_is_valid (host) ? memrchr (host.ptr, '.', host.len) : NULL;
  if (dot == NULL)
    return FALSE;
  for (const char *p = dot + 1; p < host.ptr + host.len; p++)
    if (!hs_is_digit (*p))
      return TRUE;
  return FALSE;
}

HsSlice
hs_domain_first_label (HsSlice host)
{
  const char *dot = host.ptr != NULL ? memchr (host.ptr, '.', host.len) : NULL;

  return dot != NULL ? hs_slice (host.ptr, dot) : host;
}

gboolean
hs_domain_is_within (HsSlice host, HsSlice domain)
{
  host = hs_domain_strip_dot (host);
  domain = hs_domain_strip_dot (domain);
  if (hs_slice_is_empty (host) || hs_slice_is_empty (domain) || host.len < domain.len)
    return FALSE;
  if (host.len > domain.len && host.ptr[host.len - domain.len - 1] != '.')
    return FALSE;
  return hs_slice_iequal ((HsSlice){ host.ptr + host.len - domain.len, domain.len }, domain);
}

HsSlice
hs_domain_of_address (HsSlice addr_spec)
{
  const char *at = addr_spec.ptr != NULL ? memrchr (addr_spec.ptr, '@', addr_spec.len) : NULL;

  return at != NULL ? hs_slice (at + 1, addr_spec.ptr + addr_spec.len) : HS_SLICE_NONE;
}
