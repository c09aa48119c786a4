/* SPDX-License-Identifier: MIT */
#include "text-page.h"

#include <string.h>

void
hs_page_style (HsPage *page, HsStyle style)
{
  static const char *const codes[] = {
    [HS_STYLE_PLAIN] = "\033[0m",      [HS_STYLE_BOLD] = "\033[1m",     [HS_STYLE_DIM] = "\033[2m",   [HS_STYLE_GOOD] = "\033[1;32m",
    [HS_STYLE_WARNING] = "\033[1;33m", [HS_STYLE_ALERT] = "\033[1;31m", [HS_STYLE_NOTE] = "\033[36m",
  };
  if (page->color)
    g_string_append (page->out, codes[style]);
}

void
hs_page_styled (HsPage *page, HsStyle style, const char *text)
{
  if (style != HS_STYLE_PLAIN)
    hs_page_style (page, style);
  g_string_append (page->out, text);
  if (style != HS_STYLE_PLAIN)
    hs_page_style (page, HS_STYLE_PLAIN);
}

void
hs_page_spaces (HsPage *page, guint n)
{
  while (n-- > 0)
    g_string_append_c (page->out, ' ');
}

void
hs_page_padded (HsPage *page, HsStyle style, const char *text, guint width)
{
  guint used = hs_text_width (text, strlen (text));

  hs_page_styled (page, style, text);
  hs_page_spaces (page, used < width ? width - used : 2);
}

void
hs_page_end_line (HsPage *page)
{
  while (page->out->len > 0 && page->out->str[page->out->len - 1] == ' ')
    g_string_truncate (page->out, page->out->len - 1);
  g_string_append_c (page->out, '\n');
}

/* Before a word of @width columns: a space, or a new line where there is no room for it. */
static void
put_gap (HsPage *page, guint width, gboolean first, guint indent, guint *column)
{
  guint gap = first || *column == indent ? 0 : 1;

  if (page->width > 0 && *column > indent && *column + gap + width > page->width) {
    hs_page_end_line (page);
    hs_page_spaces (page, indent);
    *column = indent;
  } else {
    hs_page_spaces (page, gap);
    *column += gap;
  }
}

/* How much of a word that is longer than a line goes onto the next line: up to the last of @ends that fits. */
static gsize
piece_length (const char *word, gsize len, const char *ends, guint room)
{
  gsize end = 0;
  guint width = 0;

  while (end < len) {
    gsize step = strcspn (word + end, ends);
    step = MIN (step + 1, len - end);
    width += hs_text_width (word + end, step);
    if (width > room && end > 0)
      break;
    end += step;
  }
  return end;
}

/* A word, behind its gap. Lists that are longer than a line, as the filter's reports and the fields that a signature covers, are cut behind
   their separators; a name, an identifier or a signature has none of these, and stays whole so that it can be copied. */
static void
put_word (HsPage *page, const char *word, gsize len, gboolean first, guint indent, guint *column)
{
  guint width = hs_text_width (word, len), room = page->width > indent ? page->width - indent : 0;
  const char *ends = memchr (word, ';', len) != NULL ? ";) " : ":, ";

  if (room == 0 || width <= room) {
    put_gap (page, width, first, indent, column);
    g_string_append_len (page->out, word, (gssize)len);
    *column += width;
    return;
  }
  for (gsize at = 0; at < len;) {
    gsize piece = piece_length (word + at, len - at, ends, room);
    width = hs_text_width (word + at, piece);
    put_gap (page, at > 0 ? room : width, first, indent, column); /* what follows a piece always begins a line */
    g_string_append_len (page->out, word + at, (gssize)piece);
    *column += width;
    at += piece;
  }
}

void
hs_page_words (HsPage *page, HsStyle style, const char *text, guint column, guint indent)
{
  const char *start = text;

  if (style != HS_STYLE_PLAIN)
    hs_page_style (page, style);
  while (*text != '\0') {
    gsize len = strcspn (text, " ");
    put_word (page, text, len, text == start, indent, &column);
    text += len + (text[len] == ' ');
  }
  if (style != HS_STYLE_PLAIN)
    hs_page_style (page, HS_STYLE_PLAIN);
  hs_page_end_line (page);
}

void
hs_page_paragraph (HsPage *page, HsStyle style, const char *text, guint indent)
{
  hs_page_spaces (page, indent);
  hs_page_words (page, style, text, indent, indent);
}

void
hs_page_heading (HsPage *page, const char *text)
{
  g_string_append_c (page->out, '\n');
  hs_page_styled (page, HS_STYLE_BOLD, text);
  g_string_append_c (page->out, '\n');
}

typedef struct {
  char *label;
  char *value;
  HsStyle style;
} Pair;

struct _HsPairs {
  GArray *items;
  guint label_width;
};

static void
clear_pair (gpointer data)
{
  Pair *pair = data;
  g_free (pair->label);
  g_free (pair->value);
}

HsPairs *
hs_pairs_new (void)
{
  HsPairs *pairs = g_new0 (HsPairs, 1);
  pairs->items = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (pairs->items, clear_pair);
  return pairs;
}

void
hs_pairs_add (HsPairs *pairs, const char *label, HsStyle style, const char *value)
{
  Pair pair = { g_strdup (label), g_strdup (value), style };

  if (value == NULL || *value == '\0') {
    clear_pair (&pair);
    return;
  }
  pairs->label_width = MAX (pairs->label_width, hs_text_width (label, strlen (label)));
  g_array_append_val (pairs->items, pair);
}

void
hs_pairs_add_slice (HsPairs *pairs, const char *label, HsSlice s)
{
  g_autoptr (GString) text = g_string_new (NULL);

  hs_escape_text (text, s);
  hs_pairs_add (pairs, label, HS_STYLE_PLAIN, text->str);
}

/* Labels so long that they would leave less than half of a line to the values stand on lines of their own. */
static void
print_stacked (const HsPairs *pairs, HsPage *page, guint indent)
{
  for (guint i = 0; i < pairs->items->len; i++) {
    const Pair *pair = &g_array_index (pairs->items, Pair, i);
    hs_page_paragraph (page, HS_STYLE_DIM, pair->label, indent);
    hs_page_paragraph (page, pair->style, pair->value, indent + 4);
  }
}

static void
print_columns (const HsPairs *pairs, HsPage *page, guint indent)
{
  guint column = indent + pairs->label_width + 2;

  for (guint i = 0; i < pairs->items->len; i++) {
    const Pair *pair = &g_array_index (pairs->items, Pair, i);
    hs_page_spaces (page, indent);
    hs_page_padded (page, HS_STYLE_DIM, pair->label, pairs->label_width + 2);
    hs_page_words (page, pair->style, pair->value, column, column);
  }
}

void
hs_pairs_print (HsPairs *pairs, HsPage *page, guint indent)
{
  if (page->width > 0 && indent + pairs->label_width + 2 > page->width / 2)
    print_stacked (pairs, page, indent);
  else
    print_columns (pairs, page, indent);
  g_array_unref (pairs->items);
  g_free (pairs);
}
