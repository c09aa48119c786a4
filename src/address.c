/* SPDX-License-Identifier: MIT */
#include "address.h"

#include "ascii.h"

static const guint8 mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

/* Four decimal numbers at @p; returns the place behind the last, or NULL. */
static const char *
read_ipv4 (const char *p, const char *end, guint8 bytes[4])
{
  for (int i = 0; i < 4; i++) {
    guint value = 0, digits = 0;
    if (i > 0 && (p == end || *p++ != '.'))
      return NULL;
    for (; p < end && hs_is_digit (*p) && digits < 4; p++, digits++)
      value = value * 10 + (guint)(*p - '0');
    if (digits == 0 || value > 255 || (digits > 1 && p[-(int)digits] == '0'))
      return NULL;
    bytes[i] = (guint8)value;
  }
  return p;
}

static guint
hex_value (char c)
{
  return hs_is_digit (c) ? (guint)(c - '0') : (guint)(hs_lower (c) - 'a' + 10);
}

typedef struct {
  guint8 bytes[16];
  guint n;  /* bytes written */
  int zero; /* where "::" stands, -1 for none yet */
} Groups;

/* One group of up to four hexadecimal digits, or a dotted quad that must be the last. NULL if neither stands at @p. */
static const char *
read_group (const char *p, const char *end, Groups *groups)
{
  const char *start = p;
  guint value = 0;

  while (p < end && p - start < 4 && hs_is_hex (*p))
    value = value << 4 | hex_value (*p++);
  if (p < end && *p == '.') {
    if (groups->n > 12 || (p = read_ipv4 (start, end, groups->bytes + groups->n)) != end)
      return NULL;
    groups->n += 4;
    return p;
  }
  if (p == start || groups->n > 14)
    return NULL;
  groups->bytes[groups->n++] = (guint8)(value >> 8);
  groups->bytes[groups->n++] = (guint8)value;
  return p;
}

static gboolean
read_groups (const char *p, const char *end, Groups *groups)
{
  if (p < end && *p == ':') {
    if (end - p < 2 || p[1] != ':')
      return FALSE;
    groups->zero = 0;
    p += 2;
  }
  while (p < end) {
    p = read_group (p, end, groups);
    if (p == NULL || p == end)
      break;
    if (*p++ != ':' || p == end)
      return FALSE;
    if (*p == ':') {
      if (groups->zero >= 0)
        return FALSE;
      groups->zero = (int)groups->n;
      p++;
    }
  }
  return p != NULL;
}

static gboolean
parse_ipv6 (HsSlice text, guint8 bytes[16])
{
  Groups groups = { .zero = -1 };
  gsize tail;

  if (!read_groups (text.ptr, text.ptr + text.len, &groups))
    return FALSE;
  if (groups.zero < 0) {
    memcpy (bytes, groups.bytes, 16);
    return groups.n == 16;
  }
  if (groups.n > 14)
    return FALSE;
  tail = groups.n - (gsize)groups.zero;
  memset (bytes, 0, 16);
  memcpy (bytes, groups.bytes, (gsize)groups.zero);
  memcpy (bytes + 16 - tail, groups.bytes + groups.zero, tail);
  return TRUE;
}

/* "fe80::1%eth0" to "fe80::1"; a NULL slice if the zone is none. */
static HsSlice
drop_zone (HsSlice text)
{
  const char *percent = memchr (text.ptr, '%', text.len), *end = text.ptr + text.len;

  if (percent == NULL)
    return text;
  if (percent + 1 == end || end - percent > 33)
    return HS_SLICE_NONE;
  for (const char *p = percent + 1; p < end; p++)
    if (!hs_is_host (*p))
      return HS_SLICE_NONE;
  return hs_slice (text.ptr, percent);
}

gboolean
hs_ip_parse (HsSlice text, HsIp *ip)
{
  HsIp result = { 0 };

  *ip = result;
  if (text.ptr == NULL || text.len < 2)
    return FALSE;
  if (memchr (text.ptr, ':', text.len) == NULL) {
    if (text.len > 15 || read_ipv4 (text.ptr, text.ptr + text.len, result.bytes + 12) != text.ptr + text.len)
      return FALSE;
    memcpy (result.bytes, mapped_prefix, sizeof (mapped_prefix));
    result.family = 4;
  } else {
    text = drop_zone (text);
    if (text.ptr == NULL || text.len >= HS_IP_TEXT_MAX || !parse_ipv6 (text, result.bytes))
      return FALSE;
    result.family = memcmp (result.bytes, mapped_prefix, sizeof (mapped_prefix)) == 0 ? 4 : 6;
  }
  *ip = result;
  return TRUE;
}

