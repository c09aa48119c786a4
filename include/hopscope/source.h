/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_SOURCE_H
#define HOPSCOPE_SOURCE_H

#include <hopscope/limits.h>
#include <hopscope/trace.h>

G_BEGIN_DECLS

/** HsRepairKind: what was mended in a paste; each becomes a finding. The names are in the findings table. */
typedef enum {
  HS_REPAIR_BYTE_ORDER_MARK,
  HS_REPAIR_UTF16,
  HS_REPAIR_LINE_ENDS, /* CR only, CR CR LF, mixtures that hide lines */
  HS_REPAIR_DOUBLE_SPACED,
  HS_REPAIR_QUOTED, /* "> " */
  HS_REPAIR_INDENTED,
  HS_REPAIR_UNFOLDED,    /* folding white space was lost */
  HS_REPAIR_CHATTER,     /* text before the first header */
  HS_REPAIR_ENTITIES,    /* HTML entities */
  HS_REPAIR_SPACES,      /* non-breaking and other odd spaces */
  HS_REPAIR_QUOTES,      /* typographic quotes and dashes */
  HS_REPAIR_TABLE,       /* copied from a web page's table */
  HS_REPAIR_BLANK_LINES, /* blank lines between headers */
  HS_REPAIR_SPLIT,       /* several headers in one paste */
  HS_REPAIR_DEFANGED     /* "[.]" and the like, written so that nobody clicks */
} HsRepairKind;

/** HsRepair: @count lines, the first at @line of the input as given. */
typedef struct {
  HsRepairKind kind;
  guint line;
  guint count;
} HsRepair;

typedef enum {
  HS_MESSAGE_HEADER_CUT = 1 << 0,       /* longer than the header limit; the rest was not read */
  HS_MESSAGE_TRUNCATED = 1 << 1,        /* input ends inside the header */
  HS_MESSAGE_BODY_CUT = 1 << 2,         /* body longer than the limit: what is kept is incomplete */
  HS_MESSAGE_ATTACHED_CUT = 1 << 3,     /* more or deeper attached messages than the limit */
  HS_MESSAGE_MISSING_BLANK = 1 << 4,    /* body begins without a blank line */
  HS_MESSAGE_ENCODED_HEADER = 1 << 5,   /* header came out of an encoded (base64) part */
  HS_MESSAGE_HEADERS_ONLY_PART = 1 << 6 /* text/rfc822-headers of a bounce */
} HsMessageFlags;

/** HsBodyHashes: hashes of a body that was too long to be kept, for the signatures of its header. */
typedef struct _HsBodyHashes HsBodyHashes;

/**
 * HsMessage:
 * @info: where it came from
 * @header: header block, after repairs, up to but without the blank line
 * @body: (nullable): body bytes at hand; %NULL ptr if there was none (headers only)
 * @line_map: (nullable): for a repaired header: input line number of each line of @header, @n_line_map of them
 * @first_line: input line number of the first line of @header where @line_map is %NULL
 * @body_hashes: (nullable): where @body is only the beginning of it: what its signatures need of the whole
 *
 * One message, borrowed from its source until the next is asked for.
 */
typedef struct {
  HsSourceInfo info;
  HsSlice header;
  HsSlice body;
  guint first_line;
  const guint *line_map;
  guint n_line_map;
  const HsRepair *repairs;
  guint n_repairs;
  guint flags;
  const HsBodyHashes *body_hashes;
} HsMessage;

/** HsSourceFlags: */
typedef enum {
  HS_SOURCE_DEFAULT = 0,
  HS_SOURCE_HEADERS_ONLY = 1 << 0, /* bodies are not wanted (no seals, no attached messages): may stop reading at the blank line */
  HS_SOURCE_RECORDS = 1 << 1       /* NDJSON records {"id","raw"|"raw_b64"} */
} HsSourceFlags;

