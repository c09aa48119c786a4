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

void
hs_reader_step_text (HsReader *reader, HsInput *input)
{
  gsize len = reader->batch->len - input->start, max = reader->limits.header_bytes * PASTE_FACTOR;
  HsEntry entry = { .kind = HS_ENTRY_TEXT, .header = input->start };

  if (!(reader->flags & HS_SOURCE_HEADERS_ONLY))
    max = MAX (max, reader->limits.header_bytes + reader->limits.body_bytes);
  else if (!input->at_end && len < max && has_header (reader, input) &&
           hs_repair_is_clean ((HsSlice){ reader->batch->data + input->start, len }))
    max = len;
  if (!input->at_end && len < max)
    return;
  input->finished = TRUE;
  if (!hs_reader_is_wanted (reader, input, input->start))
    return;
  entry.info = hs_reader_info (reader, input, input->start);
  entry.header_len = MIN (len, max);
  entry.flags = input->at_end && input->error == NULL ? 0 : HS_MESSAGE_BODY_CUT;
  hs_batch_add (reader->batch, &entry);
}
