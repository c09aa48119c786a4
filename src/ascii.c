/* SPDX-License-Identifier: MIT */
#include "ascii.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define SP HS_ASCII_SPACE
#define NM HS_ASCII_FIELD_NAME
#define NH (HS_ASCII_FIELD_NAME | HS_ASCII_HOST)
#define DG (HS_ASCII_DIGIT | HS_ASCII_HEX | HS_ASCII_FIELD_NAME | HS_ASCII_HOST)
#define LH (HS_ASCII_ALPHA | HS_ASCII_HEX | HS_ASCII_FIELD_NAME | HS_ASCII_HOST)
#define LO (HS_ASCII_ALPHA | HS_ASCII_FIELD_NAME | HS_ASCII_HOST)
#define UH (LH | HS_ASCII_UPPER)
#define UP (LO | HS_ASCII_UPPER)

const guint8 hs_ascii_classes[256] = {
  ['\t'] = SP, ['\n'] = SP, ['\r'] = SP, [' '] = SP, ['!'] = NM, ['"'] = NM, ['#'] = NM, ['$'] = NM,  ['%'] = NM, ['&'] = NM, ['\''] = NM,
  ['('] = NM,  [')'] = NM,  ['*'] = NM,  ['+'] = NM, [','] = NM, ['-'] = NH, ['.'] = NH, ['/'] = NM,  ['0'] = DG, ['1'] = DG, ['2'] = DG,
  ['3'] = DG,  ['4'] = DG,  ['5'] = DG,  ['6'] = DG, ['7'] = DG, ['8'] = DG, ['9'] = DG, [';'] = NM,  ['<'] = NM, ['='] = NM, ['>'] = NM,
  ['?'] = NM,  ['@'] = NM,  ['A'] = UH,  ['B'] = UH, ['C'] = UH, ['D'] = UH, ['E'] = UH, ['F'] = UH,  ['G'] = UP, ['H'] = UP, ['I'] = UP,
  ['J'] = UP,  ['K'] = UP,  ['L'] = UP,  ['M'] = UP, ['N'] = UP, ['O'] = UP, ['P'] = UP, ['Q'] = UP,  ['R'] = UP, ['S'] = UP, ['T'] = UP,
  ['U'] = UP,  ['V'] = UP,  ['W'] = UP,  ['X'] = UP, ['Y'] = UP, ['Z'] = UP, ['['] = NM, ['\\'] = NM, [']'] = NM, ['^'] = NM, ['_'] = NH,
  ['`'] = NM,  ['a'] = LH,  ['b'] = LH,  ['c'] = LH, ['d'] = LH, ['e'] = LH, ['f'] = LH, ['g'] = LO,  ['h'] = LO, ['i'] = LO, ['j'] = LO,
  ['k'] = LO,  ['l'] = LO,  ['m'] = LO,  ['n'] = LO, ['o'] = LO, ['p'] = LO, ['q'] = LO, ['r'] = LO,  ['s'] = LO, ['t'] = LO, ['u'] = LO,
  ['v'] = LO,  ['w'] = LO,  ['x'] = LO,  ['y'] = LO, ['z'] = LO, ['{'] = NM, ['|'] = NM, ['}'] = NM,  ['~'] = NM,
};

#define TEN(t) t "0" t "1" t "2" t "3" t "4" t "5" t "6" t "7" t "8" t "9"
const char hs_digit_pairs[201] = TEN ("0") TEN ("1") TEN ("2") TEN ("3") TEN ("4") TEN ("5") TEN ("6") TEN ("7") TEN ("8") TEN ("9");

#define EACH_BYTE(c) (G_GUINT64_CONSTANT (0x0101010101010101) * (c))

/* Eight bytes at once: bit 7 of a byte tells a capital, and that, moved to bit 5, is what makes it small. */
static inline guint64
lower_word (guint64 word)
{
  guint64 seven_bits = word & EACH_BYTE (0x7f);
  guint64 capitals = (seven_bits + EACH_BYTE (0x80 - 'A')) & ~(seven_bits + EACH_BYTE (0x7f - 'Z')) & ~word & EACH_BYTE (0x80);

  return word | capitals >> 2;
}

static inline guint64
load8 (const char *p)
{
  guint64 word;
  memcpy (&word, p, sizeof word);
  return word;
}

/* The first four bytes and the last four. */
static inline guint64
load4_and_4 (const char *p, gsize len)
{
  guint32 first, last;
  memcpy (&first, p, sizeof first);
  memcpy (&last, p + len - sizeof last, sizeof last);
  return (guint64)last << 32 | first;
}

/* Most pairs are spelt the same. */
static inline gboolean
word_iequal (guint64 x, guint64 y)
{
  return x == y || lower_word (x) == lower_word (y);
}

#ifdef __SSE2__
static inline __m128i
lower_block (__m128i v)
{
  /* Moved so that capitals are the 26 lowest of all signed bytes. */
  __m128i moved = _mm_add_epi8 (v, _mm_set1_epi8 ((char)(0x80 - 'A')));
  __m128i capitals = _mm_cmplt_epi8 (moved, _mm_set1_epi8 (-128 + 26));
  return _mm_or_si128 (v, _mm_and_si128 (capitals, _mm_set1_epi8 (0x20)));
}

