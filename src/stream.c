/* SPDX-License-Identifier: MIT */
#include "stream.h"

#include "error-private.h"

#include <errno.h>
#include <hopscope/error.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  HsStream parent;
  int fd;
  gboolean close;
  off_t size; /* of a regular file when it was opened; 0: not known */
} FdStream;

typedef struct {
  HsStream parent;
  const char *data;
  gsize len;
} MemoryStream;

static gssize
fd_read (HsStream *stream, char *data, gsize len, GError **error)
{
  FdStream *self = (FdStream *)stream;
  gssize n;

  do
    n = read (self->fd, data, len);
  while (n < 0 && errno == EINTR);
  if (n < 0) /* strerrordesc_np: the same words in every locale */
    hs_error_set (error, HS_ERROR_READ, "reading failed: {1}", HS_ERROR_WORDS, strerrordesc_np (errno), NULL);
  if (n != 0 || len == 0 || self->size == 0 || lseek (self->fd, 0, SEEK_CUR) >= self->size)
    return n;
  hs_error_set (error, HS_ERROR_READ, "the file became shorter while it was read; what came before the cut was analyzed", NULL);
  return -1;
}

static gboolean
fd_is_ready (HsStream *stream)
{
  struct pollfd fd = { .fd = ((FdStream *)stream)->fd, .events = POLLIN };
  return poll (&fd, 1, 0) != 0;
}

static void
fd_free (HsStream *stream)
{
  FdStream *self = (FdStream *)stream;
  if (self->close)
    close (self->fd);
}

static const HsStreamClass fd_class = { fd_read, fd_is_ready, fd_free };

HsStream *
hs_stream_new_fd (int fd, gboolean close)
{
  FdStream *self = g_new0 (FdStream, 1);
  struct stat status;

  if (fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    self->size = status.st_size;
  self->parent.klass = &fd_class;
  self->fd = fd;
  self->close = close;
  return &self->parent;
}

static gssize
memory_read (HsStream *stream, char *data, gsize len, GError **error)
{
  MemoryStream *self = (MemoryStream *)stream;
  gsize n = MIN (len, self->len);

  if (n > 0)
    memcpy (data, self->data, n);
  self->data += n;
  self->len -= n;
  return (gssize)n;
}

static const HsStreamClass memory_class = { memory_read, NULL, NULL };

HsStream *
hs_stream_new_memory (const void *data, gsize len)
{
  MemoryStream *self = g_new0 (MemoryStream, 1);
  self->parent.klass = &memory_class;
  self->data = data != NULL ? data : "";
  self->len = data != NULL ? len : 0;
  return &self->parent;
}

void
hs_stream_free (HsStream *stream)
{
  if (stream == NULL)
    return;
  if (stream->klass->free != NULL)
    stream->klass->free (stream);
  g_clear_pointer (&stream->pushed, g_byte_array_unref);
  g_free (stream);
}

gssize
hs_stream_read (HsStream *stream, char *data, gsize len, GError **error)
{
  gssize n;

  if (stream->pushed != NULL) {
    gsize left = MIN (len, stream->pushed->len - stream->pushed_at);
    memcpy (data, stream->pushed->data + stream->pushed_at, left);
    stream->pushed_at += left;
    if (stream->pushed_at == stream->pushed->len)
      g_clear_pointer (&stream->pushed, g_byte_array_unref);
    if (left > 0)
      return (gssize)left;
  }
  n = stream->klass->read (stream, data, len, error);
  if (n > 0)
    stream->bytes_read += (guint64)n;
  return n;
}

gboolean
hs_stream_is_ready (HsStream *stream)
{
  return stream->pushed != NULL || stream->klass->is_ready == NULL || stream->klass->is_ready (stream);
}

void
hs_stream_push_back (HsStream *stream, const char *data, gsize len)
{
  GByteArray *pushed = g_byte_array_sized_new ((guint)len);

  g_byte_array_append (pushed, (const guint8 *)data, (guint)len);
  if (stream->pushed != NULL) {
    g_byte_array_append (pushed, stream->pushed->data + stream->pushed_at, (guint)(stream->pushed->len - stream->pushed_at));
    g_byte_array_unref (stream->pushed);
  }
  stream->pushed = pushed;
  stream->pushed_at = 0;
}
