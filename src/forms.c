/* SPDX-License-Identifier: MIT */
#include "forms.h"

#include "address.h"
#include "ascii.h"
#include "index.h"
#include "pattern.h"
#include "shape.h"
#include "suffix.h"
#include "table.h"

#define COMMENTS_MAX 16
#define PATTERN_TEXT_MAX 4096

/* Every cell that is not empty must fit. One of them, the rarest, is the key under which the row is found. */
typedef struct {
  const char *form;
  const char *product;
  const char *comment; /* a comment begins with this word */
  const char *by;      /* suffix of the `by` host */
  const char *via;     /* whole clause */
  const char *from;    /* whole HELO */
  const char *with;    /* whole protocol; a trailing '*' makes it a prefix */
  HsShape *id;
  HsPattern *pattern; /* on the unfolded value; named groups fill clauses */
  guint next;         /* next row of the same key */
} Row;

struct _HsForms {
  GPtrArray *tables;
  GArray *rows;
  HsIndex *index;       /* (kind of key, word) to a list */
  HsSuffixes *suffixes; /* `by` suffix to the first row of its list */
  GArray *heads;        /* guint: first row of each list of @index */
  guint unkeyed;        /* rows with nothing but a pattern */
};

static void
row_clear (gpointer data)
{
  Row *row = data;
  hs_shape_free (row->id);
  hs_pattern_free (row->pattern);
}

void
hs_forms_free (HsForms *forms)
{
  if (forms == NULL)
    return;
  g_clear_pointer (&forms->rows, g_array_unref);
  g_clear_pointer (&forms->heads, g_array_unref);
  hs_index_free (forms->index);
  hs_suffixes_free (forms->suffixes);
  g_clear_pointer (&forms->tables, g_ptr_array_unref);
  g_free (forms);
}

/* "Microsoft SMTP Server", "Microsoft SMTPSVC(6.0)": "Microsoft"; "HTTP/1.1": "HTTP". */
static HsSlice
first_word (HsSlice text)
{
  gsize n = 0;

  while (n < text.len && (hs_is_alnum (text.ptr[n]) || text.ptr[n] == '-' || text.ptr[n] == '_'))
    n++;
  return (HsSlice){ text.ptr, n };
}

static void
append_row (HsForms *forms, guint *first, Row *row)
{
  guint *link = first;

  while (*link != G_MAXUINT)
    link = &g_array_index (forms->rows, Row, *link).next;
  *link = forms->rows->len;
  row->next = G_MAXUINT;
  g_array_append_vals (forms->rows, row, 1);
}

static void
append_indexed (HsForms *forms, HsSlice kind, HsSlice word, Row *row)
{
  guint list = hs_index_find (forms->index, kind, word, HS_SLICE_NONE);

  if (list == G_MAXUINT) {
    guint none = G_MAXUINT;
    list = forms->heads->len;
    g_array_append_val (forms->heads, none);
    hs_index_add (forms->index, kind, word, HS_SLICE_NONE, list);
  }
  append_row (forms, &g_array_index (forms->heads, guint, list), row);
}

#define KIND_COMMENT HS_SLICE_LITERAL ("comment")
#define KIND_VIA HS_SLICE_LITERAL ("via")
#define KIND_FROM HS_SLICE_LITERAL ("from")
#define KIND_WITH HS_SLICE_LITERAL ("with")

static void
add_row (HsForms *forms, Row *row)
{
  if (row->comment[0] != '\0')
    append_indexed (forms, KIND_COMMENT, hs_slice_str (row->comment), row);
  else if (row->by[0] != '\0')
    append_row (forms, hs_suffixes_add (forms->suffixes, row->by), row);
  else if (row->via[0] != '\0')
    append_indexed (forms, KIND_VIA, hs_slice_str (row->via), row);
  else if (row->from[0] != '\0')
    append_indexed (forms, KIND_FROM, hs_slice_str (row->from), row);
  else if (row->with[0] != '\0')
    append_indexed (forms, KIND_WITH, first_word (hs_slice_str (row->with)), row);
  else
    append_row (forms, &forms->unkeyed, row);
}

static gboolean
read_row (const HsTable *table, guint i, gboolean builtin, Row *row, GError **error)
{
  const char *id = hs_table_cell (table, i, hs_table_column (table, "id"));
  const char *pattern = hs_table_cell (table, i, hs_table_column (table, "pattern"));
  g_autoptr (GError) cause = NULL;

  row->form = hs_table_cell (table, i, hs_table_column (table, "form"));
  row->product = hs_table_cell (table, i, hs_table_column (table, "product"));
  row->comment = hs_table_cell (table, i, hs_table_column (table, "comment"));
  row->by = hs_table_cell (table, i, hs_table_column (table, "by"));
  row->via = hs_table_cell (table, i, hs_table_column (table, "via"));
  row->from = hs_table_cell (table, i, hs_table_column (table, "from"));
  row->with = hs_table_cell (table, i, hs_table_column (table, "with"));
  if (row->form[0] == '\0')
    return hs_table_fail (table, i, "form", error, "empty");
  if (id[0] != '\0' && (row->id = hs_shape_new (id, &cause)) == NULL)
    return hs_table_fail (table, i, "id", error, "%s", cause->message);
  if (pattern[0] == '\0')
    return TRUE;
  row->pattern = builtin ? hs_pattern_new_lazy (pattern) : hs_pattern_new (pattern, &cause);
  return row->pattern != NULL || hs_table_fail (table, i, "pattern", error, "%s", cause->message);
}

