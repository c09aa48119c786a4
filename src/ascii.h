/* ASCII-only character classes and slice helpers: header grammar knows no locale.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>
#include <string.h>

extern const guint8 hs_ascii_classes[256];

enum {
  HS_ASCII_SPACE = 1,
  HS_ASCII_ALPHA = 2,
  HS_ASCII_DIGIT = 4,
  HS_ASCII_HEX = 8,
  HS_ASCII_UPPER = 16,
  HS_ASCII_FIELD_NAME = 32,
  HS_ASCII_HOST = 64
};

#define hs_is_space(c) (hs_ascii_classes[(guint8)(c)] & HS_ASCII_SPACE) /* SP TAB CR LF */
#define hs_is_digit(c) (hs_ascii_classes[(guint8)(c)] & HS_ASCII_DIGIT)
#define hs_is_alpha(c) (hs_ascii_classes[(guint8)(c)] & HS_ASCII_ALPHA)
#define hs_is_alnum(c) (hs_ascii_classes[(guint8)(c)] & (HS_ASCII_ALPHA | HS_ASCII_DIGIT))
#define hs_is_hex(c) (hs_ascii_classes[(guint8)(c)] & HS_ASCII_HEX)
#define hs_is_field_name(c) (hs_ascii_classes[(guint8)(c)] & HS_ASCII_FIELD_NAME) /* RFC 5322 ftext: 33..126 but ':' */
#define hs_is_host(c) (hs_ascii_classes[(guint8)(c)] & HS_ASCII_HOST)             /* letters, digits, '-', '.', '_' */

static inline char
hs_lower (char c)
{
  return (hs_ascii_classes[(guint8)c] & HS_ASCII_UPPER) ? (char)(c | 0x20) : c;
}

static inline HsSlice
hs_slice (const char *start, const char *end)
{
  return (HsSlice){ start, (gsize)(end - start) };
}

static inline HsSlice
hs_slice_str (const char *s)
{
  return (HsSlice){ s, s ? strlen (s) : 0 };
}

/* Behind the last byte; NULL for a NULL slice, to which nothing may be added. */
static inline const char *
hs_slice_end (HsSlice s)
{
  return s.ptr != NULL ? s.ptr + s.len : NULL;
}

static inline gboolean
hs_slice_is_empty (HsSlice s)
{
  return s.ptr == NULL || s.len == 0;
}

static inline gboolean
hs_slice_equal (HsSlice a, HsSlice b)
{
  if (a.ptr == NULL || b.ptr == NULL)
    return a.ptr == b.ptr;
  return a.len == b.len && memcmp (a.ptr, b.ptr, a.len) == 0;
}

static inline gboolean
hs_slice_equal_str (HsSlice a, const char *b)
{
  return hs_slice_equal (a, hs_slice_str (b));
}

/* Same but for the case of ASCII letters. Most pairs that are asked about differ in the first byte already. */
gboolean hs_bytes_iequal_long (const char *a, const char *b, gsize len);
static inline gboolean
hs_bytes_iequal (const char *a, const char *b, gsize len)
{
  return len == 0 || (((*a ^ *b) & ~0x20) == 0 && hs_bytes_iequal_long (a, b, len));
}

/* ASCII case-insensitive; a NULL slice equals only a NULL slice. */
static inline gboolean
hs_slice_iequal (HsSlice a, HsSlice b)
{
  if (a.ptr == NULL || b.ptr == NULL)
    return a.ptr == b.ptr;
  return a.len == b.len && hs_bytes_iequal (a.ptr, b.ptr, a.len);
}

static inline gboolean
hs_slice_iequal_str (HsSlice a, const char *b)
{
  return hs_slice_iequal (a, hs_slice_str (b));
}

static inline gboolean
hs_slice_ihas_prefix (HsSlice s, const char *prefix)
{
  gsize n = strlen (prefix);
  return s.ptr != NULL && s.len >= n && hs_bytes_iequal (s.ptr, prefix, n);
}

static inline gboolean
hs_slice_ihas_suffix (HsSlice s, const char *suffix)
{
  gsize n = strlen (suffix);
  return s.ptr != NULL && s.len >= n && hs_bytes_iequal (s.ptr + s.len - n, suffix, n);
}

/* First place of @needle in @s, ASCII case-insensitive, or NULL. Linear for the short needles it is used with. */
const char *hs_slice_ifind (HsSlice s, const char *needle);
/* The same for a needle that is a slice; a NULL or empty one is not found. */
const char *hs_slice_ifind_slice (HsSlice s, HsSlice needle);
/* The first CR or LF at or behind @p, or @end. */
const char *hs_line_end (const char *p, const char *end);
/* Without white space (SP TAB CR LF) at both ends. */
static inline HsSlice
hs_slice_trim (HsSlice s)
{
  for (; s.len > 0 && hs_is_space (s.ptr[0]); s.len--)
    s.ptr++;
  while (s.len > 0 && hs_is_space (s.ptr[s.len - 1]))
    s.len--;
  return s;
}

/* Parses all of @s as an unsigned decimal; FALSE if empty, not a number or above @max. */
gboolean hs_slice_to_uint (HsSlice s, guint64 max, guint64 *value);
/* "00" to "99", one behind the other. */
extern const char hs_digit_pairs[201];
/* Bytes equal, or FNV-1a hash of the lower-cased bytes. */
guint32 hs_slice_ihash (HsSlice s);
