/* SPDX-License-Identifier: MIT */
#include "address.h"
#include "forms-private.h"

#define COMMENTS_MAX 16
#define PATTERN_TEXT_MAX 4096

/* What one hop is asked about. */
typedef struct {
  const HsForms *forms;
  HsArena *arena;
  const HsLimits *limits;
  HsHop *hop;
  gboolean gave_up; /* a pattern, for its limit */
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

  for (const char *p = raw.ptr; search->n_comments < COMMENTS_MAX; p++) {
    HsSlice word;
    guint bit;
    if ((p = memchr (p, '(', (gsize)(end - p))) == NULL)
      return;
    if (end - p < 3)
      return;
    bit = p[2] == '.' ? filter_bit ((const char[]){ p[1], '\0' }) : filter_bit (p + 1);
    if (!(search->forms->filter[bit / 64] >> (bit % 64) & 1))
      continue;
    word = first_word (hs_slice (p + 1, end));
    if (word.len > 0)
      search->comments[search->n_comments++] = word;
  }
}

/* "8.14.7/8.14.4" of "(8.14.7/8.14.4) with": up to a blank, ')' or ';'. */
static HsSlice
whole_token (HsSlice word, const char *end)
{
  const char *p = word.ptr + word.len;

  while (p < end && !hs_is_space (*p) && *p != ')' && *p != ';')
    p++;
  return hs_slice (word.ptr, p);
}

static gboolean
has_comment (const Search *search, const HsFormRow *row)
{
  HsSlice raw = search->hop->raw;

  for (guint i = 0; i < search->n_comments; i++)
    if (hs_slice_iequal (search->comments[i], row->comment) &&
        (row->token == NULL || hs_shape_match (row->token, whole_token (search->comments[i], raw.ptr + raw.len))))
      return TRUE;
  return FALSE;
}

static gboolean
fits_with (const HsFormRow *row, HsSlice protocol)
{
  if (row->with_prefix && protocol.len > row->with.len)
    protocol.len = row->with.len;
  return hs_slice_iequal (protocol, row->with);
}

static gboolean
fits_pattern (Search *search, const HsFormRow *row)
{
  HsSlice groups[HS_PATTERN_GROUPS];

  if (search->unfolded.ptr == NULL)
    search->unfolded = hs_slice_trim (hs_arena_unfold (search->arena, search->hop->raw));
  if (search->unfolded.ptr == NULL || search->unfolded.len > PATTERN_TEXT_MAX ||
      !hs_pattern_match_or_give_up (row->pattern, search->unfolded, search->limits->pattern_steps, &search->gave_up, groups,
                                    HS_PATTERN_GROUPS))
    return FALSE;
  memcpy (search->groups, groups, sizeof groups);
  return TRUE;
}

static gboolean
fits_by (const HsFormRow *row, HsSlice by)
{
  gsize n = row->by.len;

  return by.len >= n && hs_bytes_iequal (by.ptr + by.len - n, row->by.ptr, n) && (by.len == n || by.ptr[by.len - n - 1] == '.');
}

/* Cheap questions first. @by_known: the row was found by its `by` suffix. */
static gboolean
fits (Search *search, const HsFormRow *row, gboolean by_known)
{
  const HsHop *hop = search->hop;

  if ((row->with.len > 0 || row->with_prefix) && !fits_with (row, hop->protocol))
    return FALSE;
  if ((row->via.len > 0 && !hs_slice_iequal (hop->via, row->via)) || (row->no_id && hop->id.ptr != NULL))
    return FALSE;
  if (row->from.len > 0 && !hs_slice_iequal (hop->from_helo, row->from))
    return FALSE;
  if (row->by.len > 0 && !by_known && !fits_by (row, hop->by_host))
    return FALSE;
  if (row->comment.len > 0 && !has_comment (search, row))
    return FALSE;
  return (row->id == NULL || hs_shape_match (row->id, hop->id)) && (row->pattern == NULL || fits_pattern (search, row));
}