static gboolean
load_table (HsForms *forms, const HsTable *table, gboolean builtin, GError **error)
{
  for (guint i = 0; i < hs_table_rows (table); i++) {
    Row row = { 0 };
    if (!read_row (table, i, builtin, &row, error)) {
      row_clear (&row);
      return FALSE;
    }
    add_row (forms, &row);
  }
  return TRUE;
}

HsForms *
hs_forms_new (const char *rules_dir, GError **error)
{
  static const char *const required[] = { "form", NULL };
  HsForms *forms = g_new0 (HsForms, 1);
  gboolean ok;

  forms->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (forms->rows, row_clear);
  forms->heads = g_array_new (FALSE, FALSE, sizeof (guint));
  forms->index = hs_index_new ();
  forms->suffixes = hs_suffixes_new ();
  forms->unkeyed = G_MAXUINT;
  forms->tables = hs_table_load ("forms.tsv", rules_dir, required, error);
  ok = forms->tables != NULL;
  for (guint i = 0; ok && i < forms->tables->len; i++)
    ok = load_table (forms, g_ptr_array_index (forms->tables, i), i + 1 == forms->tables->len, error);
  if (ok)
    return forms;
  hs_forms_free (forms);
  return NULL;
}

guint
hs_forms_rows (const HsForms *forms)
{
  return forms->rows->len;
}

const GPtrArray *
hs_forms_tables (const HsForms *forms)
{
  return forms->tables;
}

/* What one hop is asked about. */
typedef struct {
  const HsForms *forms;
  HsArena *arena;
  HsHop *hop;
  guint n_comments;
  HsSlice comments[COMMENTS_MAX]; /* first words */
  HsSlice unfolded;               /* made when a pattern wants it */
  HsSlice groups[HS_PATTERN_GROUPS];
  guint best;
} Search;

/* Nesting does not matter here: "(Postfix, from userid 0)" and "((Exim 4.9))" begin with the same kind of word. */
static void
collect_comments (Search *search)
{
  HsSlice raw = search->hop->raw;
  const char *end = raw.ptr + raw.len;

  for (const char *p = raw.ptr; p != NULL && search->n_comments < COMMENTS_MAX; p++) {
    HsSlice word;
    if ((p = memchr (p, '(', (gsize)(end - p))) == NULL)
      return;
    word = first_word (hs_slice (p + 1, end));
    if (word.len > 0)
      search->comments[search->n_comments++] = word;
  }
}

static gboolean
has_comment (const Search *search, const char *word)
{
  for (guint i = 0; i < search->n_comments; i++)
    if (hs_slice_iequal_str (search->comments[i], word))
      return TRUE;
  return FALSE;
}

static gboolean
fits_with (const char *with, HsSlice protocol)
{
  gsize n = strlen (with);

  if (n > 0 && with[n - 1] == '*')
    return protocol.len >= n - 1 && hs_slice_iequal ((HsSlice){ protocol.ptr, n - 1 }, (HsSlice){ with, n - 1 });
  return hs_slice_iequal_str (protocol, with);
}

static gboolean
fits_pattern (Search *search, const Row *row)
{
  HsSlice groups[HS_PATTERN_GROUPS];

  if (search->unfolded.ptr == NULL)
    search->unfolded = hs_slice_trim (hs_arena_unfold (search->arena, search->hop->raw));
  if (search->unfolded.ptr == NULL || search->unfolded.len > PATTERN_TEXT_MAX ||
      !hs_pattern_match (row->pattern, search->unfolded, 0, groups, HS_PATTERN_GROUPS))
    return FALSE;
  memcpy (search->groups, groups, sizeof groups);
  return TRUE;
}

static gboolean
fits (Search *search, const Row *row)
{
  const HsHop *hop = search->hop;

  if (row->comment[0] != '\0' && !has_comment (search, row->comment))
    return FALSE;
  if (row->by[0] != '\0') {
    HsSlice by = hop->by_host;
    gsize n = strlen (row->by);
    if (!hs_slice_ihas_suffix (by, row->by) || (by.len > n && by.ptr[by.len - n - 1] != '.'))
      return FALSE;
  }
  return (row->via[0] == '\0' || hs_slice_iequal_str (hop->via, row->via)) &&
         (row->from[0] == '\0' || hs_slice_iequal_str (hop->from_helo, row->from)) &&
         (row->with[0] == '\0' || fits_with (row->with, hop->protocol)) && (row->id == NULL || hs_shape_match (row->id, hop->id)) &&
         (row->pattern == NULL || fits_pattern (search, row));
}

