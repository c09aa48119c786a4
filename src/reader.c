/* SPDX-License-Identifier: MIT */
#include "reader.h"

#include "error-private.h"
#include "mbox.h"
#include "scan.h"

#include <hopscope/error.h>

#define CHUNK_BYTES (128 << 10)
#define FIRST_BYTES (32 << 10) /* holds most messages; a larger block would have to be mapped and unmapped for each file */
#define BATCH_BYTES (256 << 10)
#define BATCH_ENTRIES (32 << 10) /* an archive may hold nothing but empty files */

static void
input_free (HsInput *input)
{
  hs_archive_free (input->archive);
  hs_body_hashes_free (input->hashes);
  hs_stream_free (input->stream);
  g_clear_error (&input->error);
  g_free (input->path);
  g_free (input);
}

HsReader *
hs_reader_new (HsStream *stream, const char *name, const HsLimits *limits, guint flags)
{
  HsReader *reader = g_new0 (HsReader, 1);

  reader->limits = *limits;
  reader->flags = flags;
  reader->inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)input_free);
  reader->carried = g_byte_array_new ();
  reader->range_end = G_MAXUINT64;
  hs_reader_push (reader, stream, g_strdup (name), FALSE);
  return reader;
}

HsInput *
hs_reader_push (HsReader *reader, HsStream *stream, char *path, gboolean member)
{
  HsInput *input = g_new0 (HsInput, 1);

  input->stream = stream;
  input->path = path;
  input->member = member;
  input->start = input->scanned = reader->batch != NULL ? reader->batch->len : 0;
  input->origin = -(guint64)input->start;
  g_ptr_array_add (reader->inputs, input);
  return input;
}

void
hs_reader_give_back (HsReader *reader, HsInput *input)
{
  hs_stream_push_back (input->stream, reader->batch->data + input->start, reader->batch->len - input->start);
  reader->batch->len = input->start;
  input->origin = -(guint64)input->start;
}

gboolean
hs_reader_is_wanted (HsReader *reader, HsInput *input, gsize place)
{
  guint64 offset = input->member ? 0 : input->origin + place;
  return offset >= reader->range_start && offset < reader->range_end;
}

void
hs_reader_free (HsReader *reader)
{
  g_ptr_array_unref (reader->inputs);
  g_byte_array_unref (reader->carried);
  g_free (reader);
}

void
hs_reader_set_range (HsReader *reader, guint64 start, guint64 end)
{
  reader->range_start = start;
  reader->range_end = end;
}

guint64
hs_reader_get_bytes_read (const HsReader *reader)
{
  return reader->bytes_read;
}

HsSourceInfo
hs_reader_info (HsReader *reader, HsInput *input, gsize place)
{
  return (HsSourceInfo){ .path = hs_batch_keep (reader->batch, input->path),
                         .index = input->index,
                         .offset = input->origin + place - input->gap };
}

void
hs_reader_add_error (HsReader *reader, HsInput *input, GError *error)
{
  HsSourceInfo info = hs_reader_info (reader, input, input->start);
  hs_batch_add_error (reader->batch, &info, error);
}

/* Reads one chunk. A failed read ends the input: what came before it is still looked at. */
static void
read_chunk (HsReader *reader, HsInput *input)
{
  gsize wanted = reader->batch->room - reader->batch->len;
  char *room;
  gssize n;

  if (wanted < FIRST_BYTES / 2)
    wanted = reader->batch->len < FIRST_BYTES ? FIRST_BYTES : CHUNK_BYTES;
  wanted = MIN (wanted, CHUNK_BYTES);
  room = hs_batch_reserve (reader->batch, wanted);
  n = hs_stream_read (input->stream, room, wanted, &input->error);
  if (n > 0)
    reader->batch->len += (gsize)n;
  else
    input->at_end = TRUE;
  reader->bytes_read = ((HsInput *)reader->inputs->pdata[0])->stream->bytes_read;
}

static void
refuse (HsReader *reader, HsInput *input)
{
  GError *error = NULL;

  input->finished = TRUE;
  if (input->error != NULL) /* says why there is nothing */
    return;
  if (input->kind == HS_KIND_EMPTY)
    hs_error_set (&error, HS_ERROR_EMPTY, "it is empty: there is no header to look at", NULL);
  else
    hs_error_set (&error, HS_ERROR_BINARY, "it is {1}, not mail; give a message, an mbox, an Outlook .msg, or a zip, tar or gzip of those",
                  HS_ERROR_WORDS, input->what != NULL ? input->what : N_ ("a binary file of no known kind"), NULL);
  hs_reader_add_error (reader, input, error);
}

/* Recognizes the input; FALSE if that needs more bytes. */
static gboolean
recognize (HsReader *reader, HsInput *input)
{
  HsSlice data = { NULL, reader->batch->len - input->start };
  gsize blank;

  if (data.len > 0)
    data.ptr = reader->batch->data + input->start;
  if (input->known)
    return TRUE;
  if (reader->flags & HS_SOURCE_RECORDS) {
    input->kind = HS_KIND_RECORDS;
    return input->known = TRUE;
  }
  if (!input->at_end && !hs_sniff_is_enough (data))
    return FALSE;
  input->kind = hs_sniff (data, &input->what);
  if (input->kind == HS_KIND_TEXT && (blank = hs_sniff_blank (data)) > 0 && blank < data.len) {
    HsKind behind = hs_sniff (hs_slice (data.ptr + blank, data.ptr + data.len), &input->what);
    if (behind == HS_KIND_MBOX || behind == HS_KIND_RECORDS) {
      input->kind = behind;
      input->start += blank;
      input->scanned = input->start;
    }
  }
  return input->known = TRUE;
}

