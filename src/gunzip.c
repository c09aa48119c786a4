/* SPDX-License-Identifier: MIT */
#include "gunzip.h"

#include "ascii.h"
#include "error-private.h"

#include <hopscope/error.h>
#include <zlib.h>

#define INPUT_BYTES (64 << 10)
#define FREE_BYTES (16 << 20) /* so much may come out of any file, however small */

typedef struct {
  HsStream parent;
  HsStream *packed;
  HsStream *root;
  guint64 *expanded;
  const HsLimits *limits;
  z_stream z;
  int failed;       /* zlib's reason, told once what came before is handed out */
  gboolean between; /* one member has ended */
  gboolean at_end;  /* of the packed bytes */
  gboolean ended;
  char bytes[INPUT_BYTES];
} GunzipStream;

gboolean
hs_is_bomb (guint64 packed, guint64 expanded, const HsLimits *limits)
{
  if (expanded > limits->archive_bytes)
    return TRUE;
  return expanded > FREE_BYTES && expanded / limits->archive_ratio > packed;
}

gboolean
hs_is_gzip (HsSlice data)
{
  return data.len >= 2 && memcmp (data.ptr, "\x1f\x8b", 2) == 0;
}

/* FALSE with an error. */
static gboolean
fill (GunzipStream *self, GError **error)
{
  gssize n;

  if (self->z.avail_in > 0 || self->at_end)
    return TRUE;
  n = hs_stream_read (self->packed, self->bytes, INPUT_BYTES, error);
  self->z.next_in = (Bytef *)self->bytes;
  self->z.avail_in = n > 0 ? (uInt)n : 0;
  self->at_end = n == 0;
  return n >= 0;
}

/* The next member, if one follows: what else stands there is padding, as for gzip(1). */
static gboolean
begin_member (GunzipStream *self)
{
  if (self->z.avail_in == 0 || *self->z.next_in != 0x1f)
    return FALSE;
  self->between = FALSE;
  return inflateReset (&self->z) == Z_OK;
}

static gssize
damaged (GunzipStream *self, GError **error)
{
  self->ended = TRUE;
  hs_error_set (error, HS_ERROR_ARCHIVE, "the archive is damaged: {1}", HS_ERROR_WORDS,
                self->failed == Z_BUF_ERROR ? N_ ("it breaks off") : N_ ("its data or its checksum is wrong"), NULL);
  return -1;
}

static gssize
hand_out (GunzipStream *self, gsize n, GError **error)
{
  *self->expanded += n;
  if (!hs_is_bomb (self->root->bytes_read, *self->expanded, self->limits))
    return (gssize)n;
  self->ended = TRUE;
  hs_error_set (error, HS_ERROR_ARCHIVE, "the archive expands beyond archive-ratio or archive-bytes; unpack it yourself if you trust it",
                NULL);
  return -1;
}

static gssize
gunzip_read (HsStream *stream, char *data, gsize len, GError **error)
{
  GunzipStream *self = (GunzipStream *)stream;

  self->z.next_out = (Bytef *)data;
  self->z.avail_out = (uInt)MIN (len, G_MAXINT);
  while (!self->ended) {
    gsize made = self->z.avail_out;
    int result = Z_STREAM_END;

    if (!fill (self, error)) {
      self->ended = TRUE;
      return -1;
    }
    if (self->between && !begin_member (self))
      break;
    if (self->failed)
      return damaged (self, error);
    result = inflate (&self->z, Z_NO_FLUSH);
    made -= self->z.avail_out;
    self->between = result == Z_STREAM_END;
    /* What came out before the damage is handed out first. */
    if (result != Z_STREAM_END && result != Z_OK && (result != Z_BUF_ERROR || self->at_end))
      self->failed = result;
    if (made > 0)
      return hand_out (self, made, error);
  }
  self->ended = TRUE;
  return 0;
}

static gboolean
gunzip_is_ready (HsStream *stream)
{
  GunzipStream *self = (GunzipStream *)stream;
  return self->z.avail_in > 0 || hs_stream_is_ready (self->packed);
}

static void
gunzip_free (HsStream *stream)
{
  inflateEnd (&((GunzipStream *)stream)->z);
}

static const HsStreamClass gunzip_class = { gunzip_read, gunzip_is_ready, gunzip_free };

HsStream *
hs_stream_new_gunzip (HsStream *packed, HsStream *root, guint64 *expanded, const HsLimits *limits)
{
  GunzipStream *self = g_new0 (GunzipStream, 1);

  self->parent.klass = &gunzip_class;
  self->packed = packed;
  self->root = root;
  self->expanded = expanded;
  self->limits = limits;
  self->failed = inflateInit2 (&self->z, 16 + MAX_WBITS); /* 16: gzip, its trailer compared */
  return &self->parent;
}