static inline gboolean
block_iequal (const char *a, const char *b)
{
  __m128i x = _mm_loadu_si128 ((const __m128i *)a), y = _mm_loadu_si128 ((const __m128i *)b);

  return _mm_movemask_epi8 (_mm_cmpeq_epi8 (x, y)) == 0xffff || /* most pairs are spelt the same */
         _mm_movemask_epi8 (_mm_cmpeq_epi8 (lower_block (x), lower_block (y))) == 0xffff;
}
#endif

/* Steps that overlap at the end, so that nothing is done byte by byte. */
gboolean
hs_bytes_iequal_long (const char *a, const char *b, gsize len)
{
#ifdef __SSE2__
  if (len >= 16) {
    for (gsize i = 0; i + 16 < len; i += 16)
      if (!block_iequal (a + i, b + i))
        return FALSE;
    return block_iequal (a + len - 16, b + len - 16);
  }
#endif
  if (len >= 8) {
    for (gsize i = 0; i + 8 < len; i += 8)
      if (!word_iequal (load8 (a + i), load8 (b + i)))
        return FALSE;
    return word_iequal (load8 (a + len - 8), load8 (b + len - 8));
  }
  if (len >= 4)
    return word_iequal (load4_and_4 (a, len), load4_and_4 (b, len));
  for (gsize i = 0; i < len; i++)
    if (hs_lower (a[i]) != hs_lower (b[i]))
      return FALSE;
  return TRUE;
}

/* The first place at or behind @p whose first two bytes may be those of @needle. */
static const char *
find_start (const char *p, const char *last, const char *needle)
{
#ifdef __SSE2__
  const __m128i bit = _mm_set1_epi8 (0x20), first = _mm_set1_epi8 ((char)(needle[0] | 0x20));
  const __m128i second = _mm_set1_epi8 ((char)(needle[1] | 0x20));

  for (; needle[0] != '\0' && needle[1] != '\0' && last - p >= 16; p += 16) {
    __m128i v = _mm_cmpeq_epi8 (_mm_or_si128 (_mm_loadu_si128 ((const __m128i *)p), bit), first);
    __m128i w = _mm_cmpeq_epi8 (_mm_or_si128 (_mm_loadu_si128 ((const __m128i *)(p + 1)), bit), second);
    int found = _mm_movemask_epi8 (_mm_and_si128 (v, w));
    if (found != 0)
      return p + __builtin_ctz ((guint)found);
  }
#endif
  while (p <= last && *needle != '\0' && ((*p ^ *needle) & ~0x20) != 0)
    p++;
  return p;
}

const char *
hs_slice_ifind (HsSlice s, const char *needle)
{
  gsize n = strlen (needle);

  if (s.ptr == NULL || n > s.len)
    return NULL;
  for (const char *p = s.ptr, *last = s.ptr + s.len - n; (p = find_start (p, last, needle)) <= last; p++)
    if (hs_bytes_iequal (p, needle, n))
      return p;
  return NULL;
}

const char *
hs_slice_ifind_slice (HsSlice s, HsSlice needle)
{
  if (s.ptr == NULL || needle.ptr == NULL || needle.len == 0 || needle.len > s.len)
    return NULL;
  for (const char *p = s.ptr, *last = s.ptr + s.len - needle.len; p <= last; p++)
    if (hs_bytes_iequal (p, needle.ptr, needle.len))
      return p;
  return NULL;
}

const char *
hs_line_end (const char *p, const char *end)
{
#ifdef __SSE2__
  const __m128i lf = _mm_set1_epi8 ('\n'), cr = _mm_set1_epi8 ('\r');

  for (; end - p >= 16; p += 16) {
    __m128i v = _mm_loadu_si128 ((const __m128i *)p);
    int found = _mm_movemask_epi8 (_mm_or_si128 (_mm_cmpeq_epi8 (v, lf), _mm_cmpeq_epi8 (v, cr)));
    if (found != 0)
      return p + __builtin_ctz ((guint)found);
  }
#endif
  while (p < end && *p != '\n' && *p != '\r')
    p++;
  return p;
}

gboolean
hs_slice_to_uint (HsSlice s, guint64 max, guint64 *value)
{
  guint64 n = 0;

  if (hs_slice_is_empty (s))
    return FALSE;
  for (gsize i = 0; i < s.len; i++) {
    guint digit = (guint)(s.ptr[i] - '0');
    if (!hs_is_digit (s.ptr[i]) || n > (max - digit) / 10)
      return FALSE;
    n = n * 10 + digit;
  }
  *value = n;
  return TRUE;
}

guint32
hs_slice_ihash (HsSlice s)
{
  guint32 h = 2166136261u;

  for (gsize i = 0; i < s.len; i++)
    h = (h ^ (guint8)hs_lower (s.ptr[i])) * 16777619u;
  return h;
}
