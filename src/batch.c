/* SPDX-License-Identifier: MIT */
#include "batch.h"

#include "error-private.h"
#include "mbox.h"
#include "msg.h"
#include "records.h"
#include "scan.h"

#include <hopscope/error.h>

#include <string.h>

#define PASTE_FACTOR 2       /* how much longer than a header a paste may be: each of its lines is held */
#define KEPT_BYTES (1 << 20) /* a batch that grew for one huge message gives the memory back */

HsBatch *
hs_batch_new (void)
{
  HsBatch *batch = g_new0 (HsBatch, 1);
  batch->entries = g_array_new (FALSE, FALSE, sizeof (HsEntry));
  batch->strings = g_ptr_array_new_with_free_func (g_free);
  return batch;
}

/* What belongs to the entry being handed out. */
static void
clear_current (HsBatch *batch)
{
  hs_repaired_clear (&batch->repaired);
  g_clear_pointer (&batch->attached, g_ptr_array_unref);
  g_clear_pointer (&batch->hashes, hs_body_hashes_free);
  batch->is_record = FALSE;
  g_clear_pointer (&batch->id, g_free);
  batch->part = batch->attached_at = 0;
  batch->part_line = 0;
}

static void
clear_entries (HsBatch *batch)
{
  clear_current (batch);
  for (guint i = 0; i < batch->entries->len; i++) {
    HsEntry *entry = &g_array_index (batch->entries, HsEntry, i);
    g_clear_error (&entry->error);
    g_clear_pointer (&entry->hashes, hs_body_hashes_free);
  }
  g_array_set_size (batch->entries, 0);
  g_ptr_array_set_size (batch->strings, 0);
}

void
hs_batch_free (HsBatch *batch)
{
  if (batch == NULL)
    return;
  clear_entries (batch);
  g_array_unref (batch->entries);
  g_ptr_array_unref (batch->strings);
  g_free (batch->data);
  g_free (batch);
}

void
hs_batch_clear (HsBatch *batch)
{
  clear_entries (batch);
  if (batch->room > KEPT_BYTES) {
    g_clear_pointer (&batch->data, g_free);
    batch->room = 0;
  }
  batch->len = 0;
  batch->at = 0;
}

gsize
hs_batch_get_size (const HsBatch *batch)
{
  return batch->room;
}

void
hs_batch_reset (HsBatch *batch, const HsLimits *limits, guint flags)
{
  hs_batch_clear (batch);
  batch->limits = *limits;
  batch->flags = flags;
  batch->info = (HsSourceInfo){ 0 };
}

char *
hs_batch_reserve (HsBatch *batch, gsize n)
{
  if (batch->room - batch->len < n) {
    batch->room = MAX (batch->len + n, batch->room + batch->room / 2);
    batch->data = g_realloc (batch->data, batch->room);
  }
  return batch->data + batch->len;
}

const char *
hs_batch_keep (HsBatch *batch, const char *string)
{
  GPtrArray *strings = batch->strings;

  if (string == NULL)
    return NULL;
  if (strings->len == 0 || strcmp (strings->pdata[strings->len - 1], string) != 0)
    g_ptr_array_add (strings, g_strdup (string));
  return strings->pdata[strings->len - 1];
}

void
hs_batch_add (HsBatch *batch, const HsEntry *entry)
{
  g_array_append_val (batch->entries, *entry);
}

void
hs_batch_add_error (HsBatch *batch, const HsSourceInfo *info, GError *error)
{
  HsEntry entry = { .kind = HS_ENTRY_ERROR, .info = *info, .error = error };
  hs_batch_add (batch, &entry);
}

const HsSourceInfo *
hs_batch_get_info (const HsBatch *batch)
{
  return &batch->info;
}

/* Attached messages follow the one they were found in. */
static void
find_attached (HsBatch *batch)
{
  HsMessage *m = &batch->message;
  gboolean cut = FALSE;

  if (m->body.ptr == NULL || !hs_mime_may_have_attached (m->header, m->body))
    return;
  batch->attached = hs_mime_attached (m->header, m->body, (m->flags & HS_MESSAGE_BODY_CUT) == 0, &batch->limits, &cut);
  if (cut)
    m->flags |= HS_MESSAGE_ATTACHED_CUT;
}

static gboolean
deliver (HsBatch *batch, const HsMessage **message)
{
  hs_batch_hash (batch);
  hs_batch_cut (&batch->message, &batch->limits);
  if (batch->flags & HS_SOURCE_HEADERS_ONLY)
    batch->message.body = HS_SLICE_NONE;
  else if (batch->info.part == NULL && !batch->is_record && batch->attached == NULL)
    find_attached (batch);
  batch->message.info = batch->info;
  *message = &batch->message;
  return TRUE;
}

