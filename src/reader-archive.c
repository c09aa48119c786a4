/* Archives: each member is an input of its own, an archive again perhaps.  SPDX-License-Identifier: MIT */
#include "error-private.h"
#include "reader.h"

#include <hopscope/error.h>

#define MAX_NESTING 4 /* a gzip in a zip in a tar */

static char *
member_path (const char *path, const char *name)
{
  g_autofree char *joined = NULL;

  if (name == NULL)
    return path != NULL ? g_ref_string_new (path) : NULL;
  joined = path != NULL ? g_strdup_printf ("%s/%s", path, name) : g_strdup (name);
  return g_ref_string_new (joined);
}

/* The bytes read so far go back: the archive's reader wants all of them. */
static gboolean
open_archive (HsReader *reader, HsInput *input)
{
  HsStream *root = ((HsInput *)reader->inputs->pdata[0])->stream;
  GError *error = NULL;

  if (reader->inputs->len > MAX_NESTING) {
    hs_error_set (&error, HS_ERROR_ARCHIVE, "archives are nested too deep; unpack it first", NULL);
    hs_reader_add_error (reader, input, error);
    return FALSE;
  }
  hs_stream_push_back (input->stream, reader->batch->data + input->start, reader->batch->len - input->start);
  reader->batch->len = input->start;
  input->origin = -(guint64)input->start;
  input->archive = hs_archive_new (input->stream, root, &reader->expanded, &reader->limits);
  return TRUE;
}

/* @name: of the member that cannot be read, if it is one. */
static void
add_member_error (HsReader *reader, HsInput *input, const char *name, GError *error)
{
  char *path = member_path (input->path, name);
  HsSourceInfo info = { .path = hs_batch_keep (reader->batch, path) };

  hs_batch_add_error (reader->batch, &info, error);
  g_clear_pointer (&path, g_ref_string_release);
}

void
hs_reader_step_archive (HsReader *reader, HsInput *input)
{
  g_autofree char *name = NULL;
  HsStream *member;
  GError *error = NULL;

  if (input->archive == NULL && !open_archive (reader, input)) {
    input->finished = TRUE;
    return;
  }
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