/**
 * HsSource:
 *
 * A stream of messages out of one file, descriptor or memory block, recognized by content: one message, a paste, an mbox, an
 * archive or compressed file of those, an Outlook .msg, NDJSON records. Messages attached to a message follow it.
 * Reads with read() in chunks; memory does not grow with the input.
 */
typedef struct _HsSource HsSource;

/**
 * hs_source_new_for_path:
 * @path: a regular file (folders are for the caller to walk)
 * @limits: (nullable)
 *
 * Returns: (transfer full): a source, or %NULL with %HS_ERROR_OPEN
 */
HS_API HsSource *hs_source_new_for_path (const char *path, const HsLimits *limits, guint flags, GError **error);
/** hs_source_new_for_fd: @fd is borrowed; @name as for messages, %NULL for standard input. */
HS_API HsSource *hs_source_new_for_fd (int fd, const char *name, const HsLimits *limits, guint flags);
/** hs_source_new_for_bytes: @data is borrowed and must outlive the source. */
HS_API HsSource *hs_source_new_for_bytes (const void *data, gsize len, const char *name, const HsLimits *limits, guint flags);
HS_API void hs_source_free (HsSource *source);

/**
 * hs_source_set_range:
 *
 * Only messages whose `From ` line starts in [@start, @end) of an mbox; any split gives the same messages as the whole.
 */
HS_API void hs_source_set_range (HsSource *source, guint64 start, guint64 end);

/**
 * hs_source_next:
 * @message: (out) (transfer none): the next one, borrowed until the next call
 *
 * Returns: %TRUE with a message; %FALSE without @error at the end; %FALSE with @error for something unreadable in the
 * input. After an error call again: it goes on behind the damage, or says that it is at the end.
 */
HS_API gboolean hs_source_next (HsSource *source, const HsMessage **message, GError **error);

/** hs_source_get_info: (transfer none): where the source stands: for error records. */
HS_API const HsSourceInfo *hs_source_get_info (const HsSource *source);

/** hs_source_get_bytes_read: for progress. */
HS_API guint64 hs_source_get_bytes_read (const HsSource *source);

/**
 * HsBatch:
 *
 * Consecutive messages of one source, about 256 KiB of input, in a buffer of its own. For more than one thread: one reads with
 * hs_source_read_batch(), which only finds where messages begin and end; others take whole batches through hs_batch_next(), where
 * pastes are mended, records decoded and attached messages found. A batch belongs to one thread at a time, does not need its source
 * any more, and is used again and again: its memory is kept.
 */
typedef struct _HsBatch HsBatch;

HS_API HsBatch *hs_batch_new (void);
HS_API void hs_batch_free (HsBatch *batch);
/** hs_batch_clear: what it holds is done with; the memory of a long message is given back. */
HS_API void hs_batch_clear (HsBatch *batch);
/** hs_batch_get_size: bytes of memory that its input takes. */
HS_API gsize hs_batch_get_size (const HsBatch *batch);

/**
 * hs_source_read_batch:
 * @batch: what it held before is gone
 *
 * Never waits for input while it holds a whole message, so a slow pipe is answered message by message. Do not mix with
 * hs_source_next() on the same source.
 *
 * Returns: %TRUE with at least one message or error in @batch, %FALSE at the end
 */
HS_API gboolean hs_source_read_batch (HsSource *source, HsBatch *batch);

/**
 * hs_batch_next:
 * @message: (out) (transfer none): the next one, borrowed until the next call
 *
 * Returns: %TRUE with a message; %FALSE with @error for something unreadable, in its place: call again; %FALSE without @error
 * at the end of the batch
 */
HS_API gboolean hs_batch_next (HsBatch *batch, const HsMessage **message, GError **error);

/** hs_batch_get_info: (transfer none): of the message or error last returned: for error records. */
HS_API const HsSourceInfo *hs_batch_get_info (const HsBatch *batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsSource, hs_source_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsBatch, hs_batch_free)

G_END_DECLS

#endif
