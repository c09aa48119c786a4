/* SPDX-License-Identifier: MIT */
#include "pattern.h"

#include "error-private.h"
#include "pattern-texts.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#define PATTERN_MAX 4096
#define HEAP_KIB 1024
#define SCRATCH_BYTES (24 * 1024) /* PCRE2 10.42 starts with 20 KiB of frames */

struct _HsPattern {
  const char *source; /* (nullable): not compiled yet */
  pcre2_code *code;   /* NULL until it is first asked for */
  HsPatternTexts texts;
};

static pcre2_code *
compile (const char *pattern, GError **error)
{
  int code;
  char number[HS_ERROR_DIGITS];
  PCRE2_SIZE offset;
  PCRE2_UCHAR message[256];
  guint32 options =
      PCRE2_CASELESS | PCRE2_DOTALL | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_ANCHORED | PCRE2_ENDANCHORED;
  gsize len = strlen (pattern);
  pcre2_code *compiled;

  if (len > PATTERN_MAX) {
    hs_error_set (error, HS_ERROR_TABLE, "pattern longer than {1} bytes", hs_error_number (number, PATTERN_MAX), NULL);
    return NULL;
  }
  compiled = pcre2_compile ((PCRE2_SPTR)pattern, len, options, &code, &offset, NULL);
  if (compiled == NULL) {
    pcre2_get_error_message (code, message, sizeof message);
    hs_error_set (error, HS_ERROR_TABLE, "pattern, at character {1}: {2}", hs_error_number (number, offset + 1), (const char *)message,
                  NULL);
  }
  return compiled;
}

HsPattern *
hs_pattern_new (const char *pattern, GError **error)
{
  pcre2_code *code = compile (pattern, error);
  HsPattern *made;

  if (code == NULL)
    return NULL;
  made = g_new0 (HsPattern, 1);
  made->code = code;
  hs_pattern_texts_read (&made->texts, pattern);
  return made;
}

HsPattern *
hs_pattern_new_lazy (const char *pattern)
{
  HsPattern *made = g_new0 (HsPattern, 1);
  made->source = pattern;
  hs_pattern_texts_read (&made->texts, pattern);
  return made;
}

void
hs_pattern_free (HsPattern *pattern)
{
  if (pattern == NULL)
    return;
  pcre2_code_free (pattern->code);
  g_free (pattern);
}

/* Several threads may compile it at once; the first one's is kept. */
static const pcre2_code *
code_of (HsPattern *pattern)
{
  pcre2_code *code = g_atomic_pointer_get (&pattern->code);

  if (code != NULL)
    return code;
  code = compile (pattern->source, NULL);
  if (g_atomic_pointer_compare_and_exchange (&pattern->code, NULL, code))
    return code;
  pcre2_code_free (code);
  return g_atomic_pointer_get (&pattern->code);
}

/* PCRE2's working memory comes from the caller's stack; what does not fit there comes from the heap. */
typedef struct {
  gsize used;
  _Alignas(16) char bytes[SCRATCH_BYTES];
} Scratch;

static void *
scratch_malloc (PCRE2_SIZE size, void *data)
{
  Scratch *scratch = data;
  gsize rounded = (size + 15) & ~(gsize)15;

  if (rounded < size || rounded > SCRATCH_BYTES - scratch->used)
    return malloc (size);
  scratch->used += rounded;
  return scratch->bytes + scratch->used - rounded;
}

static void
scratch_free (void *block, void *data)
{
  Scratch *scratch = data;

  if ((char *)block < scratch->bytes || (char *)block >= scratch->bytes + SCRATCH_BYTES)
    free (block);
}

static void
store_groups (pcre2_match_data *data, int found, HsSlice text, HsSlice *groups, guint n_groups)
{
  const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer (data);

  for (guint i = 0; i < n_groups; i++) {
    guint group = i + 1;
    gboolean set = (int)group < found && offsets[2 * group] != PCRE2_UNSET && offsets[2 * group] <= offsets[2 * group + 1];
    groups[i] = set ? (HsSlice){ text.ptr + offsets[2 * group], offsets[2 * group + 1] - offsets[2 * group] } : HS_SLICE_NONE;
  }
}

gboolean
hs_pattern_match (HsPattern *pattern, HsSlice text, guint match_limit, HsSlice *groups, guint n_groups)
{
  gboolean gave_up = FALSE;
  return hs_pattern_match_or_give_up (pattern, text, match_limit, &gave_up, groups, n_groups);
}

gboolean
hs_pattern_match_or_give_up (HsPattern *pattern, HsSlice text, guint match_limit, gboolean *gave_up, HsSlice *groups, guint n_groups)
{
  const pcre2_code *code;
  Scratch scratch;
  pcre2_general_context *memory;
  pcre2_match_context *context;
  pcre2_match_data *data;
  int found = -1;

  for (guint i = 0; i < n_groups; i++)
    groups[i] = HS_SLICE_NONE;
  if (text.ptr == NULL || !hs_pattern_texts_hold (&pattern->texts, text) || (code = code_of (pattern)) == NULL)
    return FALSE;
  scratch.used = 0;
  memory = pcre2_general_context_create (scratch_malloc, scratch_free, &scratch);
  context = pcre2_match_context_create (memory);
  data = pcre2_match_data_create (HS_PATTERN_GROUPS + 1, memory);
  if (context != NULL && data != NULL) {
    pcre2_set_match_limit (context, match_limit > 0 ? match_limit : HS_PATTERN_STEPS);
    pcre2_set_heap_limit (context, HEAP_KIB);
    found = pcre2_match (code, (PCRE2_SPTR)text.ptr, text.len, 0, 0, data, context);
    if (found >= 0)
      store_groups (data, found == 0 ? HS_PATTERN_GROUPS + 1 : found, text, groups, MIN (n_groups, HS_PATTERN_GROUPS));
  }
  pcre2_match_data_free (data);
  pcre2_match_context_free (context);
  pcre2_general_context_free (memory);
  *gave_up |= found < PCRE2_ERROR_NOMATCH;
  return found >= 0;
}

guint
hs_pattern_group (HsPattern *pattern, const char *name)
{
  const pcre2_code *code = code_of (pattern);
  int number = code == NULL ? 0 : pcre2_substring_number_from_name (code, (PCRE2_SPTR)name);

  return number > 0 ? (guint)number : 0;
}
