/* SPDX-License-Identifier: MIT */
#include "sniff.h"

#include "mbox.h"
#include "scan.h"
#include "text.h"
#include "utf16.h"

#define MAGIC(bytes) bytes, sizeof (bytes) - 1

/* Sources: the file format documents of each; the same numbers as in file(1). */
static const struct {
  const char *bytes;
  gsize len;
  HsKind kind;
  const char *what;
} magics[] = {
  { MAGIC ("\x1f\x8b"), HS_KIND_ARCHIVE, N_ ("a gzip file") },
  { MAGIC ("\xfd"
           "7zXZ\0"),
    HS_KIND_ARCHIVE, N_ ("an xz file") },
  { MAGIC ("\x28\xb5\x2f\xfd"), HS_KIND_ARCHIVE, N_ ("a zstd file") },
  { MAGIC ("PK\3\4"), HS_KIND_ARCHIVE, N_ ("a zip archive") },
  { MAGIC ("PK\5\6"), HS_KIND_ARCHIVE, N_ ("a zip archive") },
  { MAGIC ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), HS_KIND_MSG, N_ ("a compound file") },
  { MAGIC ("7z\xbc\xaf\x27\x1c"), HS_KIND_BINARY, N_ ("a 7z archive") },
  { MAGIC ("Rar!\x1a\x07"), HS_KIND_BINARY, N_ ("a rar archive") },
  { MAGIC ("!BDN"), HS_KIND_BINARY, N_ ("an Outlook data file (PST or OST)") },
  { MAGIC ("\x7f"
           "ELF"),
    HS_KIND_BINARY, N_ ("a program (ELF)") },
  { MAGIC ("\x89PNG\r\n\x1a\n"), HS_KIND_BINARY, N_ ("a picture (PNG)") },
  { MAGIC ("\xff\xd8\xff"), HS_KIND_BINARY, N_ ("a picture (JPEG)") },
  { MAGIC ("GIF8"), HS_KIND_BINARY, N_ ("a picture (GIF)") },
  { MAGIC ("%PDF-"), HS_KIND_BINARY, N_ ("a PDF document") },
  { MAGIC ("{\\rtf"), HS_KIND_BINARY, N_ ("an RTF document") },
  { MAGIC ("SQLite format 3"), HS_KIND_BINARY, N_ ("an SQLite database") },
};

