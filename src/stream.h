/* Where bytes come from: a descriptor, memory, a member of an archive.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

typedef struct _HsStream HsStream;

/* @read: up to @len bytes into @data; 0 at the end, -1 with @error. @is_ready: (nullable): FALSE if read() would have to wait. */
typedef struct {
  gssize (*read) (HsStream *stream, char *data, gsize len, GError **error);
  gboolean (*is_ready) (HsStream *stream);
  void (*free) (HsStream *stream);
} HsStreamClass;

/* Embedded as the first member of each kind. */
struct _HsStream {
  const HsStreamClass *klass;
  guint64 bytes_read;
  GByteArray *pushed; /* given back by whoever read too far */
  gsize pushed_at;
};

/* @close: close @fd with the stream. */
HsStream *hs_stream_new_fd (int fd, gboolean close);
/* @data is borrowed. */
HsStream *hs_stream_new_memory (const void *data, gsize len);
void hs_stream_free (HsStream *stream);

/* As read(2), but EINTR never shows. */
gssize hs_stream_read (HsStream *stream, char *data, gsize len, GError **error);
gboolean hs_stream_is_ready (HsStream *stream);
/* The next read gives these bytes again; only before anything pushed back earlier has been left unread. */
void hs_stream_push_back (HsStream *stream, const char *data, gsize len);
