/* NDJSON: each line is a message, handed on as soon as it is there.  SPDX-License-Identifier: MIT */
#include "reader.h"

#include "scan.h"

static gboolean
is_blank (const char *p, const char *end)
{
  while (p < end && hs_is_space (*p))
    p++;
  return p == end;
}

/* As much of a line as of a message elsewhere: in base64, or with escapes, that is less of its body. */
static gsize
longest_line (const HsLimits *limits)
{
  return MIN (limits->header_bytes, G_MAXSIZE / 8) + MIN (limits->body_bytes, G_MAXSIZE / 8);
}

static void
add_record (HsReader *reader, HsInput *in, gsize len, gsize max)
{
  HsEntry entry = { .kind = HS_ENTRY_RECORD, .header = in->start, .header_len = MIN (len, max) };

  entry.flags = len > max ? HS_MESSAGE_BODY_CUT : 0;

  if (hs_reader_is_wanted (reader, in, in->start)) {
    entry.info = hs_reader_info (reader, in, in->start);
    hs_batch_add (reader->batch, &entry);
  }
  in->index++;
}

void
hs_reader_step_records (HsReader *reader, HsInput *in)
{
  gsize max = longest_line (&reader->limits);
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
    else if ((reader->flags & HS_SOURCE_RECORDS) || !is_blank (line, line_end)) { /* whoever counts lines has an answer to each */
      add_record (reader, in, (gsize)(line_end - line), max);
      in->skipping = newline == NULL && !in->at_end;
    }
    in->start = in->scanned = newline != NULL ? (gsize)(newline + 1 - data) : reader->batch->len;
  }
  in->finished = in->at_end && in->start >= reader->batch->len;
}
