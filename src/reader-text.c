/* One message or a paste: all of it, up to the limits, is one entry of the batch.  SPDX-License-Identifier: MIT */
#include "reader.h"

#include "mbox.h"
#include "scan.h"

/* How much of an input without end a paste may be spread over. */
#define PASTE_FACTOR 4

/* So much behind the blank line tells whether a paste goes on there. */
#define BEHIND_HEADER 512

/* TRUE once the blank line is at hand, and something behind it; looks at each byte once. */
static gboolean
has_header (HsReader *reader, HsInput *input)
{
  const char *data = reader->batch->data, *end = data + reader->batch->len, *next;
  const char *p = data + MAX (input->scanned, input->start);

  while ((p = hs_mbox_scan_header (p, end)) != NULL) {
    input->scanned = (gsize)(p - data);
    p++;
    if (hs_scan_is_blank (p, end, &next))
      return end - next >= BEHIND_HEADER;
  }
  input->scanned = reader->batch->len > 0 ? reader->batch->len - 1 : 0;
  return FALSE;
}

/* All that is kept is at hand, and there is more: only what signatures need is still read. */
static gboolean
begin_hashes (HsReader *reader, HsInput *input, gsize len)
{
  const char *data = reader->batch->data;
  HsSlice header, body;

  if ((reader->flags & HS_SOURCE_HEADERS_ONLY) || !hs_reader_is_wanted (reader, input, input->start))
    return FALSE;
  hs_batch_split ((HsSlice){ data + input->start, len }, &header, &body);
  return body.ptr != NULL && hs_reader_begin_hashes (input, header, 1, (gsize)(body.ptr - data), input->start + len);
}

static void
emit (HsReader *reader, HsInput *input, gsize len, guint flags)
{
  HsEntry entry = { .kind = HS_ENTRY_TEXT, .header = input->start, .header_len = len, .flags = flags };

  input->finished = TRUE;
  if (!hs_reader_is_wanted (reader, input, input->start))
    return;
  entry.info = hs_reader_info (reader, input, input->start);
  entry.hashes = hs_reader_end_hashes (input);
  hs_batch_add (reader->batch, &entry);
}

void
hs_reader_step_text (HsReader *reader, HsInput *input)
{
  gsize len = reader->batch->len - input->start, max = reader->limits.header_bytes * PASTE_FACTOR;

  if (!(reader->flags & HS_SOURCE_HEADERS_ONLY))
    max = MAX (max, reader->limits.header_bytes + reader->limits.body_bytes);
  else if (!input->at_end && len < max && has_header (reader, input) &&
           hs_repair_is_clean ((HsSlice){ reader->batch->data + input->start, len }))
    max = len;
  if (input->hashes != NULL) {
    hs_reader_hash (reader, input, reader->batch->len);
    if (input->at_end)
      emit (reader, input, input->kept - input->start, HS_MESSAGE_BODY_CUT);
    return;
  }
  if ((!input->at_end && len < max) || (!input->at_end && begin_hashes (reader, input, max)))
    return;
  emit (reader, input, input->at_end ? len : MIN (len, max), input->at_end && input->error == NULL ? 0 : HS_MESSAGE_BODY_CUT);
}
