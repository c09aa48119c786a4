/* Address lists (RFC 5322 section 3.4 and what is met in the wild), cut without GMime.  SPDX-License-Identifier: MIT */
#include "mime.h"

#include "ascii.h"

/* Scanner over a list: what a delimiter means depends on quotes, comments and brackets around it. */
typedef struct {
  gboolean quoted;
  gboolean angle;
  gboolean bracket;
  guint comments;
} State;

/* All characters but these leave the scanner as it is. */
static inline gboolean
is_special (char c)
{
  static const gboolean special[256] = { ['"'] = TRUE, ['\\'] = TRUE, ['('] = TRUE, [')'] = TRUE, ['['] = TRUE, [']'] = TRUE,
                                         ['<'] = TRUE, ['>'] = TRUE,  [','] = TRUE, [';'] = TRUE, [':'] = TRUE };
  return special[(guint8)c];
}

/* Takes in one character; TRUE if it is a delimiter at the top level. A backslash hides the next character: returns it in @skip. */
static gboolean
advance (State *state, char c, gboolean *skip)
{
  *skip = c == '\\' && (state->quoted || state->comments > 0);
  if (state->quoted) {
    state->quoted = c != '"';
  } else if (c == '(') {
    state->comments++;
  } else if (state->comments > 0) {
    state->comments -= c == ')';
  } else if (c == '"') {
    state->quoted = TRUE;
  } else if (c == '[' || c == ']') {
    state->bracket = c == '[';
  } else if (c == '<' || c == '>') {
    state->angle = c == '<';
    state->bracket = FALSE;
  } else {
    return !state->angle && !state->bracket && (c == ',' || c == ';' || c == ':');
  }
  return FALSE;
}

/* The next element of a list; a group's name is passed over. *@p: behind it. */
static HsSlice
next_element (const char **p, const char *end)
{
  const char *start = *p, *q;
  State state = { 0 };

  for (q = start; q < end; q++) {
    gboolean skip;
    if (!is_special (*q))
      continue;
    if (advance (&state, *q, &skip)) {
      if (*q != ':')
        break;
      start = q + 1;
    }
    q += skip && q + 1 < end;
  }
  *p = q < end ? q + 1 : end;
  return hs_slice_trim (hs_slice (start, q));
}

/* Places of an element: "<address>", or its comments and the rest. */
typedef struct {
  const char *open; /* '<' */
  const char *close;
  HsSlice comment; /* the last one, without parentheses */
  gboolean unbalanced;
} Places;

static Places
find_places (HsSlice s)
{
  Places places = { 0 };
  State state = { 0 };

  for (gsize i = 0; i < s.len; i++) {
    guint comments = state.comments;
    gboolean angle = state.angle, skip;
    if (!is_special (s.ptr[i]))
      continue;
    advance (&state, s.ptr[i], &skip);
    if (state.angle && !angle) {
      places.open = s.ptr + i;
      places.close = NULL;
    }
    if (!state.angle && angle)
      places.close = s.ptr + i;
    if (comments == 0 && state.comments == 1)
      places.comment = hs_slice (s.ptr + i + 1, s.ptr + s.len); /* if it is not closed */
    if (comments == 1 && state.comments == 0)
      places.comment.len = (gsize)(s.ptr + i - places.comment.ptr);
    i += skip;
  }
  places.unbalanced = state.quoted || state.angle || state.comments > 0;
  return places;
}

static gboolean
is_plain_address (HsSlice s)
{
  for (gsize i = 0; i < s.len; i++)
    if (s.ptr[i] <= ' ' || s.ptr[i] == 0x7f || is_special (s.ptr[i])) /* 8-bit bytes are below, too */
      return FALSE;
  return s.len > 0;
}

/* An addr-spec without comments and white space; a source route in front of it (RFC 5322 section 4.4) goes. */
static HsSlice
clean_address (HsArena *arena, HsSlice s)
{
  char *out = is_plain_address (s) ? NULL : hs_arena_alloc_raw (arena, MAX (s.len, 1));
  State state = { 0 };
  gsize n = 0;

  if (out == NULL)
    return is_plain_address (s) ? s : HS_SLICE_NONE;
  for (gsize i = 0; i < s.len; i++) {
    gboolean quoted = state.quoted, skip, delimiter = advance (&state, s.ptr[i], &skip);
    if (delimiter && s.ptr[i] == ':' && n > 0 && out[0] == '@')
      n = 0;
    else if (state.comments == 0 && s.ptr[i] != ')' && (quoted || !hs_is_space (s.ptr[i])))
      out[n++] = s.ptr[i];
    if (skip && i + 1 < s.len && state.comments == 0)
      out[n++] = s.ptr[i + 1];
    i += skip;
  }
  return hs_mime_text (arena, (HsSlice){ out, n }, &(HsLimits){ 0 }, NULL); /* no decoding, only valid UTF-8 */
}

