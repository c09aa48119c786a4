/* SPDX-License-Identifier: MIT */
#include "shape.h"

#include "ascii.h"
#include "error-private.h"

#define ELEMENTS_MAX 24
#define ALTERNATIVES_MAX 16
#define TEXT_MAX 255
#define STEPS_MAX 4000

/* A set of the 64 characters from ' ' to '_' with small letters folded onto capitals: all that host names consist of. */
typedef struct {
  guint64 set;
  guint8 min;
  guint8 max;
} Element;

typedef struct {
  guint16 first; /* index of its elements */
  guint8 n;
  guint8 n_fixed;  /* of those from the left whose count can't vary */
  guint16 min_len; /* a text shorter or longer cannot fit */
  guint16 max_len;
} Alternative;

struct _HsShape {
  guint n_alternatives;
  guint n_elements;
  Alternative alternatives[ALTERNATIVES_MAX];
  Element elements[]; /* G_MAXUINT8 elements at most */
};

#define BIT(c) [c] = G_GUINT64_CONSTANT (1) << ((c) - ' ')
#define LETTER(c) BIT (c), [(c) | 0x20] = G_GUINT64_CONSTANT (1) << ((c) - ' ')

static const guint64 bits[256] = {
  BIT (' '),    BIT ('!'),    BIT ('"'),    BIT ('#'),    BIT ('$'),    BIT ('%'),    BIT ('&'),    BIT ('\''),
  BIT ('('),    BIT (')'),    BIT ('*'),    BIT ('+'),    BIT (','),    BIT ('-'),    BIT ('.'),    BIT ('/'),
  BIT ('0'),    BIT ('1'),    BIT ('2'),    BIT ('3'),    BIT ('4'),    BIT ('5'),    BIT ('6'),    BIT ('7'),
  BIT ('8'),    BIT ('9'),    BIT (':'),    BIT (';'),    BIT ('<'),    BIT ('='),    BIT ('>'),    BIT ('?'),
  BIT ('@'),    LETTER ('A'), LETTER ('B'), LETTER ('C'), LETTER ('D'), LETTER ('E'), LETTER ('F'), LETTER ('G'),
  LETTER ('H'), LETTER ('I'), LETTER ('J'), LETTER ('K'), LETTER ('L'), LETTER ('M'), LETTER ('N'), LETTER ('O'),
  LETTER ('P'), LETTER ('Q'), LETTER ('R'), LETTER ('S'), LETTER ('T'), LETTER ('U'), LETTER ('V'), LETTER ('W'),
  LETTER ('X'), LETTER ('Y'), LETTER ('Z'), BIT ('['),    BIT ('\\'),   BIT (']'),    BIT ('^'),    BIT ('_'),
};

static inline guint64
bit_of (char c)
{
  return bits[(guint8)c];
}

static guint64
host_characters (void)
{
  guint64 set = 0;

  for (int c = 32; c < 96; c++)
    if (hs_is_host (c))
      set |= bit_of ((char)c);
  return set;
}

static const char *
read_class (const char *p, guint64 *set)
{
  *set = 0;
  while (*p != ']') {
    char from = *p, to = from;
    if (from == '\0' || from == '[' || from == '\\' || from == '^')
      return NULL;
    if (p[1] == '-' && p[2] != ']' && p[2] != '\0') {
      to = p[2];
      p += 2;
    }
    if ((guint8)from > (guint8)to)
      return NULL;
    for (int c = (guint8)from; c <= (guint8)to; c++)
      *set |= bit_of ((char)c);
    p++;
  }
  return *set != 0 ? p + 1 : NULL;
}

static const char *
read_set (const char *p, guint64 *set)
{
  if (*p == '[')
    return read_class (p + 1, set);
  if (*p == '\\') {
    guint64 digits = (((guint64)1 << 10) - 1) << ('0' - 32);
    if (p[1] != 'd' && p[1] != '.' && p[1] != '-')
      return NULL;
    *set = p[1] == 'd' ? digits : bit_of (p[1]);
    return p + 2;
  }
  if (*p == '.') {
    *set = host_characters ();
    return p + 1;
  }
  *set = *p != ' ' && strchr ("(){}]^$+*?", *p) == NULL ? bit_of (*p) : 0;
  return *set != 0 ? p + 1 : NULL;
}

static const char *
read_number (const char *p, guint *value)
{
  if (!hs_is_digit (*p))
    return NULL;
  for (*value = 0; hs_is_digit (*p); p++) {
    *value = *value * 10 + (guint)(*p - '0');
    if (*value > TEXT_MAX)
      return NULL;
  }
  return p;
}

static const char *
read_braces (const char *p, Element *element)
{
  guint min, max;

  if ((p = read_number (p, &min)) == NULL)
    return NULL;
  max = min;
  if (*p == ',' && (p = read_number (p + 1, &max)) == NULL)
    return NULL;
  if (*p != '}' || max < min || max == 0)
    return NULL;
  element->min = (guint8)min;
  element->max = (guint8)max;
  return p + 1;
}