/* A header whose names nobody knows is one only if it begins with a field and mostly consists of them. */
static gboolean
is_header (HsSlice header)
{
  const char *end = header.len > 0 ? header.ptr + header.len : NULL;
  guint fields = 0, others = 0;

  if (end == NULL)
    return FALSE;
  if (!hs_scan_is_field (header.ptr, end) && !hs_slice_ihas_prefix (header, "from ") && !hs_slice_ihas_prefix (header, ">from "))
    return FALSE;
  for (const char *p = header.ptr; p < end && fields + others < 50; p = hs_scan_next_line (p, end))
    if (hs_scan_is_field (p, end))
      fields++;
    else
      others += *p != ' ' && *p != '\t';
  return fields > 0 && fields >= others;
}

/* Repairs after which the body is still the one that was signed and sent. */
static gboolean
keeps_body (const HsRepaired *repaired)
{
  for (guint i = 0; i < repaired->repairs->len; i++)
    switch (g_array_index (repaired->repairs, HsRepair, i).kind) {
    case HS_REPAIR_CHATTER:
    case HS_REPAIR_QUOTED:
    case HS_REPAIR_INDENTED:
    case HS_REPAIR_SPLIT:
    case HS_REPAIR_DOUBLE_SPACED:
      return FALSE;
    default:
      break;
    }
  return TRUE;
}

static guint
count_lines (HsSlice s)
{
  guint n = 0;

  for (const char *p = s.ptr, *end = p + s.len; p < end; p = hs_scan_next_line (p, end))
    n++;
  return n;
}

/* The next header of a mended paste. */
static gboolean
deliver_part (HsBatch *batch, const HsMessage **message)
{
  HsRepaired *r = &batch->repaired;
  HsMessage *m = &batch->message;
  gsize start = batch->part == 0 ? 0 : g_array_index (r->starts, gsize, batch->part - 1);
  gsize end = batch->part < r->starts->len ? g_array_index (r->starts, gsize, batch->part) : r->text->len;

  *m = (HsMessage){ .first_line = 1, .flags = g_array_index (batch->entries, HsEntry, batch->at - 1).flags };
  hs_batch_split (hs_slice (r->text->str + start, r->text->str + end), &m->header, &m->body);
  if (!keeps_body (r))
    m->body = HS_SLICE_NONE;
  m->line_map = (const guint *)r->line_map->data + MIN (batch->part_line, r->line_map->len);
  m->n_line_map = r->line_map->len - (guint)MIN (batch->part_line, r->line_map->len);
  m->repairs = (const HsRepair *)r->repairs->data;
  m->n_repairs = r->repairs->len;
  batch->info.index += batch->part > 0;
  batch->info.part = NULL;
  batch->part++;
  batch->part_line += count_lines (hs_slice (r->text->str + start, r->text->str + end));
  return deliver (batch, message);
}

static gboolean
is_only_split (const HsRepaired *repaired)
{
  return repaired->repairs->len == 1 && g_array_index (repaired->repairs, HsRepair, 0).kind == HS_REPAIR_SPLIT;
}

static gboolean
refuse_text (GError **error)
{
  hs_error_set (error, HS_ERROR_NOT_MAIL,
                "there is no mail header in it; give a message as saved, or the header as your mail program shows it", NULL);
  return FALSE;
}

/* One message, or a paste: what is clean passes untouched. */
static gboolean
deliver_text (HsBatch *batch, HsSlice text, guint flags, const HsMessage **message, GError **error)
{
  HsMessage *m = &batch->message;
  gsize most = MIN (batch->limits.header_bytes, G_MAXSIZE / PASTE_FACTOR) * PASTE_FACTOR;

  hs_repair ((HsSlice){ text.ptr, MIN (text.len, most) }, &batch->repaired);
  if (batch->repaired.text != NULL && text.len > most)
    g_array_index (batch->entries, HsEntry, batch->at - 1).flags |= HS_MESSAGE_BODY_CUT;
  if (batch->is_record && is_only_split (&batch->repaired)) /* a record is one message, and that its body */
    hs_repaired_clear (&batch->repaired);
  if (batch->repaired.text != NULL && is_header ((HsSlice){ batch->repaired.text->str, batch->repaired.text->len }) &&
      (batch->is_record || hs_repair_may_be_mail ((HsSlice){ batch->repaired.text->str, batch->repaired.text->len })))
    return deliver_part (batch, message);
  *m = (HsMessage){ .first_line = 1, .flags = flags, .body_hashes = g_array_index (batch->entries, HsEntry, batch->at - 1).hashes };
  hs_batch_split (text, &m->header, &m->body);
  if (!is_header (m->header) || (!batch->is_record && !hs_repair_may_be_mail (m->header)))
    return refuse_text (error);
  return deliver (batch, message);
}

