/* How the argument of an option becomes a member of CliOptions.  SPDX-License-Identifier: MIT */
#include "options.h"

#include "language.h"

#include <string.h>

/* @what: with {1} for the option's name, {2} for @value, {3} and {4} for the other two. */
static gboolean
refuse (GError **error, const CliOption *option, const char *value, const char *what, const char *third, const char *fourth)
{
  hs_error_set (error, HS_ERROR_OPTION, what, option->name, value, third, fourth, NULL);
  return FALSE;
}

gboolean
cli_set_flag (const CliOption *option, const char *value, gpointer member, GError **error)
{
  *(gboolean *)member = TRUE;
  return TRUE;
}

gboolean
cli_set_text (const CliOption *option, const char *value, gpointer member, GError **error)
{
  if (*value == '\0')
    return refuse (error, option, "''", N_ ("--{1} {2}: not understood; give a file name"), NULL, NULL);
  *(const char **)member = value;
  return TRUE;
}

gboolean
cli_set_list (const CliOption *option, const char *value, gpointer member, GError **error)
{
  g_ptr_array_add (*(GPtrArray **)member, (gpointer)value);
  return TRUE;
}

gboolean
cli_option_word_index (const CliOption *option, const char *value, guint *index)
{
  const char *word = option->words;

  for (guint i = 0; word != NULL; i++) {
    gsize len = strcspn (word, "|");
    if (strlen (value) == len && memcmp (word, value, len) == 0) {
      *index = i;
      return TRUE;
    }
    word = word[len] == '|' ? word + len + 1 : NULL;
  }
  return FALSE;
}

gboolean
cli_set_word (const CliOption *option, const char *value, gpointer member, GError **error)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *list = NULL;

  if (cli_option_word_index (option, value, member))
    return TRUE;
  words = g_strsplit (option->words, "|", -1);
  list = g_strjoinv (", ", words);
  return refuse (error, option, value, N_ ("--{1} {2}: not understood; give {3}"), list, NULL);
}

gboolean
cli_set_requirement (const CliOption *option, const char *value, gpointer member, GError **error)
{
  if (!cli_set_word (option, value, member, error))
    return FALSE;
  *(guint *)member += CLI_REQUIRE_TRAVERSED;
  return TRUE;
}

gboolean
cli_set_completion (const CliOption *option, const char *value, gpointer member, GError **error)
{
  CliOptions *options = (CliOptions *)((char *)member - G_STRUCT_OFFSET (CliOptions, print_for));

  options->completion = TRUE;
  return cli_set_word (option, value, member, error);
}

static gboolean
set_number (const CliOption *option, const char *value, guint64 least, guint64 most, guint *number, GError **error)
{
  g_autofree char *from = NULL, *to = NULL;
  guint64 parsed;

  if (g_ascii_string_to_unsigned (value, 10, least, most, &parsed, NULL)) {
    *number = (guint)parsed;
    return TRUE;
  }
  from = g_strdup_printf ("%" G_GUINT64_FORMAT, least);
  to = g_strdup_printf ("%" G_GUINT64_FORMAT, most);
  return refuse (error, option, value, N_ ("--{1} {2}: not understood; give a number from {3} to {4}"), from, to);
}

gboolean
cli_set_jobs (const CliOption *option, const char *value, gpointer member, GError **error)
{
  return set_number (option, value, 1, 256, member, error);
}

gboolean
cli_set_port (const CliOption *option, const char *value, gpointer member, GError **error)
{
  return set_number (option, value, 0, 65535, member, error);
}

gboolean
cli_set_minutes (const CliOption *option, const char *value, gpointer member, GError **error)
{
  return set_number (option, value, 0, 100000, member, error);
}

gboolean
cli_set_instant (const CliOption *option, const char *value, gpointer member, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = strcmp (value, "now") == 0 ? g_date_time_new_now_utc () : g_date_time_new_from_iso8601 (value, utc);
  CliInstant *instant = member;

  if (time == NULL)
    return refuse (error, option, value, N_ ("--{1} {2}: not understood; give a time such as 2026-03-09T03:53:31Z, or now"), NULL, NULL);
  instant->us = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
  instant->given = TRUE;
  return TRUE;
}

gboolean
cli_set_zone (const CliOption *option, const char *value, gpointer member, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (value);
  GTimeZone **slot = member;

  if (zone == NULL)
    return refuse (error, option, value, N_ ("--{1} {2}: not understood; give a zone such as Asia/Seoul or +09:00"), NULL, NULL);
  g_clear_pointer (slot, g_time_zone_unref);
  *slot = g_steal_pointer (&zone);
  return TRUE;
}

gboolean
cli_set_utc (const CliOption *option, const char *value, gpointer member, GError **error)
{
  g_clear_pointer ((GTimeZone **)member, g_time_zone_unref);
  return TRUE;
}

/* A number of bytes with an optional K, M or G; NULL if there is none or it overflows. */
static const char *
parse_bytes (const char *text, guint64 *bytes)
{
  static const char units[] = "KMG";
  char *end;
  const char *unit;
  guint shift;

  if (!g_ascii_isdigit (*text))
    return NULL;
  *bytes = g_ascii_strtoull (text, &end, 10);
  if (*bytes == G_MAXUINT64)
    return NULL;
  unit = *end != '\0' ? strchr (units, *end) : NULL;
  if (unit == NULL)
    return end;
  shift = 10 * (guint)(unit - units + 1);
  if (*bytes > G_MAXUINT64 >> shift)
    return NULL;
  *bytes <<= shift;
  return end + 1;
}

gboolean
cli_set_range (const CliOption *option, const char *value, gpointer member, GError **error)
{
  CliRange range = { 0, G_MAXUINT64, TRUE };
  const char *at = parse_bytes (value, &range.start);

  if (at != NULL && *at == '-')
    at = at[1] == '\0' ? at + 1 : parse_bytes (at + 1, &range.end);
  else
    at = NULL;
  if (at == NULL || *at != '\0' || range.end < range.start)
    return refuse (error, option, value, N_ ("--{1} {2}: not understood; give first and last byte, such as 0-64M, 64M-128M or 128M-"), NULL,
                   NULL);
  *(CliRange *)member = range;
  return TRUE;
}

gboolean
cli_set_limit (const CliOption *option, const char *value, gpointer member, GError **error)
{
  return hs_limits_set (member, value, error);
}
