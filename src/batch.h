/* Messages on their way from the reader to whoever analyzes them.  SPDX-License-Identifier: MIT */
#pragma once

#include "mime.h"
#include "repair.h"
#include "seal-body.h"

#include <hopscope/source.h>

typedef enum {
  HS_ENTRY_MESSAGE, /* header and body known */
  HS_ENTRY_TEXT,    /* one message or a paste: header_len bytes in all */
  HS_ENTRY_RECORD,  /* one line of NDJSON */
  HS_ENTRY_MSG,     /* a whole Outlook file */
  HS_ENTRY_ERROR
} HsEntryKind;

/* Places are offsets into the batch's bytes. The strings of @info belong to the batch. */
typedef struct {
  HsEntryKind kind;
  guint flags; /* HsMessageFlags */
  HsSourceInfo info;
  gsize header;
  gsize header_len;
  gsize body;
  gsize body_len;
  gboolean has_body;
  gboolean transcoded; /* it was in UTF-16 */
  guint first_line;
  HsBodyHashes *hashes; /* where the body is cut, if it was read to its end */
  GError *error;
} HsEntry;

struct _HsBatch {
  char *data;
  gsize len;
  gsize room;
  GArray *entries; /* HsEntry */
  GPtrArray *strings;
  HsLimits limits;
  guint flags; /* HsSourceFlags */

  guint at; /* next entry */
  HsMessage message;
  HsSourceInfo info;
  HsRepaired repaired; /* of the text being handed out */
  guint part;          /* next header of it */
  gsize part_line;     /* its first line in the line map */
  GPtrArray *attached; /* HsAttached */
  guint attached_at;
  HsBodyHashes *hashes; /* of the message being handed out, where its body was all at hand */
  gboolean is_record;
  char *id; /* of a record */
};

void hs_batch_reset (HsBatch *batch, const HsLimits *limits, guint flags);
/* Makes room for @n bytes behind the last one; returns where they go. */
char *hs_batch_reserve (HsBatch *batch, gsize n);
/* A copy of @string that lives as long as the batch; NULL for NULL. A copy, not a reference that threads would share. */
const char *hs_batch_keep (HsBatch *batch, const char *string);
void hs_batch_add (HsBatch *batch, const HsEntry *entry);
/* Takes @error. */
void hs_batch_add_error (HsBatch *batch, const HsSourceInfo *info, GError *error);
/* Where the header of @text ends and its body begins; a NULL @body where there is none. */
void hs_batch_split (HsSlice text, HsSlice *header, HsSlice *body);
/* All of a body is at hand that is about to be cut: its hashes are taken before. */
void hs_batch_hash (HsBatch *batch);
/* Brings a message to its limits and flags what was cut. */
void hs_batch_cut (HsMessage *message, const HsLimits *limits);