gboolean
hs_ip_parse_literal (HsSlice text, HsIp *ip)
{
  *ip = (HsIp){ 0 };
  if (text.ptr != NULL && text.len >= 2 && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']')
    text = (HsSlice){ text.ptr + 1, text.len - 2 };
  if (hs_slice_ihas_prefix (text, "IPv6:")) {
    text = (HsSlice){ text.ptr + 5, text.len - 5 };
    /* "IPv6:192.0.2.1" is no IPv6 address, but "IPv6:::ffff:192.0.2.1" is one. */
    if (memchr (text.ptr, ':', text.len) == NULL)
      return FALSE;
  }
  return hs_ip_parse (text, ip);
}

/* The longest run of two or more zero groups (RFC 5952 section 4.2), the first of equals; length 0 for none. */
static guint
longest_zeros (const guint8 bytes[16], guint *start)
{
  guint best = 0, run = 0;

  *start = 0;
  for (guint i = 0; i < 8; i++) {
    run = (bytes[2 * i] | bytes[2 * i + 1]) == 0 ? run + 1 : 0;
    if (run > best && run > 1) {
      best = run;
      *start = i + 1 - run;
    }
  }
  return best;
}

/* Hexadecimal without leading zeros. */
static gsize
put_hex (char *text, guint value)
{
  gsize n = 0;

  for (guint shift = value > 0xfff ? 12 : value > 0xff ? 8 : value > 0xf ? 4 : 0;; shift -= 4) {
    text[n++] = "0123456789abcdef"[value >> shift & 15];
    if (shift == 0)
      return n;
  }
}

static gsize
format_ipv6 (const guint8 bytes[16], char text[HS_IP_TEXT_MAX])
{
  guint start, zeros = longest_zeros (bytes, &start);
  gsize n = 0;

  for (guint i = 0; i < 8; i++) {
    if (zeros > 0 && i == start) {
      text[n++] = ':';
      if (i + zeros == 8)
        text[n++] = ':';
      i += zeros - 1;
      continue;
    }
    if (i > 0)
      text[n++] = ':';
    n += put_hex (text + n, (guint)bytes[2 * i] << 8 | bytes[2 * i + 1]);
  }
  text[n] = '\0';
  return n;
}

static gsize
format_ipv4 (const guint8 bytes[4], char text[HS_IP_TEXT_MAX])
{
  char *p = text;

  for (guint i = 0; i < 4; i++) {
    guint value = bytes[i];
    if (i > 0)
      *p++ = '.';
    if (value >= 100)
      *p++ = (char)('0' + value / 100);
    if (value >= 10)
      *p++ = (char)('0' + value / 10 % 10);
    *p++ = (char)('0' + value % 10);
  }
  *p = '\0';
  return (gsize)(p - text);
}

gsize
hs_ip_format (const HsIp *ip, char text[HS_IP_TEXT_MAX])
{
  const guint8 *b = ip->bytes;

  text[0] = '\0';
  if (ip->family == 4)
    return format_ipv4 (b + 12, text);
  return ip->family == 6 ? format_ipv6 (b, text) : 0;
}

gboolean
hs_ip_equal (const HsIp *a, const HsIp *b)
{
  return a->family != 0 && a->family == b->family && memcmp (a->bytes, b->bytes, 16) == 0;
}

gboolean
hs_ip_in_prefix (const HsIp *ip, const HsIp *network, guint prefix)
{
  guint whole = prefix / 8, rest = prefix % 8;

  if (ip->family == 0 || network->family == 0 || prefix > 128)
    return FALSE;
  if (memcmp (ip->bytes, network->bytes, whole) != 0)
    return FALSE;
  return rest == 0 || ((ip->bytes[whole] ^ network->bytes[whole]) >> (8 - rest)) == 0;
}

typedef struct {
  guint8 bytes[8];
  guint8 prefix;
  guint8 scope;
} ScopeRow;