/* The first row in table order wins, whichever key finds it. */
static void
try_list (Search *search, guint first)
{
  for (guint i = first; i < search->best;) {
    const Row *row = &g_array_index (search->forms->rows, Row, i);
    if (fits (search, row)) {
      search->best = i;
      return;
    }
    i = row->next;
  }
}

static void
try_key (Search *search, HsSlice kind, HsSlice word)
{
  guint list;

  if (hs_slice_is_empty (word))
    return;
  list = hs_index_find (search->forms->index, kind, word, HS_SLICE_NONE);
  if (list != G_MAXUINT)
    try_list (search, g_array_index (search->forms->heads, guint, list));
}

static void
find_row (Search *search)
{
  const HsHop *hop = search->hop;
  HsSuffixMatch matches[HS_SUFFIX_DEPTH];

  for (guint i = 0; i < search->n_comments; i++)
    try_key (search, KIND_COMMENT, search->comments[i]);
  if (hop->by_host.ptr != NULL)
    for (guint n = hs_suffixes_find (search->forms->suffixes, hop->by_host, matches); n > 0; n--)
      try_list (search, matches[n - 1].value);
  try_key (search, KIND_VIA, hop->via);
  try_key (search, KIND_FROM, hop->from_helo);
  if (hop->protocol.ptr != NULL)
    try_key (search, KIND_WITH, first_word (hop->protocol));
  if (search->best == G_MAXUINT)
    try_list (search, search->forms->unkeyed);
}

/* Named group to clause, filled only where the grammar found nothing. */
static void
fill_clauses (Search *search, const Row *row)
{
  HsHop *hop = search->hop;
  const struct {
    const char *name;
    HsSlice *clause;
  } clauses[] = {
    { "helo", &hop->from_helo },
    { "rdns", &hop->from_rdns },
    { "ident", &hop->ident },
    { "by", &hop->by_host },
    { "via", &hop->via },
    { "with", &hop->protocol },
    { "id", &hop->id },
    { "for", &hop->for_address },
    { "user", &hop->authenticated },
    { "mail_from", &hop->envelope_from },
    { "version", &hop->product_version },
  };
  guint ip = hs_pattern_group (row->pattern, "ip");

  for (guint i = 0; i < G_N_ELEMENTS (clauses); i++) {
    guint group = hs_pattern_group (row->pattern, clauses[i].name);
    if (group > 0 && group <= HS_PATTERN_GROUPS && clauses[i].clause->ptr == NULL)
      *clauses[i].clause = search->groups[group - 1];
  }
  if (ip > 0 && ip <= HS_PATTERN_GROUPS && hop->from_ip.family == 0 && search->groups[ip - 1].ptr != NULL)
    hs_ip_parse_literal (search->groups[ip - 1], &hop->from_ip);
}

/* "(Exim 4.95)", "(Haraka/2.8.18)", "(CommuniGate Pro SMTP 5.1.13)": the first number behind the word, in the same comment. */
static HsSlice
version_behind (HsSlice word, const char *end)
{
  const char *p = word.ptr + word.len;

  while (p < end && *p != ')' && *p != '(' && *p != ';') {
    const char *start = p;
    while (p < end && (hs_is_alnum (*p) || memchr ("._+-", *p, 4) != NULL))
      p++;
    if (p > start && hs_is_digit (*start))
      return hs_slice (start, p);
    if (p - start > 1 && hs_lower (*start) == 'v' && hs_is_digit (start[1]))
      return hs_slice (start + 1, p);
    if (p == start)
      p++;
  }
  return HS_SLICE_NONE;
}

void
hs_forms_apply (const HsForms *forms, HsArena *arena, HsHop *hop)
{
  Search search = { .forms = forms, .arena = arena, .hop = hop, .best = G_MAXUINT };
  const Row *row;

  if (hop->raw.ptr == NULL)
    return;
  collect_comments (&search);
  find_row (&search);
  if (search.best == G_MAXUINT)
    return;
  row = &g_array_index (forms->rows, Row, search.best);
  hop->form = row->form;
  if (row->pattern != NULL)
    fill_clauses (&search, row);
  if (hop->product.ptr == NULL && row->product[0] != '\0')
    hop->product = hs_slice_str (row->product);
  for (guint i = 0; hop->product_version.ptr == NULL && row->comment[0] != '\0' && i < search.n_comments; i++)
    if (hs_slice_iequal_str (search.comments[i], row->comment))
      hop->product_version = version_behind (search.comments[i], hop->raw.ptr + hop->raw.len);
}