static void
step (HsReader *reader, HsInput *input)
{
  if (!recognize (reader, input))
    return;
  switch (input->kind) {
  case HS_KIND_TEXT:
    hs_reader_step_text (reader, input);
    break;
  case HS_KIND_MBOX:
    hs_reader_step_mbox (reader, input);
    break;
  case HS_KIND_RECORDS:
    hs_reader_step_records (reader, input);
    break;
  case HS_KIND_MSG:
    hs_reader_step_msg (reader, input);
    break;
  case HS_KIND_WIDE:
    hs_reader_step_wide (reader, input);
    break;
  case HS_KIND_ARCHIVE:
    hs_reader_step_archive (reader, input);
    break;
  default:
    refuse (reader, input);
  }
}

void
hs_reader_rebase (HsInput *input, gsize by)
{
  input->origin += by;
  input->start -= by;
  input->scanned -= MIN (by, input->scanned);
  input->header -= MIN (by, input->header);
  input->header_end -= MIN (by, input->header_end);
  input->body -= MIN (by, input->body);
  input->body_end -= MIN (by, input->body_end);
  input->hashed -= MIN (by, input->hashed);
  input->kept -= MIN (by, input->kept);
}

gboolean
hs_reader_begin_hashes (HsInput *input, HsSlice header, guint first_line, gsize body, gsize kept)
{
  input->hashes = hs_body_hashes_new (header, first_line);
  input->hashed = body;
  input->kept = kept;
  return input->hashes != NULL;
}

void
hs_reader_hash (HsReader *reader, HsInput *input, gsize stop)
{
  HsBatch *batch = reader->batch;
  gsize by;

  if (stop > input->hashed) {
    hs_body_hashes_put (input->hashes, hs_slice (batch->data + input->hashed, batch->data + stop));
    input->hashed = stop;
  }
  if (input->hashed <= input->kept)
    return;
  by = input->hashed - input->kept;
  memmove (batch->data + input->kept, batch->data + input->hashed, batch->len - input->hashed);
  batch->len -= by;
  input->hashed -= by;
  input->scanned -= MIN (by, input->scanned);
  input->origin += by;
  input->gap += by;
}

HsBodyHashes *
hs_reader_end_hashes (HsInput *input)
{
  if (input->error != NULL)
    g_clear_pointer (&input->hashes, hs_body_hashes_free);
  else if (input->hashes != NULL)
    hs_body_hashes_end (input->hashes);
  return g_steal_pointer (&input->hashes);
}

/* Moves what is still needed to the front of an otherwise empty batch. */
static void
compact (HsReader *reader, HsInput *input, gsize by)
{
  HsBatch *batch = reader->batch;

  if (batch->entries->len > 0 || by == 0)
    return;
  memmove (batch->data, batch->data + by, batch->len - by);
  batch->len -= by;
  hs_reader_rebase (input, by);
}

/* Puts aside what the next batch needs. */
static void
carry (HsReader *reader, HsInput *input)
{
  gsize by = input->start;

  g_byte_array_append (reader->carried, (guint8 *)reader->batch->data + by, (guint)(reader->batch->len - by));
  reader->batch->len = by;
  hs_reader_rebase (input, by);
}

static void
take_up (HsReader *reader)
{
  HsBatch *batch = reader->batch;

  if (reader->carried->len > 0)
    memcpy (hs_batch_reserve (batch, reader->carried->len), reader->carried->data, reader->carried->len);
  batch->len = reader->carried->len;
  g_byte_array_set_size (reader->carried, 0);
}

/* TRUE if the batch should be handed over before anything more is read. */
static gboolean
is_full (HsReader *reader, HsInput *input)
{
  if (reader->batch->entries->len == 0)
    return FALSE;
  return reader->batch->len >= BATCH_BYTES || reader->batch->entries->len >= BATCH_ENTRIES ||
         (input->archive == NULL && !input->wrapped && !hs_stream_is_ready (input->stream));
}

static HsInput *
current_input (HsReader *reader)
{
  return reader->inputs->pdata[reader->inputs->len - 1];
}

static void
finish (HsReader *reader, HsInput *input)
{
  if (input->error != NULL)
    hs_reader_add_error (reader, input, g_steal_pointer (&input->error));
  g_ptr_array_set_size (reader->inputs, (gint)reader->inputs->len - 1);
}

gboolean
hs_reader_fill (HsReader *reader, HsBatch *batch)
{
  hs_batch_reset (batch, &reader->limits, reader->flags);
  reader->batch = batch;
  take_up (reader);
  while (reader->inputs->len > 0) {
    HsInput *input = current_input (reader);
    step (reader, input);
    if (input->finished) {
      finish (reader, input);
      continue;
    }
    input = current_input (reader); /* a member of it, perhaps */
    if (is_full (reader, input)) {
      carry (reader, input);
      break;
    }
    if (input->archive != NULL || input->wrapped) /* has told of damage and goes on behind it */
      continue;
    compact (reader, input, input->start);
    read_chunk (reader, input);
  }
  reader->batch = NULL;
  return batch->entries->len > 0;
}
