/* What is too long, and what broke off.  SPDX-License-Identifier: MIT */
#include "batch.h"

#include "mbox.h"
#include "scan.h"

void
hs_batch_split (HsSlice text, HsSlice *header, HsSlice *body)
{
  const char *p = text.ptr, *end = text.ptr + text.len, *next;

  *header = text;
  *body = HS_SLICE_NONE;
  if (hs_scan_is_blank (p, end, &next)) {
    *header = hs_slice (p, p);
    *body = hs_slice (next, end);
    return;
  }
  while ((p = hs_mbox_scan_header (p, end)) != NULL) {
    p++;
    if (!hs_scan_is_blank (p, end, &next))
      continue;
    *header = hs_slice (text.ptr, p);
    *body = hs_slice (next, end);
    return;
  }
}

void
hs_batch_hash (HsBatch *batch)
{
  HsMessage *m = &batch->message;

  g_clear_pointer (&batch->hashes, hs_body_hashes_free);
  if (m->body_hashes != NULL || m->body.len <= batch->limits.body_bytes || (m->flags & HS_MESSAGE_BODY_CUT) ||
      (batch->flags & HS_SOURCE_HEADERS_ONLY))
    return;
  batch->hashes = hs_body_hashes_new (m->header, m->first_line);
  if (batch->hashes == NULL)
    return;
  hs_body_hashes_put (batch->hashes, m->body);
  hs_body_hashes_end (batch->hashes);
  m->body_hashes = batch->hashes;
}

/* A header longer than the limit ends with the last whole line before it; what follows is not looked at. */
static void
limit_header (HsMessage *message, gsize limit)
{
  const char *newline;

  if (message->header.len <= limit)
    return;
  newline = memrchr (message->header.ptr, '\n', limit);
  message->header.len = newline != NULL ? (gsize)(newline + 1 - message->header.ptr) : limit;
  message->body = HS_SLICE_NONE;
  message->flags |= HS_MESSAGE_HEADER_CUT;
}

/* A header at the very end of its input whose last line is neither whole nor a field was cut off. */
static void
note_truncation (HsMessage *message)
{
  const char *start = message->header.ptr, *end = start + message->header.len, *newline;

  if (message->body.ptr != NULL || message->header.len == 0 || end[-1] == '\n')
    return;
  newline = memrchr (start, '\n', message->header.len);
  start = newline != NULL ? newline + 1 : start;
  if (*start != ' ' && *start != '\t' && !hs_scan_is_field (start, end))
    message->flags |= HS_MESSAGE_TRUNCATED;
}

/* Input that broke off before there was a body broke off inside the header. */
static void
limit_body (HsMessage *message, gsize limit)
{
  if (message->body.ptr == NULL && message->n_repairs == 0 && (message->flags & HS_MESSAGE_BODY_CUT)) {
    message->flags &= ~(guint)HS_MESSAGE_BODY_CUT;
    message->flags |= message->flags & HS_MESSAGE_HEADER_CUT ? 0u : HS_MESSAGE_TRUNCATED;
  }
  if (message->body.len <= limit)
    return;
  message->body.len = limit;
  message->flags |= HS_MESSAGE_BODY_CUT;
}

void
hs_batch_cut (HsMessage *message, const HsLimits *limits)
{
  limit_header (message, limits->header_bytes);
  note_truncation (message);
  limit_body (message, limits->body_bytes);
}
