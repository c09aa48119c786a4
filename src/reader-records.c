/* NDJSON: each line is a message, handed on as soon as it is there.  SPDX-License-Identifier: MIT */
#include "error-private.h"
#include "reader.h"

#include "scan.h"

#include <hopscope/error.h>

/* JSON and base64 make a message longer. */
#define LINE_FACTOR 2

static gboolean
is_blank (const char *p, const char *end)
{
  while (p < end && hs_is_space (*p))
    p++;
  return p == end;
}

static void
refuse (HsReader *reader, HsInput *in)
{
  GError *error = NULL;

  hs_error_set (&error, HS_ERROR_LIMIT, "the record is longer than header-bytes and body-bytes allow", NULL);
  hs_reader_add_error (reader, in, error);
}

static void
add_record (HsReader *reader, HsInput *in, gsize len)
{
  HsEntry entry = { .kind = HS_ENTRY_RECORD, .header = in->start, .header_len = len };

  if (hs_reader_is_wanted (reader, in, in->start)) {
    entry.info = hs_reader_info (reader, in, in->start);
    hs_batch_add (reader->batch, &entry);
  }
  in->index++;
}

void
hs_reader_step_records (HsReader *reader, HsInput *in)
{
  gsize max = (reader->limits.header_bytes + reader->limits.body_bytes) * LINE_FACTOR;
  const char *data = reader->batch->data, *end = data != NULL ? data + reader->batch->len : NULL, *newline;

  while (in->start < reader->batch->len) {
    const char *line = data + in->start, *from = data + MAX (in->scanned, in->start), *line_end;
    newline = memchr (from, '\n', (gsize)(end - from));
    line_end = newline != NULL ? newline : end;
    in->scanned = reader->batch->len;
    if (newline == NULL && !in->at_end && (gsize)(end - line) <= max)
      break;
    if (in->skipping) /* the rest of one too long */
      in->skipping = newline == NULL;
    else if ((gsize)(line_end - line) > max) {
      refuse (reader, in);
      in->index++;
      in->skipping = newline == NULL;
    } else if ((reader->flags & HS_SOURCE_RECORDS) || !is_blank (line, line_end)) /* whoever counts lines has an answer to each */
      add_record (reader, in, (gsize)(line_end - line));
    in->start = in->scanned = newline != NULL ? (gsize)(newline + 1 - data) : reader->batch->len;
  }
  in->finished = in->at_end && in->start >= reader->batch->len;
}
