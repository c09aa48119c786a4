/* Reads an input into batches: recognizes it, opens what is packed, finds where messages begin and end.  SPDX-License-Identifier: MIT */
#pragma once

#include "batch.h"
#include "gunzip.h"
#include "sniff.h"
#include "stream.h"
#include "unpack.h"

typedef struct _HsReader HsReader;

/* Takes @stream. */
HsReader *hs_reader_new (HsStream *stream, const char *name, const HsLimits *limits, guint flags);
void hs_reader_free (HsReader *reader);
void hs_reader_set_range (HsReader *reader, guint64 start, guint64 end);
guint64 hs_reader_get_bytes_read (const HsReader *reader);
/* FALSE at the end of the input. */
gboolean hs_reader_fill (HsReader *reader, HsBatch *batch);

/* The rest is between reader and its parts. */

/* One stream being read: the file itself, or a member of an archive. Places (gsize) are offsets into the batch's bytes. */
typedef struct {
  HsStream *stream;
  char *path;      /* NULL for standard input */
  gboolean member; /* of an archive: no range applies */
  HsArchive *archive;
  gboolean wrapped;    /* all of it is read through another input */
  gboolean transcoded; /* it is text in UTF-16, decoded */
  gboolean known;
  HsKind kind;
  const char *what;
  gboolean at_end;   /* all bytes are in the batch */
  gboolean finished; /* nothing more comes out of it */
  GError *error;     /* why reading stopped: told behind the messages that came before */
  guint64 index;     /* of the next message */
  guint64 origin;    /* place in the stream of the batch's first byte (modulo 2^64) */
  gsize start;       /* first byte still needed */
  gsize scanned;     /* how far start's message was looked through */

  HsBodyHashes *hashes; /* of a body longer than is kept, while it is read to its end */
  gsize hashed;         /* how far */
  gsize kept;           /* end of the part of it that is kept */
  guint64 gap;          /* bytes taken out between start and scanned */

  gboolean skipping; /* records: the rest of a line too long */

  /* mbox */
  enum { HS_AT_START, HS_IN_HEADER, HS_IN_BODY, HS_IN_LONG_BODY, HS_IN_REST } phase;
  gboolean wanted;     /* in the range */
  gboolean has_length; /* mboxcl: the first message has a Content-Length that is true */
  gsize header;
  gsize header_end;
  gsize body;
  gsize body_end; /* by Content-Length; 0: not known */
} HsInput;

struct _HsReader {
  HsLimits limits;
  guint flags;
  HsBatch *batch;      /* being filled */
  GPtrArray *inputs;   /* HsInput; the last one is being read */
  GByteArray *carried; /* start of an unfinished message, for the next batch */
  guint64 range_start;
  guint64 range_end;
  guint64 bytes_read;
  guint64 expanded; /* came out of all archives, those inside others too */
};

HsSourceInfo hs_reader_info (HsReader *reader, HsInput *input, gsize place);
/* After @by bytes at the front of the batch are gone. */
void hs_reader_rebase (HsInput *input, gsize by);
/* A body is longer than is kept: hashes for the signatures in @header are taken from @body on; FALSE where nobody asks for them. */
gboolean hs_reader_begin_hashes (HsInput *input, HsSlice header, guint first_line, gsize body, gsize kept);
/* Goes on to @stop, and forgets what lies between the part kept and that. */
void hs_reader_hash (HsReader *reader, HsInput *input, gsize stop);
/* At the end of the body: NULL where that was never reached. */
HsBodyHashes *hs_reader_end_hashes (HsInput *input);
/* Each goes on with what is in the batch until more is needed. */
void hs_reader_step_text (HsReader *reader, HsInput *input);
void hs_reader_step_mbox (HsReader *reader, HsInput *input);
void hs_reader_step_records (HsReader *reader, HsInput *input);
void hs_reader_step_msg (HsReader *reader, HsInput *input);
/* Opens the archive and its next member. */
void hs_reader_step_archive (HsReader *reader, HsInput *input);
HsInput *hs_reader_push (HsReader *reader, HsStream *stream, char *path, gboolean member);
/* The bytes read of @input go back to its stream. */
void hs_reader_give_back (HsReader *reader, HsInput *input);
/* Decodes it. */
void hs_reader_step_wide (HsReader *reader, HsInput *input);
/* Takes @error. */
void hs_reader_add_error (HsReader *reader, HsInput *input, GError *error);
/* Is what begins at @place of the batch in the range asked for? */
gboolean hs_reader_is_wanted (HsReader *reader, HsInput *input, gsize place);
