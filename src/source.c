/* SPDX-License-Identifier: MIT */
#include "error-private.h"
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <hopscope/error.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _HsSource {
  HsReader *reader;
  HsBatch *batch; /* of hs_source_next() */
};

static HsSource *
source_new (HsStream *stream, const char *name, const HsLimits *limits, guint flags)
{
  HsSource *source = g_new0 (HsSource, 1);
  source->reader = hs_reader_new (stream, name, limits != NULL ? limits : hs_limits_default (), flags);
  return source;
}

HsSource *
hs_source_new_for_path (const char *path, const HsLimits *limits, guint flags, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  struct stat st;

  if (fd < 0 || fstat (fd, &st) != 0) {
    hs_error_set (error, HS_ERROR_OPEN, "cannot open it: {1}", HS_ERROR_WORDS, strerrordesc_np (errno), NULL);
    if (fd >= 0)
      close (fd);
    return NULL;
  }
  if (S_ISDIR (st.st_mode)) {
    hs_error_set (error, HS_ERROR_OPEN, "cannot read it: it is a folder", NULL);
    close (fd);
    return NULL;
  }
  return source_new (hs_stream_new_fd (fd, TRUE), path, limits, flags);
}

HsSource *
hs_source_new_for_fd (int fd, const char *name, const HsLimits *limits, guint flags)
{
  return source_new (hs_stream_new_fd (fd, FALSE), name, limits, flags);
}

HsSource *
hs_source_new_for_bytes (const void *data, gsize len, const char *name, const HsLimits *limits, guint flags)
{
  return source_new (hs_stream_new_memory (data, len), name, limits, flags);
}

void
hs_source_free (HsSource *source)
{
  if (source == NULL)
    return;
  hs_reader_free (source->reader);
  hs_batch_free (source->batch);
  g_free (source);
}

void
hs_source_set_range (HsSource *source, guint64 start, guint64 end)
{
  hs_reader_set_range (source->reader, start, end);
}

gboolean
hs_source_read_batch (HsSource *source, HsBatch *batch)
{
  return hs_reader_fill (source->reader, batch);
}

gboolean
hs_source_next (HsSource *source, const HsMessage **message, GError **error)
{
  if (source->batch == NULL)
    source->batch = hs_batch_new ();
  for (;;) {
    g_autoptr (GError) problem = NULL;
    if (hs_batch_next (source->batch, message, &problem))
      return TRUE;
    if (problem != NULL) {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
    if (!hs_reader_fill (source->reader, source->batch))
      return FALSE;
  }
}

const HsSourceInfo *
hs_source_get_info (const HsSource *source)
{
  return hs_batch_get_info (source->batch);
}

guint64
hs_source_get_bytes_read (const HsSource *source)
{
  return hs_reader_get_bytes_read (source->reader);
}
