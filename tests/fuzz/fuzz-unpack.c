/* Arbitrary bytes as an archive, as gzip and as UTF-16, handed out in pieces of a size that the first byte says. However they are cut,
   what comes out is the same.  SPDX-License-Identifier: MIT */
#include "../../src/gunzip.h"
#include "../../src/stream-utf16.h"
#include "../../src/unpack.h"
#include "../../src/utf16.h"
#include "fuzz.h"

#include <hopscope/error.h>
#include <string.h>

#define TOTAL_MAX (4 << 20)

/* Everything @stream gives, up to an error. */
static GString *
drain (HsStream *stream, gsize piece, gboolean *failed)
{
  GString *out = g_string_new (NULL);
  char bytes[300];

  *failed = FALSE;
  for (;;) {
    g_autoptr (GError) error = NULL;
    gssize n = hs_stream_read (stream, bytes, MIN (piece, sizeof bytes), &error);
    g_assert_true ((n < 0) == (error != NULL));
    if (n <= 0) {
      *failed = n < 0;
      return out;
    }
    g_assert_cmpint (n, <=, (gssize)piece);
    g_string_append_len (out, bytes, n);
    g_assert_cmpuint (out->len, <=, TOTAL_MAX + sizeof bytes);
  }
}

static void
try_archive (const guint8 *data, gsize size, gsize piece, const HsLimits *limits)
{
  HsStream *packed = hs_stream_new_memory (data, size), *member;
  guint64 expanded = 0;
  HsArchive *archive = hs_archive_new (packed, packed, &expanded, limits);
  char *name;
  guint n = 0;
  GError *error = NULL;

  while (hs_archive_next (archive, &name, &member, &error) || error != NULL) {
    gboolean failed;
    g_clear_error (&error);
    g_assert_cmpuint (n++, <=, size + 1);
    if (member != NULL)
      g_string_free (drain (member, piece, &failed), TRUE);
    hs_stream_free (member);
    g_free (name);
  }
  hs_archive_free (archive);
  hs_stream_free (packed);
}

static GString *
gunzip (const guint8 *data, gsize size, gsize piece, const HsLimits *limits, gboolean *failed)
{
  HsStream *packed = hs_stream_new_memory (data, size);
  guint64 expanded = 0;
  HsStream *plain = hs_stream_new_gunzip (packed, packed, &expanded, limits);
  GString *out = drain (plain, piece, failed);

  g_assert_cmpuint (out->len, <=, expanded);
  hs_stream_free (plain);
  hs_stream_free (packed);
  return out;
}

static void
try_gzip (const guint8 *data, gsize size, gsize piece, const HsLimits *limits)
{
  gboolean failed, failed_too;
  GString *one = gunzip (data, size, piece, limits, &failed), *two = gunzip (data, size, 300, limits, &failed_too);

  g_assert_cmpint (failed, ==, failed_too);
  if (!failed)
    g_assert_true (g_string_equal (one, two));
  g_string_free (one, TRUE);
  g_string_free (two, TRUE);
}

static void
try_utf16 (const guint8 *data, gsize size, gsize piece, gboolean big_endian)
{
  HsStream *wide = hs_stream_new_memory (data, size), *text = hs_stream_new_utf16 (wide, big_endian);
  gboolean failed;
  GString *got = drain (text, piece, &failed), *wanted = hs_utf16_decode ((HsSlice){ (const char *)data, size }, big_endian);

  g_assert_false (failed);
  g_assert_true (g_string_equal (got, wanted));
  g_assert_true (g_utf8_validate_len (got->str, got->len, NULL) || memchr (got->str, 0, got->len) != NULL);
  g_string_free (got, TRUE);
  g_string_free (wanted, TRUE);
  hs_stream_free (text);
  hs_stream_free (wide);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HsLimits limits = *hs_limits_default ();
  gsize piece;

  if (size < 1)
    return 0;
  piece = (gsize)data[0] + 1;
  limits.archive_bytes = TOTAL_MAX;
  try_archive (data + 1, size - 1, piece, &limits);
  try_gzip (data + 1, size - 1, piece, &limits);
  try_utf16 (data + 1, size - 1, piece, data[0] & 1);
  return 0;
}