/* One message a record, whatever it holds: a pipeline counts on it. */
static gboolean
deliver_record (HsBatch *batch, const HsEntry *entry, const HsMessage **message, GError **error)
{
  gboolean decoded, cut = (entry->flags & HS_MESSAGE_BODY_CUT) != 0;
  HsSlice text;

  batch->is_record = TRUE;
  decoded = hs_record_decode (batch->data + entry->header, entry->header_len, cut, &text, &batch->id, error);
  batch->info.id = batch->id != NULL && *batch->id != '\0' ? batch->id : NULL;
  if (!decoded && cut) {
    g_clear_error (error);
    hs_error_set (error, HS_ERROR_LIMIT, "the record is longer than header-bytes and body-bytes allow", NULL);
  }
  if (!decoded)
    return FALSE;
  if (text.len == 0)
    return refuse_text (error);
  decoded = deliver_text (batch, text, entry->flags, message, error);
  batch->part = G_MAXUINT;
  return decoded;
}

/* The item's own header, then those of messages attached to it. */
static gboolean
deliver_msg (HsBatch *batch, HsSlice file, const HsMessage **message, GError **error)
{
  const HsAttached *own;
  HsSlice text;
  gboolean cut = FALSE;

  batch->attached = hs_msg_read (file, &batch->limits, &cut, error);
  if (batch->attached == NULL)
    return FALSE;
  own = batch->attached->pdata[0];
  batch->attached_at = batch->flags & HS_SOURCE_HEADERS_ONLY ? batch->attached->len : 1;
  if (own->bytes == NULL) {
    hs_error_set (error, HS_ERROR_NO_HEADERS,
                  "the Outlook item has no transport headers: it is a draft, a sent item or mail inside one organization; take the "
                  "message from the recipient's mailbox",
                  NULL);
    return FALSE;
  }
  text.ptr = g_bytes_get_data (own->bytes, &text.len);
  return deliver_text (batch, text, cut ? HS_MESSAGE_ATTACHED_CUT : 0, message, error);
}

static gboolean
deliver_message (HsBatch *batch, HsEntry *entry, const HsMessage **message)
{
  static const HsRepair transcoding = { HS_REPAIR_UTF16, 1, 1 };
  HsMessage *m = &batch->message;

  *m = (HsMessage){ .first_line = entry->first_line, .flags = entry->flags, .body_hashes = entry->hashes };
  m->header = (HsSlice){ batch->data + entry->header, entry->header_len };
  m->repairs = &transcoding;
  m->n_repairs = entry->transcoded ? 1 : 0;
  if (entry->has_body)
    m->body = (HsSlice){ batch->data + entry->body, entry->body_len };
  return deliver (batch, message);
}

/* FALSE if there is no header field in it: an empty part of a bounce. */
static gboolean
deliver_attached (HsBatch *batch, const HsAttached *attached, const HsMessage **message)
{
  HsMessage *m = &batch->message;
  HsSlice text;
  const char *next;

  text.ptr = g_bytes_get_data (attached->bytes, &text.len);
  while (text.len > 0 && hs_scan_is_blank (text.ptr, text.ptr + text.len, &next))
    text = hs_slice (next, text.ptr + text.len);
  *m = (HsMessage){ .first_line = 1 };
  if (text.len > 0)
    hs_batch_split (text, &m->header, &m->body);
  if (!is_header (m->header))
    return FALSE;
  m->flags = (attached->encoded ? HS_MESSAGE_ENCODED_HEADER : 0u) | (attached->headers_only ? HS_MESSAGE_HEADERS_ONLY_PART : 0u) |
             (attached->cut ? HS_MESSAGE_BODY_CUT : 0u);
  batch->info.part = attached->part;
  return deliver (batch, message);
}

gboolean
hs_batch_next (HsBatch *batch, const HsMessage **message, GError **error)
{
  HsEntry *entry;
  HsSlice bytes;

  while (batch->attached != NULL && batch->attached_at < batch->attached->len)
    if (deliver_attached (batch, batch->attached->pdata[batch->attached_at++], message))
      return TRUE;
  if (batch->repaired.text != NULL && batch->part > 0 && batch->part <= batch->repaired.starts->len)
    return deliver_part (batch, message);
  clear_current (batch);
  if (batch->at == batch->entries->len)
    return FALSE;
  entry = &g_array_index (batch->entries, HsEntry, batch->at++);
  batch->info = entry->info;
  bytes = (HsSlice){ batch->data + entry->header, entry->header_len };
  switch (entry->kind) {
  case HS_ENTRY_MESSAGE:
    return deliver_message (batch, entry, message);
  case HS_ENTRY_TEXT:
    return deliver_text (batch, bytes, entry->flags, message, error);
  case HS_ENTRY_RECORD:
    return deliver_record (batch, entry, message, error);
  case HS_ENTRY_MSG:
    return deliver_msg (batch, bytes, message, error);
  default:
    g_propagate_error (error, g_steal_pointer (&entry->error));
    return FALSE;
  }
}
