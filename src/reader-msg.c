/* An Outlook file is read whole: a compound file has no order.  SPDX-License-Identifier: MIT */
#include "error-private.h"
#include "reader.h"

#include <hopscope/error.h>

#define MSG_BYTES (256u << 20)

void
hs_reader_step_msg (HsReader *reader, HsInput *in)
{
  gsize len = reader->batch->len - in->start;
  HsEntry entry = { .kind = HS_ENTRY_MSG, .header = in->start, .header_len = len };
  GError *error = NULL;

  if (!in->at_end && len <= MSG_BYTES)
    return;
  in->finished = TRUE;
  if (in->error != NULL || !hs_reader_is_wanted (reader, in, in->start)) /* half of a compound file says nothing */
    return;
  entry.info = hs_reader_info (reader, in, in->start);
  if (in->at_end) {
    hs_batch_add (reader->batch, &entry);
    return;
  }
  hs_error_set (&error, HS_ERROR_LIMIT, "the Outlook file is larger than 256 MiB; save the message without its attachments", NULL);
  hs_reader_add_error (reader, in, error);
}
