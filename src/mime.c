/* Text of header values: RFC 2047 decoded, always valid UTF-8.  SPDX-License-Identifier: MIT */
#include "mime.h"

#include "ascii.h"

#include <gmime/gmime.h>
#include <pthread.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define REPLACEMENT "\xef\xbf\xbd"

static void
init_gmime (void)
{
  g_mime_init ();
  /* GMime registers its types on first use, unguarded: have it done before there are threads. */
  g_free (g_mime_utils_header_decode_text (NULL, "=?iso-8859-1?q?=41?="));
}

void
hs_mime_init (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT; /* not GLib's: this one a race detector can follow */
  pthread_once (&once, init_gmime);
}

/* Length of the character at @p, 0 for a byte that is no UTF-8. *@control: C0, DEL or C1. */
static gsize
character_length (const char *p, const char *end, gboolean *control)
{
  gunichar c = (guint8)*p;

  if (c >= 0x80)
    c = g_utf8_get_char_validated (p, (gssize)(end - p));
  if (c == (gunichar)-1 || c == (gunichar)-2)
    return 0;
  *control = c < ' ' || (c >= 0x7f && c < 0xa0);
  return c < 0x80 ? 1 : (gsize)g_unichar_to_utf8 (c, NULL);
}

static const char *
clean_run (const char *p, const char *end)
{
  gboolean control = FALSE;
  gsize n;

#ifdef __SSE2__
  for (; end - p >= 16; p += 16) {
    __m128i v = _mm_loadu_si128 ((const __m128i *)p);
    /* One more than the byte, as a signed number, is below 0x21 for controls, DEL and all from 0x80. */
    if (_mm_movemask_epi8 (_mm_cmplt_epi8 (_mm_add_epi8 (v, _mm_set1_epi8 (1)), _mm_set1_epi8 (0x21))) != 0)
      break;
  }
#endif
  while (p < end && (n = character_length (p, end, &control)) > 0 && !control)
    p += n;
  return p;
}

/* Valid UTF-8; control characters become spaces, bytes that are no text U+FFFD. Returns @s itself where it is clean. */
static HsSlice
make_clean (HsArena *arena, HsSlice s)
{
  const char *p = s.ptr, *end = s.ptr + s.len, *run = clean_run (p, end);
  char *out, *o;

  if (run == end)
    return s;
  out = o = hs_arena_alloc_raw (arena, s.len * 3);
  if (out == NULL)
    return HS_SLICE_NONE;
  for (;;) {
    gboolean control;
    gsize n;
    o = mempcpy (o, p, (gsize)(run - p));
    if (run == end)
      return hs_slice (out, o);
    n = character_length (run, end, &control);
    o = n > 0 ? mempcpy (o, " ", 1) : mempcpy (o, REPLACEMENT, 3);
    p = run + MAX (n, 1);
    run = clean_run (p, end);
  }
}

/* Number of "=?", counting no further than @max + 1. */
static guint
count_encoded_words (HsSlice s, guint max)
{
  const char *p = s.ptr, *end = s.ptr + s.len;
  guint n = 0;

  while (n <= max && (p = memchr (p, '=', (gsize)(end - p))) != NULL) {
    p++;
    n += p < end && *p == '?';
  }
  return n;
}

/* GMime sees only valid UTF-8 of bounded length; raw bytes would make it guess a charset. */
static HsSlice
decode_words (HsArena *arena, HsSlice s)
{
  g_autofree char *raw = g_strndup (s.ptr, s.len);
  g_autofree char *text = NULL;
  HsSlice copy;

  hs_mime_init ();
  text = g_mime_utils_header_decode_text (NULL, raw);
  copy = text != NULL ? hs_arena_copy (arena, hs_slice_str (text)) : s;
  return copy.ptr != NULL ? make_clean (arena, copy) : copy;
}

HsSlice
hs_mime_text (HsArena *arena, HsSlice value, const HsLimits *limits, guint *reached)
{
  HsSlice text = value.ptr != NULL ? hs_arena_unfold (arena, hs_slice_trim (value)) : value;
  guint words;

  if (text.ptr != NULL)
    text = make_clean (arena, text);
  if (text.ptr == NULL)
    return value.ptr != NULL ? HS_SLICE_LITERAL ("") : text;
  words = count_encoded_words (text, limits->encoded_words);
  if (words > 0 && (words > limits->encoded_words || text.len > limits->text_bytes)) {
    if (reached != NULL)
      *reached |= HS_MIME_REACHED_TEXT;
    return text;
  }
  if (words == 0)
    return text;
  text = decode_words (arena, text);
  return text.ptr != NULL ? text : HS_SLICE_LITERAL ("");
}
