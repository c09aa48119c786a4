/* The messages of an mbox, bodies skipped or kept.  SPDX-License-Identifier: MIT */
#include "reader.h"

#include "mbox.h"
#include "scan.h"

/* A Content-Length beyond this is not believed: the whole body has to be at hand to see whether it is true. */
#define LENGTH_MAX (8 << 20)

typedef struct {
  HsReader *reader;
  HsInput *in;
  const char *data;
  const char *end;
} Cursor;

static void
emit (Cursor *c, const char *header_end, const char *body_end, guint flags)
{
  HsInput *in = c->in;
  HsEntry entry = { .kind = HS_ENTRY_MESSAGE, .flags = flags, .first_line = 2, .header = in->header, .transcoded = in->transcoded };

  entry.header_len = (gsize)(header_end - c->data) - in->header;
  if (body_end != NULL && !(c->reader->flags & HS_SOURCE_HEADERS_ONLY)) {
    entry.has_body = TRUE;
    entry.body = in->body;
    entry.body_len = (gsize)(body_end - c->data) - in->body;
  }
  if (in->wanted) {
    entry.hashes = hs_reader_end_hashes (in);
    entry.info = hs_reader_info (c->reader, in, in->start);
    hs_batch_add (c->reader->batch, &entry);
  }
  in->index++;
}

/* The blank line before the next `From ` line is the mbox's, not the body's. */
static const char *
without_blank_line (const char *body, const char *end)
{
  const char *p = end;

  if (p > body && p[-1] == '\n')
    p--;
  if (p > body && p[-1] == '\r')
    p--;
  return p == body || p[-1] == '\n' ? p : end;
}

static void
begin_at (Cursor *c, const char *p)
{
  c->in->start = (gsize)(p - c->data);
  c->in->phase = HS_AT_START;
  c->in->gap = 0;
}

/* At a `From ` line. */
static gboolean
step_start (Cursor *c)
{
  HsInput *in = c->in;
  const char *p = c->data + in->start, *newline = memchr (p, '\n', (gsize)(c->end - p));

  if (p == c->end || (!in->member && in->origin + in->start >= c->reader->range_end)) {
    in->finished = in->at_end || p < c->end;
    return FALSE;
  }
  if (newline == NULL && !in->at_end)
    return FALSE;
  in->wanted = hs_reader_is_wanted (c->reader, in, in->start);
  in->header = newline != NULL ? (gsize)(newline + 1 - c->data) : (gsize)(c->end - c->data);
  in->scanned = newline != NULL ? in->header - 1 : in->header;
  in->body_end = 0;
  in->phase = HS_IN_HEADER;
  return TRUE;
}

static void
note_length (Cursor *c)
{
  HsInput *in = c->in;
  HsSlice header = { c->data + in->header, in->header_end - in->header };
  guint64 length;

  if ((in->index == 0 || in->has_length) && hs_mbox_content_length (header, &length) && length > 0 &&
      length <= MIN (LENGTH_MAX, c->reader->limits.body_bytes))
    in->body_end = in->body + length;
}

static gboolean
end_header (Cursor *c, const char *header_end, const char *body)
{
  HsInput *in = c->in;

  in->header_end = (gsize)(header_end - c->data);
  in->body = (gsize)(body - c->data);
  in->scanned = in->body - 1;
  note_length (c);
  in->phase = HS_IN_BODY;
  if (in->body_end == 0 && (!in->wanted || (c->reader->flags & HS_SOURCE_HEADERS_ONLY))) {
    emit (c, header_end, NULL, 0);
    in->phase = HS_IN_REST;
  }
  return TRUE;
}

/* No blank line and no further message in sight. */
static gboolean
miss_header_end (Cursor *c)
{
  HsInput *in = c->in;

  if ((gsize)(c->end - c->data) - in->header > c->reader->limits.header_bytes) {
    emit (c, c->end, NULL, HS_MESSAGE_HEADER_CUT);
    in->phase = HS_IN_REST;
    return TRUE;
  }
  if (in->at_end) {
    emit (c, c->end, NULL, in->error != NULL ? HS_MESSAGE_TRUNCATED : 0);
    in->finished = TRUE;
  }
  return FALSE;
}

static gboolean
step_header (Cursor *c)
{
  HsInput *in = c->in;
  const char *p, *next;

  while ((p = hs_mbox_scan_header (c->data + in->scanned, c->end)) != NULL) {
    HsMboxAnswer answer = HS_MBOX_NO;
    in->scanned = (gsize)(p++ - c->data);
    if (*p == 'F')
      answer = hs_mbox_is_start (p, c->data + in->start, c->end, in->at_end);
    else if (hs_scan_is_blank (p, c->end, &next))
      return end_header (c, p, next);
    else if (hs_scan_is_all_cr (p, c->end))
      answer = HS_MBOX_MORE;
    if (answer == HS_MBOX_YES) {
      emit (c, p, NULL, 0);
      begin_at (c, p);
      return TRUE;
    }
    if (answer == HS_MBOX_MORE)
      return miss_header_end (c);
    in->scanned++;
  }
  in->scanned = MAX (in->scanned, (gsize)(c->end - c->data) - 1);
  return miss_header_end (c);
}