/* RFC 6890 and the IANA registries it made, the first match counts; everything else is global. */
static const ScopeRow ipv4_scopes[] = {
  { { 10 }, 8, HS_SCOPE_PRIVATE },
  { { 172, 16 }, 12, HS_SCOPE_PRIVATE },
  { { 192, 168 }, 16, HS_SCOPE_PRIVATE },
  { { 127 }, 8, HS_SCOPE_LOOPBACK },
  { { 100, 64 }, 10, HS_SCOPE_SHARED },
  { { 169, 254 }, 16, HS_SCOPE_LINK_LOCAL },
  { { 192, 0, 2 }, 24, HS_SCOPE_DOCUMENTATION },
  { { 198, 51, 100 }, 24, HS_SCOPE_DOCUMENTATION },
  { { 203, 0, 113 }, 24, HS_SCOPE_DOCUMENTATION },
  { { 0 }, 8, HS_SCOPE_RESERVED },
  { { 192, 0, 0 }, 24, HS_SCOPE_RESERVED },
  { { 198, 18 }, 15, HS_SCOPE_RESERVED }, /* benchmarks, RFC 2544 */
  { { 224 }, 3, HS_SCOPE_RESERVED },      /* multicast, class E, broadcast */
};

static const ScopeRow ipv6_scopes[] = {
  { { 0xfe, 0x80 }, 10, HS_SCOPE_LINK_LOCAL },
  { { 0xfc }, 7, HS_SCOPE_PRIVATE },
  { { 0xfe, 0xc0 }, 10, HS_SCOPE_PRIVATE }, /* site-local, RFC 3879 */
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32, HS_SCOPE_DOCUMENTATION },
  { { 0x3f, 0xff, 0 }, 20, HS_SCOPE_DOCUMENTATION },        /* RFC 9637 */
  { { 0, 0x64, 0xff, 0x9b, 0, 1 }, 48, HS_SCOPE_PRIVATE },  /* RFC 8215 */
  { { 0x01, 0, 0, 0, 0, 0, 0, 0 }, 64, HS_SCOPE_RESERVED }, /* discard, RFC 6666 */
  { { 0x20, 0x01, 0, 0x02, 0, 0 }, 48, HS_SCOPE_RESERVED }, /* benchmarks, RFC 5180 */
  { { 0xff }, 8, HS_SCOPE_RESERVED },                       /* multicast */
};

static HsIpScope
look_up_scope (const ScopeRow *rows, gsize n, const guint8 *bytes)
{
  for (gsize i = 0; i < n; i++) {
    guint whole = rows[i].prefix / 8, rest = rows[i].prefix % 8;
    if (memcmp (rows[i].bytes, bytes, whole) == 0 && (rest == 0 || ((rows[i].bytes[whole] ^ bytes[whole]) >> (8 - rest)) == 0))
      return rows[i].scope;
  }
  return HS_SCOPE_GLOBAL;
}

static HsIpScope
ipv4_scope (const guint8 *bytes)
{
  return look_up_scope (ipv4_scopes, G_N_ELEMENTS (ipv4_scopes), bytes);
}

HsIpScope
hs_ip_scope (const HsIp *ip)
{
  static const guint8 zeros[15] = { 0 };
  const guint8 *b = ip->bytes;

  if (ip->family == 4)
    return ipv4_scope (b + 12);
  if (ip->family != 6)
    return HS_SCOPE_UNKNOWN;
  if (memcmp (b, zeros, sizeof (zeros)) == 0 && b[15] < 2)
    return b[15] == 1 ? HS_SCOPE_LOOPBACK : HS_SCOPE_RESERVED;
  /* 6to4 (RFC 3056) is reached through the IPv4 address inside: Google numbers its own servers 2002:a00::/24, that is 10/8. */
  if (b[0] == 0x20 && b[1] == 0x02)
    return ipv4_scope (b + 2);
  return look_up_scope (ipv6_scopes, G_N_ELEMENTS (ipv6_scopes), b);
}

static gboolean
has_host_bits (const HsIp *ip, guint prefix)
{
  for (guint bit = prefix; bit < 128; bit++)
    if (ip->bytes[bit / 8] & (0x80 >> (bit % 8)))
      return TRUE;
  return FALSE;
}

gboolean
hs_cidr_parse (HsSlice text, HsIp *network, guint *prefix)
{
  const char *slash = text.ptr != NULL ? memchr (text.ptr, '/', text.len) : NULL;
  gboolean dotted;
  guint64 bits = 128;

  *prefix = 0;
  if (!hs_ip_parse (slash != NULL ? hs_slice (text.ptr, slash) : text, network))
    return FALSE;
  dotted = memchr (text.ptr, ':', text.len) == NULL;
  if (slash != NULL) {
    if (!hs_slice_to_uint (hs_slice (slash + 1, text.ptr + text.len), dotted ? 32 : 128, &bits))
      goto malformed;
    bits += dotted ? 96 : 0;
  }
  if (has_host_bits (network, (guint)bits))
    goto malformed;
  *prefix = (guint)bits;
  return TRUE;

malformed:
  *network = (HsIp){ 0 };
  return FALSE;
}
