/* Archives: each member is an input of its own, an archive again perhaps.  SPDX-License-Identifier: MIT */
#include "error-private.h"
#include "reader.h"
#include "stream-utf16.h"
#include "utf16.h"

#include <hopscope/error.h>

#define MAX_NESTING 4 /* a gzip in a zip in a tar */

static char *
member_path (const char *path, const char *name)
{
  if (name == NULL || path == NULL)
    return g_strdup (name != NULL ? name : path);
  return g_strdup_printf ("%s/%s", path, name);
}

static gboolean
is_too_deep (const HsReader *reader)
{
  guint archives = 0;

  for (guint i = 0; i < reader->inputs->len; i++)
    archives += ((const HsInput *)reader->inputs->pdata[i])->archive != NULL;
  return archives >= MAX_NESTING || reader->inputs->len > 2 * MAX_NESTING;
}

/* The bytes read so far go back: the archive's reader wants all of them. gzip alone, about a tar perhaps, is a layer of its own. */
static gboolean
open_archive (HsReader *reader, HsInput *input)
{
  HsStream *root = ((HsInput *)reader->inputs->pdata[0])->stream;
  gboolean gzip = hs_is_gzip (hs_slice (reader->batch->data + input->start, reader->batch->data + reader->batch->len));
  GError *error = NULL;

  if (is_too_deep (reader)) {
    hs_error_set (&error, HS_ERROR_ARCHIVE, "archives are nested too deep; unpack it first", NULL);
    hs_reader_add_error (reader, input, error);
    return FALSE;
  }
  hs_reader_give_back (reader, input);
  input->wrapped = gzip;
  if (gzip)
    hs_reader_push (reader, hs_stream_new_gunzip (input->stream, root, &reader->expanded, &reader->limits), member_path (input->path, NULL),
                    input->member);
  else
    input->archive = hs_archive_new (input->stream, root, &reader->expanded, &reader->limits);
  return TRUE;
}

/* @name: of the member that cannot be read, if it is one. */
static void
add_member_error (HsReader *reader, HsInput *input, const char *name, GError *error)
{
  g_autofree char *path = member_path (input->path, name);
  HsSourceInfo info = { .path = hs_batch_keep (reader->batch, path) };

  hs_batch_add_error (reader->batch, &info, error);
}

void
hs_reader_step_archive (HsReader *reader, HsInput *input)
{
  g_autofree char *name = NULL;
  HsStream *member;
  GError *error = NULL;

  if (input->archive == NULL && (input->wrapped || !open_archive (reader, input))) {
    input->finished = TRUE;
    return;
  }
  if (input->wrapped)
    return;
  input->start = reader->batch->len; /* nothing of the packed bytes is here */
  input->origin = -(guint64)input->start;
  if (hs_archive_next (input->archive, &name, &member, &error)) {
    hs_reader_push (reader, member, member_path (input->path, name), name != NULL || input->member);
  } else if (error != NULL) {
    add_member_error (reader, input, name, error);
  } else {
    input->finished = TRUE;
  }
}

void
hs_reader_step_wide (HsReader *reader, HsInput *input)
{
  gboolean big_endian;
  gsize mark;

  input->finished = input->wrapped;
  if (input->wrapped)
    return;
  hs_utf16_recognize (hs_slice (reader->batch->data + input->start, reader->batch->data + reader->batch->len), &big_endian, &mark);
  input->start += mark;
  hs_reader_give_back (reader, input);
  input->wrapped = TRUE;
  hs_reader_push (reader, hs_stream_new_utf16 (input->stream, big_endian), member_path (input->path, NULL), TRUE)->transcoded = TRUE;
}