static const char *
read_repeat (const char *p, Element *element)
{
  element->min = element->max = 1;
  switch (*p) {
  case '{':
    return read_braces (p + 1, element);
  case '+':
    element->max = TEXT_MAX;
    return p + 1;
  case '*':
    element->min = 0;
    element->max = TEXT_MAX;
    return p + 1;
  case '?':
    element->min = 0;
    return p + 1;
  default:
    return p;
  }
}

static const char *
read_alternative (HsShape *shape, const char *p)
{
  Alternative *alternative = &shape->alternatives[shape->n_alternatives];
  guint min = 0, max = 0;

  *alternative = (Alternative){ .first = (guint16)shape->n_elements };
  while (*p != '\0' && *p != '|') {
    Element *element = &shape->elements[shape->n_elements];
    if (alternative->n == ELEMENTS_MAX)
      return NULL;
    p = read_set (p, &element->set);
    if (p == NULL || (p = read_repeat (p, element)) == NULL)
      return NULL;
    min += element->min;
    max += element->max;
    if (alternative->n_fixed == alternative->n && element->min == element->max)
      alternative->n_fixed++;
    alternative->n++;
    shape->n_elements++;
  }
  alternative->min_len = (guint16)MIN (min, G_MAXUINT16);
  alternative->max_len = (guint16)MIN (max, G_MAXUINT16);
  shape->n_alternatives++;
  return alternative->n > 0 ? p : NULL;
}

HsShape *
hs_shape_new (const char *text, GError **error)
{
  gsize room = strlen (text) + 1; /* each element is written with one character or more */
  g_autoptr (HsShape) shape = g_malloc0 (sizeof (HsShape) + room * sizeof (Element));
  const char *p = room <= 1024 ? text : NULL;

  while (p != NULL) {
    if (shape->n_alternatives == ALTERNATIVES_MAX || (p = read_alternative (shape, p)) == NULL)
      break;
    if (*p == '\0')
      return g_steal_pointer (&shape);
    p++;
  }
  hs_error_set (error, HS_ERROR_TABLE, "\"{1}\" is no shape of host labels (see hopscope-tables(5), Shapes)", text, NULL);
  return NULL;
}

void
hs_shape_free (HsShape *shape)
{
  g_free (shape);
}

/* How many characters before @p, down to @start, are in @set. */
static guint
run_length (const char *p, const char *start, guint64 set, guint max)
{
  guint n = 0;

  while (n < max && p > start && (bit_of (p[-1]) & set)) {
    p--;
    n++;
  }
  return n;
}

/* The elements whose count can't vary, from the left: the place behind them, or NULL. @start to @end is as long as all of them at least. */
static const char *
match_fixed (const Element *elements, guint n, const char *start)
{
  const char *p = start;

  for (guint i = 0; i < n; i++)
    for (guint count = elements[i].max; count > 0; count--)
      if (!(bit_of (*p++) & elements[i].set))
        return NULL;
  return p;
}

/* The others from the right, because host names and numbers end in what tells them apart: that fails, or fits, without backtracking in nearly all
   cases. Greedy, with a stack of its own: one entry for each element whose count can still fall. */
static gboolean
match_alternative (const Element *elements, guint n, const char *start, const char *end)
{
  const char *ends[ELEMENTS_MAX];
  guint counts[ELEMENTS_MAX];
  guint i = n, steps = 0; /* elements i and up are matched, from p to end */
  const char *p = end;

  for (;;) {
    while (i > 0) {
      const Element *element = &elements[i - 1];
      ends[i - 1] = p;
      counts[i - 1] = run_length (p, start, element->set, element->max);
      steps += counts[i - 1] + 1;
      if (counts[i - 1] < element->min)
        break;
      i--;
      p -= counts[i];
    }
    if (i == 0 && p == start)
      return TRUE;
    do {
      if (i == n || steps > STEPS_MAX)
        return FALSE;
      i++;
    } while (counts[i - 1] <= elements[i - 1].min);
    counts[i - 1]--;
    p = ends[i - 1] - counts[i - 1];
    i--;
  }
}

/* What nearly every other text fails on at once: its length, its last and its first character. */
static gboolean
may_match (const Element *elements, const Alternative *alternative, HsSlice text)
{
  const Element *first = elements, *last = elements + alternative->n - 1;

  return text.len >= alternative->min_len && text.len <= alternative->max_len &&
         (last->min == 0 || (bit_of (text.ptr[text.len - 1]) & last->set)) && (first->min == 0 || (bit_of (text.ptr[0]) & first->set));
}

gboolean
hs_shape_match (const HsShape *shape, HsSlice text)
{
  if (text.ptr == NULL || text.len > TEXT_MAX)
    return FALSE;
  for (guint i = 0; i < shape->n_alternatives; i++) {
    const Alternative *alternative = &shape->alternatives[i];
    const Element *elements = shape->elements + alternative->first;
    const char *rest = may_match (elements, alternative, text) ? match_fixed (elements, alternative->n_fixed, text.ptr) : NULL;
    if (rest != NULL &&
        match_alternative (elements + alternative->n_fixed, alternative->n - alternative->n_fixed, rest, text.ptr + text.len))
      return TRUE;
  }
  return FALSE;
}
