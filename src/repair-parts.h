/* Between repair and its parts.  SPDX-License-Identifier: MIT */
#pragma once

#include "ascii.h"
#include "repair.h"

/* What a field name tells about the text it stands in. */
typedef enum {
  HS_NAME_NONE,    /* no field: no name, or one that no field has ("16", "http", "h=From") */
  HS_NAME_OTHER,   /* could be a field */
  HS_NAME_LABEL,   /* what mail programs write above a quoted message and no header has: "Sent:" */
  HS_NAME_DISPLAY, /* From, To, Subject ...: in headers and above quoted messages */
  HS_NAME_TRACE    /* only in headers: Received, DKIM-Signature, X-MS-Exchange-... */
} HsNameKind;

/* Kind of the field that starts at @line (no line end in it). *@name (nullable): its name. */
HsNameKind hs_repair_name (HsSlice line, HsSlice *name);
/* Kind of a bare name. */
HsNameKind hs_repair_name_kind (HsSlice name);
/* Values in which nobody writes words for people: an odd space or a typographic quote in them is damage. */
gboolean hs_repair_is_machine_written (HsSlice name);
/* The line cannot begin a field but can go on with one: "by mx.example.com ...", "16:20:05 -0400", "b=AbC...". */
gboolean hs_repair_continues (HsSlice line);
/* One long word, as of base64: a piece of a signature, or of a body. */
gboolean hs_repair_is_blob (HsSlice line);

typedef struct {
  HsSlice text; /* without line end */
  guint number; /* in the input, from 1 */
} HsPasteLine;

typedef struct {
  GString *plain;     /* the input as bytes of text with '\n' at line ends; NULL: the input itself is that */
  HsSlice bytes;      /* of plain, or the input */
  GArray *lines;      /* HsPasteLine */
  GStringChunk *made; /* lines made from table rows */
  GArray *repairs;    /* HsRepair */
  gboolean has_table;
  gboolean is_web_page;                /* HTML entities are about */
  guint noted[HS_REPAIR_DEFANGED + 1]; /* by repair-characters: the line noted last for each kind */
} HsPaste;

void hs_paste_note (HsPaste *paste, HsRepairKind kind, guint line);
/* Byte-order mark, UTF-16 and line ends; fills @plain and @bytes. */
void hs_paste_decode (HsPaste *paste, HsSlice data);
/* One line in which whole fields follow each other. */
gboolean hs_paste_has_lost_line_ends (HsSlice line);
/* Cuts (the first 4 MiB of) the bytes into lines. */
void hs_paste_cut (HsPaste *paste);
/* Table rows "Name<TAB>Value" become fields where there are several; FALSE where there are not. */
gboolean hs_paste_read_tables (HsPaste *paste);

/* How the lines of a header are set off: "> " and spaces. */
typedef struct {
  guint depth;    /* of '>' */
  gboolean space; /* one behind the marks */
  guint indent;   /* blanks behind them */
} HsMargin;

HsMargin hs_paste_margin (HsSlice line);
/* The line without the margin; a line that has less of it loses what it has. */
HsSlice hs_paste_without_margin (HsSlice line, HsMargin margin);
/* NBSP, other Unicode spaces, SP, TAB at @p: its length, 0 for anything else. */
gsize hs_paste_space (const char *p, const char *end);
/* "[.]", "[dot]", "[@]", "[at]", "[:]" at @p: its length and *@c (nullable), what it stands for; 0 for anything else. */
gsize hs_paste_defanged (const char *p, const char *end, char *c);

/* Lines [start, end) that make up a header. */
typedef struct {
  guint start;
  guint end;
  HsMargin margin;
  guint fields;
  guint known;
  guint traces;
  guint received;
  guint blanks;  /* blank lines inside */
  guint singles; /* of them: alone between two lines */
  guint others;  /* lines that are neither field nor continuation */
  guint filled;  /* lines that are not blank */
  guint blobs;
  gboolean doubled; /* double-spaced */
  gboolean label;   /* "Sent:" */
  guint singletons; /* bit set of From, Date, Subject, Message-ID, To */
} HsPasteGroup;

/* (element-type HsPasteGroup): everything that looks like a header, in order. */
GArray *hs_paste_find (HsPaste *paste);
gboolean hs_paste_is_header (const HsPasteGroup *group);

/* TRUE if line @i is blank, seen with odd spaces and all. */
gboolean hs_paste_is_blank (HsSlice line);

/* @value with damaged characters mended, appended to @out. @number: its line. */
void hs_paste_mend_characters (HsPaste *paste, HsSlice name, HsSlice value, guint number, GString *out);

/* Appends the header of a group to @text, mended; @map gets the input line of each line. */
void hs_paste_take (HsPaste *paste, const HsPasteGroup *group, GString *text, GArray *map);