/* A display name: quotes and backslashes undone, words decoded (also those wrongly put in quotes). */
static HsSlice
clean_name (HsArena *arena, HsSlice s, const HsLimits *limits, guint *reached)
{
  char *out = hs_arena_alloc_raw (arena, MAX (s.len, 1));
  State state = { 0 };
  HsSlice name;
  gsize n = 0;

  if (out == NULL)
    return HS_SLICE_NONE;
  for (gsize i = 0; i < s.len; i++) {
    gboolean skip;
    if (!is_special (s.ptr[i])) {
      out[n++] = s.ptr[i];
      continue;
    }
    advance (&state, s.ptr[i], &skip);
    if (s.ptr[i] == '"' && state.comments == 0)
      continue;
    if (!skip)
      out[n++] = s.ptr[i];
    else if (++i < s.len)
      out[n++] = s.ptr[i];
  }
  name = hs_mime_text (arena, (HsSlice){ out, n }, limits, reached);
  name = name.ptr != NULL ? hs_slice_trim (name) : name;
  return name.len > 0 ? name : HS_SLICE_NONE;
}

static gboolean
has_inner_space (HsSlice s)
{
  for (gsize i = 0; i < s.len; i++)
    if (hs_is_space (s.ptr[i]))
      return TRUE;
  return FALSE;
}

/* A name without quotes' balance hides its address: the last "<...>" is it. */
static void
recover (HsSlice s, Places *places)
{
  if (places->open != NULL || !places->unbalanced)
    return;
  places->open = memrchr (s.ptr, '<', s.len);
  if (places->open != NULL)
    places->close = memchr (places->open, '>', (gsize)(s.ptr + s.len - places->open));
}

static gboolean
has_at (HsSlice s)
{
  return s.ptr != NULL && memchr (s.ptr, '@', s.len) != NULL;
}

/* One element; FALSE if there is neither a name nor an address in it. */
static gboolean
read_element (HsArena *arena, HsSlice s, const HsLimits *limits, HsMailbox *mailbox, guint *reached)
{
  Places places = find_places (s);
  HsSlice name = places.comment, address = s;

  recover (s, &places);
  *mailbox = (HsMailbox){ 0 };
  if (places.open != NULL) {
    address = hs_slice (places.open + 1, places.close != NULL ? places.close : s.ptr + s.len);
    if (places.open > s.ptr)
      name = hs_slice (s.ptr, places.open);
  } else if (places.comment.ptr == NULL && has_inner_space (s) && !has_at (s)) { /* "John Smith": a name and no address */
    name = s;
    address = HS_SLICE_NONE;
  }
  if (address.ptr != NULL)
    mailbox->address = clean_address (arena, address);
  if (mailbox->address.len == 0)
    mailbox->address = HS_SLICE_NONE;
  if (name.ptr != NULL)
    mailbox->name = clean_name (arena, name, limits, reached);
  return mailbox->address.ptr != NULL || mailbox->name.ptr != NULL;
}

/* "Smith, John <js@example.com>" without quotes: what precedes the comma belongs to the name. */
static gboolean
is_half_a_name (HsSlice before, HsSlice element)
{
  return before.ptr != NULL && !has_at (before) && memchr (before.ptr, '<', before.len) == NULL && before.ptr + before.len < element.ptr &&
         memchr (element.ptr, '<', element.len) != NULL;
}

guint
hs_mime_addresses (HsArena *arena, HsSlice value, const HsLimits *limits, HsMailbox *mailboxes, guint max, guint *reached)
{
  const char *p = value.ptr, *end = value.ptr + value.len;
  HsSlice before = HS_SLICE_NONE;
  guint n = 0;

  while (p < end) {
    HsSlice element = next_element (&p, end);
    gboolean joined = is_half_a_name (before, element);
    HsSlice whole = joined ? hs_slice (before.ptr, element.ptr + element.len) : element;
    if (joined && n > 0)
      n--;
    if (n == max) {
      if (whole.len == 0)
        continue;
      if (reached != NULL)
        *reached |= HS_MIME_REACHED_ADDRESSES;
      break;
    }
    if (whole.len > 0 && read_element (arena, whole, limits, &mailboxes[n], reached))
      n++;
    before = element.len > 0 && p < end && p[-1] == ',' ? element : HS_SLICE_NONE;
  }
  return n;
}
