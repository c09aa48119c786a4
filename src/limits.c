/* SPDX-License-Identifier: MIT */
#include <hopscope/limits.h>

#include "error-private.h"

#include <hopscope/error.h>
#include <stddef.h>
#include <string.h>

static const HsLimits defaults = {
  .header_bytes = 1 << 20,
  .field_bytes = 256 << 10,
  .fields = 10000,
  .received = 1000,
  .comment_depth = 100,
  .attached_depth = 4,
  .attached_messages = 64,
  .body_bytes = 8 << 20,
  .text_bytes = 16 << 10,
  .encoded_words = 64,
  .addresses = 256,
  .arena_bytes = 16 << 20,
  .pattern_steps = 10000,
  .signatures = 64,
  .archive_ratio = 200,
  .archive_bytes = G_GUINT64_CONSTANT (64) << 30,
};

/* Members by name and width; guint and guint64 (gsize) are told apart by size. @least: 1 where nothing could be done with none. */
static const struct {
  const char *name;
  gsize offset;
  gsize size;
  guint64 least;
} members[] = {
#define SOME(m)                                                 \
  {                                                             \
#m, offsetof(HsLimits, m), sizeof(((HsLimits *)NULL)->m), 1 \
  }
#define MEMBER(m)                                               \
  {                                                             \
#m, offsetof(HsLimits, m), sizeof(((HsLimits *)NULL)->m), 0 \
  }
  SOME (header_bytes),     SOME (field_bytes),         SOME (fields),        SOME (received),     MEMBER (comment_depth),
  MEMBER (attached_depth), MEMBER (attached_messages), MEMBER (body_bytes),  MEMBER (text_bytes), MEMBER (encoded_words),
  MEMBER (addresses),      SOME (arena_bytes),         SOME (pattern_steps), MEMBER (signatures), SOME (archive_ratio),
  MEMBER (archive_bytes),
#undef MEMBER
#undef SOME
};

const HsLimits *
hs_limits_default (void)
{
  return &defaults;
}

/* "64K" to 65536; FALSE for anything that is no number. */
static gboolean
parse_size (const char *text, guint64 *size)
{
  const char *suffixes = "KMG", *suffix;
  char *end = NULL;
  guint64 value;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  *size = value = g_ascii_strtoull (text, &end, 10);
  if (*end == '\0')
    return value < G_MAXUINT64;
  suffix = strchr (suffixes, g_ascii_toupper (*end));
  if (suffix == NULL || end[1] != '\0' || value > (G_MAXUINT64 >> 31))
    return FALSE;
  *size = value << (10 * (suffix - suffixes + 1));
  return TRUE;
}

static gboolean
store (HsLimits *limits, gsize i, guint64 value)
{
  char *member = (char *)limits + members[i].offset;

  if (members[i].size == sizeof (guint)) {
    guint narrow = (guint)value;
    memcpy (member, &narrow, sizeof narrow);
    return value <= G_MAXUINT;
  }
  memcpy (member, &value, sizeof value);
  return TRUE;
}

gboolean
hs_limits_set (HsLimits *limits, const char *assignment, GError **error)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *name = g_strdelimit (g_strndup (assignment, equals ? (gsize)(equals - assignment) : strlen (assignment)), "-", '_');

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    guint64 value;
    if (strcmp (members[i].name, name) != 0)
      continue;
    if (equals != NULL && parse_size (equals + 1, &value) && value >= members[i].least && store (limits, i, value))
      return TRUE;
    hs_error_set (error, HS_ERROR_OPTION,
                  members[i].least > 0 ? N_ ("limit {1} needs a positive number such as 1000 or 64K")
                                       : N_ ("limit {1} needs a number such as 1000 or 64K"),
                  name, NULL);
    return FALSE;
  }
  hs_error_set (error, HS_ERROR_OPTION, "unknown limit '{1}'; see LIMITS in hopscope(1)", name, NULL);
  return FALSE;
}
