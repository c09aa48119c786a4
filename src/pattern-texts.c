/* SPDX-License-Identifier: MIT */
#include "pattern-texts.h"

#include "ascii.h"

#define SHORTEST 2

typedef struct {
  HsPatternTexts *texts;
  gsize used; /* of the bytes, by finished texts */
  gsize run;  /* length of the text at hand */
} Reader;

static void
end_run (Reader *reader)
{
  if (reader->run >= SHORTEST && reader->texts->n < HS_PATTERN_TEXTS) {
    reader->used += reader->run + 1;
    reader->texts->bytes[reader->used - 1] = '\0';
    reader->texts->n++;
  }
  reader->run = 0;
}

static void
add_literal (Reader *reader, char c)
{
  if (reader->used + reader->run + 1 == HS_PATTERN_TEXT_BYTES)
    end_run (reader);
  if (reader->used + reader->run + 1 < HS_PATTERN_TEXT_BYTES)
    reader->texts->bytes[reader->used + reader->run++] = c;
}

/* Behind a class whose '[' is at @p, or NULL. */
static const char *
skip_class (const char *p)
{
  p += p[1] == '^' ? 2 : 1;
  if (*p == ']')
    p++;
  for (; *p != ']'; p++) {
    if (*p == '[' && (p[1] == ':' || p[1] == '.' || p[1] == '='))
      return NULL;
    if (*p == '\\')
      p++;
    if (*p == '\0')
      return NULL;
  }
  return p + 1;
}

/* Groups, named groups and assertions; anything else that begins with "(?" or "(*" may change what the rest means. */
static gboolean
is_plain_group (const char *p)
{
  return p[1] != '*' && (p[1] != '?' || (p[2] != '\0' && strchr (":<>=!", p[2]) != NULL));
}

/* Behind an escape whose backslash is at @p, or NULL for one that is not known here. */
static const char *
skip_escape (const char *p)
{
  return p[1] != '\0' && (!hs_is_alnum (p[1]) || strchr ("SsDdWwBb", p[1]) != NULL) ? p + 2 : NULL;
}

/* Behind a group whose parenthesis is at @p, or NULL. */
static const char *
skip_group (const char *p)
{
  guint depth = 0;

  do {
    const char *next = p + 1;
    if (*p == '(' && !is_plain_group (p))
      return NULL;
    if (*p == '\0')
      return NULL;
    if (*p == '[')
      next = skip_class (p);
    else if (*p == '\\')
      next = skip_escape (p);
    depth += (*p == '(') - (*p == ')');
    p = next;
  } while (p != NULL && depth > 0);
  return p;
}

/* One more step of the pattern; NULL where it can't be read. */
static const char *
read_step (Reader *reader, const char *p)
{
  switch (*p) {
  case '\\':
    if (p[1] != '\0' && !hs_is_alnum (p[1]) && (guint8)p[1] < 0x80) {
      add_literal (reader, p[1]);
      return p + 2;
    }
    end_run (reader);
    return skip_escape (p);
  case '[':
    end_run (reader);
    return skip_class (p);
  case '(':
    end_run (reader);
    return skip_group (p);
  case '?':
  case '*':
  case '{': /* what stands before it may be missing */
    reader->run -= reader->run > 0 ? 1 : 0;
    end_run (reader);
    p = *p == '{' ? strchr (p, '}') : p;
    return p != NULL ? p + 1 : NULL;
  case '+':
  case '.':
  case '^':
  case '$':
    end_run (reader);
    return p + 1;
  case '|':
  case ')':
    return NULL;
  default:
    add_literal (reader, *p);
    return p + 1;
  }
}

void
hs_pattern_texts_read (HsPatternTexts *texts, const char *pattern)
{
  Reader reader = { .texts = texts };

  texts->n = 0;
  for (const char *p = pattern; *p != '\0';)
    if ((p = read_step (&reader, p)) == NULL) {
      texts->n = 0;
      return;
    }
  end_run (&reader);
}

gboolean
hs_pattern_texts_hold (const HsPatternTexts *texts, HsSlice subject)
{
  const char *text = texts->bytes;

  for (guint i = 0; i < texts->n; i++) {
    const char *found = hs_slice_ifind (subject, text);
    gsize len = strlen (text);
    if (found == NULL)
      return FALSE;
    subject = hs_slice (found + len, subject.ptr + subject.len);
    text += len + 1;
  }
  return TRUE;
}
