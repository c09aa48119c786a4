/* SPDX-License-Identifier: MIT */
#include "summary-prune.h"

#include "ascii.h"

#define DEPTH_MAX 16u /* real records go 4 deep */
#define DIGITS_MAX 18 /* of a whole number that fits 64 bits */

#define NAME(s)       \
  {                   \
    s, sizeof (s) - 1 \
  }

static const HsSlice counted[] = {
  NAME ("type"),         NAME ("schema"),      NAME ("verdict"),           NAME ("timing"),    NAME ("findings"),
  NAME ("hops"),         NAME ("passes"),      NAME ("connector"),         NAME ("assurance"), NAME ("submission_path"),
  NAME ("tenant_id"),    NAME ("code"),        NAME ("matched_connector"), NAME ("role"),      NAME ("connecting_ip"),
  NAME ("operator"),     NAME ("by_host"),     NAME ("inferred"),          NAME ("delay_ms"),  NAME ("trust"),
  NAME ("current"),      NAME ("tls"),         NAME ("total_ms"),          NAME ("first"),     NAME ("last"),
  NAME ("undated_hops"), NAME ("skewed_hops"),
};

typedef struct {
  const char *p;
  const char *end;
  GString *out;
  guint depth;
  guint32 objects; /* bit per depth: an object, else a list */
  guint32 filled;  /* bit per depth: something was put into it already */
  guint skipped;   /* depth of the object one of whose members is left out; 0 for none */
} Pruner;

static void
skip_space (Pruner *r)
{
  while (r->p < r->end && hs_is_space (*r->p))
    r->p++;
}

static gboolean
take (Pruner *r, char c)
{
  skip_space (r);
  if (r->p == r->end || *r->p != c)
    return FALSE;
  r->p++;
  return TRUE;
}

static void
put (Pruner *r, const char *start)
{
  if (r->skipped == 0)
    g_string_append_len (r->out, start, r->p - start);
}

/* A comma, unless what follows is the first item here. */
static void
put_comma (Pruner *r)
{
  if (r->skipped != 0 || r->depth == 0)
    return;
  if (r->filled >> r->depth & 1)
    g_string_append_c (r->out, ',');
  r->filled |= 1u << r->depth;
}

/* Behind the escape at @p, or NULL. Halves of surrogate pairs are left to a real parser. */
static const char *
skip_escape (const char *p, const char *end)
{
  if (end - p < 2)
    return NULL;
  if (p[1] != 'u')
    return p[1] != '\0' && strchr ("\"\\/bfnrt", p[1]) != NULL ? p + 2 : NULL;
  if (end - p < 6 || hs_lower (p[2]) == 'd')
    return NULL;
  for (guint i = 2; i < 6; i++)
    if (!hs_is_hex (p[i]))
      return NULL;
  return p + 6;
}

static gboolean
read_string (Pruner *r, HsSlice *text)
{
  const char *start;
  guint8 bits = 0;

  if (!take (r, '"'))
    return FALSE;
  for (start = r->p; r->p < r->end && *r->p != '"';) {
    guint8 c = (guint8)*r->p;
    bits |= c;
    if (c < 0x20)
      return FALSE;
    if (c != '\\')
      r->p++;
    else if ((r->p = skip_escape (r->p, r->end)) == NULL)
      return FALSE;
  }
  if (r->p == r->end)
    return FALSE;
  *text = hs_slice (start, r->p++);
  return bits < 0x80 || g_utf8_validate_len (text->ptr, text->len, NULL);
}

static gboolean
read_word (Pruner *r, const char *word)
{
  gsize len = strlen (word);

  if ((gsize)(r->end - r->p) < len || memcmp (r->p, word, len) != 0)
    return FALSE;
  r->p += len;
  return TRUE;
}

/* A whole number; others are left to a real parser. */
static gboolean
read_number (Pruner *r)
{
  const char *digits;

  if (*r->p == '-')
    r->p++;
  for (digits = r->p; r->p < r->end && hs_is_digit (*r->p);)
    r->p++;
  return r->p > digits && r->p - digits <= DIGITS_MAX && (*digits != '0' || r->p - digits == 1) &&
         (r->p == r->end || strchr (",]} \t\r\n", *r->p) != NULL);
}

static gboolean
read_plain (Pruner *r)
{
  const char *start = r->p;
  HsSlice text;
  gboolean read;

  if (*start == '"')
    read = read_string (r, &text);
  else if (hs_is_digit (*start) || *start == '-')
    read = read_number (r);
  else
    read = read_word (r, "true") || read_word (r, "false") || read_word (r, "null");
  if (read)
    put (r, start);
  return read;
}

static gboolean
is_counted (HsSlice name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (counted); i++)
    if (hs_slice_equal (name, counted[i]))
      return TRUE;
  return FALSE;
}

/* "name": what follows is kept or left out with it. */
static gboolean
read_name (Pruner *r)
{
  HsSlice name;

  if (!read_string (r, &name) || memchr (name.ptr, '\\', name.len) != NULL || !take (r, ':'))
    return FALSE;
  if (r->skipped != 0)
    return TRUE;
  if (!is_counted (name)) {
    r->skipped = r->depth;
    return TRUE;
  }
  put_comma (r);
  g_string_append_c (r->out, '"');
  g_string_append_len (r->out, name.ptr, (gssize)name.len);
  g_string_append (r->out, "\":");
  return TRUE;
}

static gboolean
in_object (const Pruner *r)
{
  return r->objects >> r->depth & 1;
}

/* A list or object begins at the cursor. */
static gboolean
open_list (Pruner *r)
{
  if (++r->depth >= DEPTH_MAX)
    return FALSE;
  r->filled &= ~(1u << r->depth);
  r->objects = (r->objects & ~(1u << r->depth)) | (guint32)(*r->p == '{') << r->depth;
  r->p++;
  put (r, r->p - 1);
  return TRUE;
}

/* Ends of lists and objects behind a value, as many as there are; then the next item is at the cursor, or nothing if @r is done. */
static gboolean
close_lists (Pruner *r, gboolean empty)
{
  for (;; empty = FALSE) {
    if (r->depth == 0) {
      skip_space (r);
      return r->p == r->end;
    }
    if (r->skipped == r->depth && !empty)
      r->skipped = 0;
    if (!take (r, in_object (r) ? '}' : ']'))
      return empty || take (r, ',');
    put (r, r->p - 1);
    r->depth--;
  }
}

gboolean
hs_summary_prune (const char *json, gsize len, GString *out)
{
  static const char beginning[] = "{\"type\":\"message\",";
  Pruner r = { .p = json, .end = json + len, .out = out };

  if (len < sizeof beginning || memcmp (json, beginning, sizeof beginning - 1) != 0)
    return FALSE;
  do {
    gboolean opens;
    if (r.depth > 0 && in_object (&r) && !read_name (&r))
      return FALSE;
    if (r.depth > 0 && !in_object (&r))
      put_comma (&r);
    skip_space (&r);
    if (r.p == r.end)
      return FALSE;
    opens = *r.p == '{' || *r.p == '[';
    if (opens ? !open_list (&r) : !read_plain (&r))
      return FALSE;
    if (!close_lists (&r, opens))
      return FALSE;
  } while (r.depth > 0);
  return TRUE;
}
