/* A page of text for a terminal: styles, wrapping, aligned columns. Knows nothing of mail.  SPDX-License-Identifier: MIT */
#pragma once

#include "writer.h"

typedef enum { HS_STYLE_PLAIN, HS_STYLE_BOLD, HS_STYLE_DIM, HS_STYLE_GOOD, HS_STYLE_WARNING, HS_STYLE_ALERT, HS_STYLE_NOTE } HsStyle;

typedef struct {
  GString *out;
  guint width; /* 0: no limit */
  gboolean color;
} HsPage;

/* Columns where something has to be laid out although the width has no limit. */
#define HS_PAGE_USUAL_WIDTH 100

/* Text given to these is safe already (hs_escape_text) and in one line. */
void hs_page_style (HsPage *page, HsStyle style);
void hs_page_styled (HsPage *page, HsStyle style, const char *text);
void hs_page_spaces (HsPage *page, guint n);
/* @text and spaces up to @width columns; a longer text is followed by two spaces. */
void hs_page_padded (HsPage *page, HsStyle style, const char *text, guint width);
/* Ends the line, without spaces at its end. */
void hs_page_end_line (HsPage *page);
/* Words from the current place (column @column) on; further lines begin at @indent. Ends the line. A word that is longer than the line
   stays whole: the terminal breaks it, and it can still be copied. */
void hs_page_words (HsPage *page, HsStyle style, const char *text, guint column, guint indent);
/* A paragraph indented by @indent. */
void hs_page_paragraph (HsPage *page, HsStyle style, const char *text, guint indent);
/* An empty line and a heading. */
void hs_page_heading (HsPage *page, const char *text);

/* Labels and values in two columns. */
typedef struct _HsPairs HsPairs;
HsPairs *hs_pairs_new (void);
/* Takes nothing; an empty or NULL value is left out. */
void hs_pairs_add (HsPairs *pairs, const char *label, HsStyle style, const char *value);
/* A part of the message, escaped. */
void hs_pairs_add_slice (HsPairs *pairs, const char *label, HsSlice s);
/* Prints all, indented by @indent, and frees. */
void hs_pairs_print (HsPairs *pairs, HsPage *page, guint indent);
