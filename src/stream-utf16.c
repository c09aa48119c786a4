/* SPDX-License-Identifier: MIT */
#include "stream-utf16.h"

#include "ascii.h"
#include "utf16.h"

#define WIDE_BYTES (16 << 10)

typedef struct {
  HsStream parent;
  HsStream *wide;
  gboolean big_endian;
  char bytes[WIDE_BYTES];
  gsize n;       /* of a character not at hand whole: at most 3 */
  GString *text; /* decoded */
  gsize at;
} WideStream;

/* Bytes of whole characters: the first half of a pair waits for the second. */
static gsize
whole_characters (const WideStream *self, gboolean at_end)
{
  gsize n = self->n & ~(gsize)1;
  guint8 high;

  if (n == 0 || at_end)
    return n;
  high = (guint8)self->bytes[self->big_endian ? n - 2 : n - 1];
  return high >= 0xd8 && high < 0xdc ? n - 2 : n;
}

static gssize
wide_read (HsStream *stream, char *data, gsize len, GError **error)
{
  WideStream *self = (WideStream *)stream;
  gsize taken;

  while (self->at == self->text->len) {
    gssize n = hs_stream_read (self->wide, self->bytes + self->n, WIDE_BYTES - self->n, error);
    if (n < 0 || (n == 0 && self->n == 0))
      return n;
    self->n += (gsize)n;
    taken = whole_characters (self, n == 0);
    g_string_free (self->text, TRUE);
    self->text = hs_utf16_decode (hs_slice (self->bytes, self->bytes + taken), self->big_endian);
    self->at = 0;
    self->n = n == 0 ? 0 : self->n - taken;
    memmove (self->bytes, self->bytes + taken, self->n);
  }
  taken = MIN (len, self->text->len - self->at);
  memcpy (data, self->text->str + self->at, taken);
  self->at += taken;
  return (gssize)taken;
}

static gboolean
wide_is_ready (HsStream *stream)
{
  WideStream *self = (WideStream *)stream;
  return self->at < self->text->len || hs_stream_is_ready (self->wide);
}

static void
wide_free (HsStream *stream)
{
  g_string_free (((WideStream *)stream)->text, TRUE);
}

static const HsStreamClass wide_class = { wide_read, wide_is_ready, wide_free };

HsStream *
hs_stream_new_utf16 (HsStream *wide, gboolean big_endian)
{
  WideStream *self = g_new0 (WideStream, 1);

  self->parent.klass = &wide_class;
  self->wide = wide;
  self->big_endian = big_endian;
  self->text = g_string_new (NULL);
  return &self->parent;
}