static gboolean
is_bzip2 (HsSlice data)
{
  if (data.len < 10 || memcmp (data.ptr, "BZh", 3) != 0 || data.ptr[3] < '1' || data.ptr[3] > '9')
    return FALSE;
  return memcmp (data.ptr + 4, "1AY&SY", 6) == 0 || memcmp (data.ptr + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0;
}

static guint64
octal (const char *p, gsize n)
{
  guint64 value = 0;

  while (n > 0 && *p == ' ') {
    p++;
    n--;
  }
  for (; n > 0 && *p >= '0' && *p <= '7'; p++, n--)
    value = value * 8 + (guint64)(*p - '0');
  return value;
}

/* POSIX.1 ustar and its forerunners: the checksum of the first block is right. */
static gboolean
is_tar (HsSlice data)
{
  guint64 sum = 0;

  if (data.len < 512 || data.ptr[0] == '\0')
    return FALSE;
  for (gsize i = 0; i < 512; i++)
    sum += i >= 148 && i < 156 ? ' ' : (guint8)data.ptr[i];
  return sum == octal (data.ptr + 148, 8);
}

/* {"id": ..., "raw": ...}: only the first object is at hand, and perhaps not whole. */
static gboolean
is_record (HsSlice data)
{
  const char *newline = data.len > 0 ? memchr (data.ptr, '\n', data.len) : NULL;
  HsSlice start = { data.ptr, MIN (newline != NULL ? (gsize)(newline - data.ptr) : data.len, HS_SNIFF_BYTES) };

  if (data.len == 0 || data.ptr[0] != '{' || hs_slice_ifind (start, "\"hopscope/") != NULL)
    return FALSE;
  return hs_slice_ifind (start, "\"raw\"") != NULL || hs_slice_ifind (start, "\"raw_b64\"") != NULL;
}

/* JSON that is no record: its lines must not be taken for odd header fields. */
static const char *
json_kind (HsSlice data)
{
  const char *p = data.ptr, *end = data.ptr + MIN (data.len, HS_SNIFF_BYTES);

  if (*p != '{' && *p != '[')
    return NULL;
  for (p++; p < end && hs_is_space (*p); p++)
    ;
  if (p == end || (*p != '"' && *p != '{' && *p != '}' && *p != ']'))
    return NULL;
  return hs_slice_ifind (hs_slice (data.ptr, end), "\"hopscope/") != NULL ? N_ ("what hopscope wrote (hopscope summary reads it)")
                                                                          : N_ ("a JSON document");
}

/* A header may hold any byte; what holds many control characters and does not begin like a header is no text. */
static gboolean
is_binary (HsSlice data)
{
  gsize n = MIN (data.len, HS_SNIFF_BYTES), odd = 0, mark;
  gboolean big_endian;

  if (hs_utf16_recognize (data, &big_endian, &mark) || hs_scan_is_field (data.ptr, data.ptr + data.len))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    odd += (guint8)data.ptr[i] < ' ' && !hs_is_space (data.ptr[i]) && data.ptr[i] != '\f' && data.ptr[i] != '\033';
  return odd * 16 > n;
}

/* "From " at the very start, with a postmark behind it or a header below: any tool's mbox. */
static gboolean
is_mbox (HsSlice data)
{
  const char *end = data.ptr + data.len, *next;

  if (data.len < 5 || memcmp (data.ptr, "From ", 5) != 0 || hs_scan_is_field (data.ptr, end))
    return FALSE;
  next = hs_scan_next_line (data.ptr, end);
  return hs_mbox_is_start (data.ptr, data.ptr, end, TRUE) == HS_MBOX_YES || hs_scan_is_field (next, end);
}

gsize
hs_sniff_blank (HsSlice data)
{
  gsize n = data.len >= 3 && memcmp (data.ptr, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  for (gsize i = n; i < data.len && (hs_is_space (data.ptr[i])); i++)
    if (data.ptr[i] == '\n')
      n = i + 1;
  return n;
}

gboolean
hs_sniff_is_enough (HsSlice data)
{
  if (data.len >= HS_SNIFF_BYTES)
    return TRUE;
  return data.len > 0 && data.ptr[0] == '{' && memchr (data.ptr, '\n', data.len) != NULL;
}

/* Text in UTF-16 that holds more than one message has to be decoded before it is cut. */
static gboolean
is_wide (HsSlice data)
{
  g_autoptr (GString) text = NULL;
  HsSlice start;
  gboolean big_endian;
  gsize mark, blank;

  if (!hs_utf16_recognize (data, &big_endian, &mark))
    return FALSE;
  text = hs_utf16_decode (hs_slice (data.ptr + mark, data.ptr + MIN (data.len, HS_SNIFF_BYTES)), big_endian);
  blank = hs_sniff_blank ((HsSlice){ text->str, text->len });
  start = hs_slice (text->str + blank, text->str + text->len);
  return is_mbox (start) || is_record (start);
}

HsKind
hs_sniff (HsSlice data, const char **what)
{
  *what = NULL;
  if (data.len == 0)
    return HS_KIND_EMPTY;
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (data.len >= magics[i].len && memcmp (data.ptr, magics[i].bytes, magics[i].len) == 0 &&
        !hs_scan_is_field (data.ptr, data.ptr + data.len)) {
      *what = magics[i].what;
      return magics[i].kind;
    }
  if (is_tar (data) || is_bzip2 (data)) {
    *what = is_tar (data) ? N_ ("a tar archive") : N_ ("a bzip2 file");
    return HS_KIND_ARCHIVE;
  }
  if (is_mbox (data))
    return HS_KIND_MBOX;
  if (is_record (data))
    return HS_KIND_RECORDS;
  if (is_wide (data))
    return HS_KIND_WIDE;
  *what = json_kind (data);
  if (*what != NULL)
    return HS_KIND_BINARY;
  if (!is_binary (data))
    return HS_KIND_TEXT;
  *what = memcmp (data.ptr, "MZ", MIN (data.len, 2)) == 0 ? N_ ("a Windows program") : NULL;
  return HS_KIND_BINARY;
}