/* The first row in table order wins, whichever key finds it. */
static void
try_list (Search *search, guint first, gboolean by_known)
{
  for (guint i = first; i < search->best;) {
    const HsFormRow *row = &g_array_index (search->forms->rows, HsFormRow, i);
    if (fits (search, row, by_known)) {
      search->best = i;
      return;
    }
    i = row->next;
  }
}

static void
try_key (Search *search, HsFormKey key, HsSlice word)
{
  guint list = word.len > 0 ? hs_index_find_word (search->forms->index[key], word) : G_MAXUINT;

  if (list != G_MAXUINT)
    try_list (search, g_array_index (search->forms->heads, guint, list), FALSE);
}

static void
find_row (Search *search)
{
  const HsHop *hop = search->hop;
  HsSuffixMatch matches[HS_SUFFIX_DEPTH];

  for (guint i = 0; i < search->n_comments; i++)
    try_key (search, HS_FORM_COMMENT, search->comments[i]);
  if (hop->by_host.ptr != NULL)
    for (guint n = hs_suffixes_find (search->forms->suffixes, hop->by_host, matches); n > 0; n--)
      try_list (search, matches[n - 1].value, TRUE);
  try_key (search, HS_FORM_VIA, hop->via);
  try_key (search, HS_FORM_FROM, hop->from_helo);
  try_key (search, HS_FORM_WITH, with_key (hop->protocol));
  if (search->best == G_MAXUINT)
    try_list (search, search->forms->unkeyed, FALSE);
}

/* Named group to clause, filled only where the grammar found nothing. */
static void
fill_clauses (Search *search, const HsFormRow *row)
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

/* "4.95": a port, process or user ("port 10024", "userid 491") has no dot. */
static gboolean
is_version (const char *start, const char *end)
{
  const char *dot = memchr (start, '.', (gsize)(end - start));
  return dot != NULL && dot + 1 < end && hs_is_digit (*start) && hs_is_digit (dot[1]);
}

/* "(Exim 4.95)", "(Haraka/2.8.18)", "(CommuniGate Pro SMTP 5.1.13)": the first one behind the word, in the same comment. */
static HsSlice
version_behind (HsSlice word, const char *end)
{
  gboolean begins = hs_is_digit (word.ptr[0]); /* "(8.17.1.5/8.17.1.5)": Sendmail says no more */
  const char *p = begins ? word.ptr : word.ptr + word.len;
  HsIp ip;

  while (p < end && *p != ')' && *p != '(' && *p != ';') {
    const char *start = p;
    while (p < end && (hs_is_alnum (*p) || memchr ("._+-", *p, 4) != NULL))
      p++;
    if (p > start && is_version (start, p) && (begins || !hs_ip_parse_literal (hs_slice (start, p), &ip)))
      return hs_slice (start, p);
    if (p > start && hs_lower (*start) == 'v' && is_version (start + 1, p))
      return hs_slice (start + 1, p);
    if (p == start)
      p++;
  }
  return HS_SLICE_NONE;
}

gboolean
hs_forms_apply (const HsForms *forms, HsArena *arena, const HsLimits *limits, HsHop *hop)
{
  Search search; /* its arrays are written before they are read */
  const HsFormRow *row;

  if (hop->raw.ptr == NULL)
    return FALSE;
  search.forms = forms;
  search.arena = arena;
  search.limits = limits;
  search.hop = hop;
  search.gave_up = FALSE;
  search.n_comments = 0;
  search.unfolded = HS_SLICE_NONE;
  search.best = G_MAXUINT;
  collect_comments (&search);
  find_row (&search);
  if (search.best == G_MAXUINT)
    return search.gave_up;
  row = &g_array_index (forms->rows, HsFormRow, search.best);
  hop->form = row->form;
  if (row->pattern != NULL)
    fill_clauses (&search, row);
  if (hop->product.ptr == NULL && row->product[0] != '\0')
    hop->product = hs_slice_str (row->product);
  for (guint i = 0; hop->product_version.ptr == NULL && row->comment.len > 0 && i < search.n_comments; i++)
    if (hs_slice_iequal (search.comments[i], row->comment))
      hop->product_version = version_behind (search.comments[i], hop->raw.ptr + hop->raw.len);
  return search.gave_up;
}