/* The body ends where Content-Length says, if a message or nothing begins there. */
static gboolean
step_length (Cursor *c)
{
  HsInput *in = c->in;
  const char *body_end = c->data + in->body_end;
  HsMboxAnswer answer = HS_MBOX_NO;

  if (in->body_end <= (gsize)(c->end - c->data))
    answer = hs_mbox_can_end (body_end, c->data + in->start, c->end, in->at_end);
  else if (!in->at_end)
    answer = HS_MBOX_MORE;
  if (answer == HS_MBOX_MORE)
    return FALSE;
  in->body_end = 0;
  if (answer == HS_MBOX_NO)
    return TRUE;
  in->has_length = TRUE;
  emit (c, c->data + in->header_end, body_end, 0);
  while (body_end < c->end && (*body_end == '\n' || *body_end == '\r'))
    body_end++;
  begin_at (c, body_end);
  return TRUE;
}

/* Looks for the next message; FALSE if none is in sight. */
static gboolean
find_next (Cursor *c, const char **next)
{
  HsInput *in = c->in;
  const char *p;

  while ((p = hs_mbox_scan_from (c->data + in->scanned, c->end)) != NULL) {
    HsMboxAnswer answer = hs_mbox_is_start (p + 1, c->data + in->start, c->end, in->at_end);
    in->scanned = (gsize)(p - c->data);
    if (answer == HS_MBOX_MORE)
      return FALSE;
    in->scanned++;
    *next = p + 1;
    if (answer == HS_MBOX_YES)
      return TRUE;
  }
  in->scanned = MAX (in->scanned, (gsize)(c->end - c->data) - 1);
  return FALSE;
}

static gboolean
step_body (Cursor *c)
{
  HsInput *in = c->in;
  const char *header_end = c->data + in->header_end, *body = c->data + in->body, *next;
  gsize limit = c->reader->limits.body_bytes;

  if (in->body_end > 0)
    return step_length (c);
  if (find_next (c, &next)) {
    emit (c, header_end, without_blank_line (body, next), 0);
    begin_at (c, next);
    return TRUE;
  }
  if ((gsize)(c->end - body) > limit && !in->at_end) {
    if (in->wanted && !(c->reader->flags & HS_SOURCE_HEADERS_ONLY) &&
        hs_reader_begin_hashes (in, hs_slice (c->data + in->header, header_end), 2, in->body, in->body + limit)) {
      in->phase = HS_IN_LONG_BODY;
      return TRUE;
    }
    emit (c, header_end, body + limit, HS_MESSAGE_BODY_CUT);
    in->phase = HS_IN_REST;
    return TRUE;
  }
  if (in->at_end) {
    emit (c, header_end, c->end, in->error != NULL ? HS_MESSAGE_BODY_CUT : 0);
    in->finished = TRUE;
  }
  return FALSE;
}

/* Hashes the body to its end; of what lies behind the part kept, only what tells the beginning of a message is at hand. */
static gboolean
step_long_body (Cursor *c)
{
  HsInput *in = c->in;
  const char *header_end = c->data + in->header_end, *next;
  gboolean found = find_next (c, &next);
  gsize len = (gsize)(c->end - c->data), stop = len;

  if (found)
    stop = (gsize)(without_blank_line (c->data + in->hashed, next) - c->data);
  else if (!in->at_end)
    stop = len > 2 * HS_MBOX_POSTMARK_MAX ? len - 2 * HS_MBOX_POSTMARK_MAX : 0;
  if (!found && !in->at_end) {
    hs_reader_hash (c->reader, in, stop);
    c->end = c->data + c->reader->batch->len;
    return FALSE;
  }
  hs_body_hashes_put (in->hashes, hs_slice (c->data + MIN (in->hashed, stop), c->data + stop));
  emit (c, header_end, c->data + MIN (in->kept, stop), HS_MESSAGE_BODY_CUT);
  in->finished = !found;
  if (found)
    begin_at (c, next);
  return found;
}

/* Nothing is wanted up to the next message: only what tells its beginning is kept. */
static gboolean
step_rest (Cursor *c)
{
  HsInput *in = c->in;
  gsize len = (gsize)(c->end - c->data);
  const char *next;

  if (find_next (c, &next)) {
    begin_at (c, next);
    return TRUE;
  }
  if (len > 2 * HS_MBOX_POSTMARK_MAX)
    in->start = MAX (in->start, len - 2 * HS_MBOX_POSTMARK_MAX);
  in->finished = in->at_end;
  return FALSE;
}

void
hs_reader_step_mbox (HsReader *reader, HsInput *input)
{
  static gboolean (*const steps[]) (Cursor *) = { [HS_AT_START] = step_start,
                                                  [HS_IN_HEADER] = step_header,
                                                  [HS_IN_BODY] = step_body,
                                                  [HS_IN_LONG_BODY] = step_long_body,
                                                  [HS_IN_REST] = step_rest };
  Cursor c = { reader, input, reader->batch->data, reader->batch->data + reader->batch->len };

  while (!input->finished && steps[input->phase](&c))
    ;
}
