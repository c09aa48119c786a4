/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include "complain.h"
#include "language.h"

#include <string.h>
#include <unistd.h>

struct _CliProgress {
  gboolean wanted;
  gboolean terminal;
  guint64 total;
  guint64 messages; /* atomic */
  guint64 bytes;    /* atomic */
  gint64 start;
  gint64 due; /* when to draw next */
  gboolean shown;
  GString *line;
};

CliProgress *
cli_progress_new (CliWhen when, gboolean quiet, guint64 total)
{
  CliProgress *progress = g_new0 (CliProgress, 1);

  progress->terminal = isatty (STDERR_FILENO);
  progress->wanted = when == CLI_ALWAYS || (when == CLI_AUTO && progress->terminal && !quiet);
  progress->total = total;
  progress->start = g_get_monotonic_time ();
  progress->due = progress->start + G_USEC_PER_SEC;
  progress->line = g_string_new (NULL);
  return progress;
}

void
cli_progress_free (CliProgress *progress)
{
  g_string_free (progress->line, TRUE);
  g_free (progress);
}

void
cli_progress_add (CliProgress *progress, guint64 messages, guint64 bytes)
{
  __atomic_fetch_add (&progress->messages, messages, __ATOMIC_RELAXED);
  __atomic_fetch_add (&progress->bytes, bytes, __ATOMIC_RELAXED);
}

void
cli_progress_append_count (GString *out, guint64 count)
{
  char digits[24];
  int n = g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, count);

  for (int i = 0; i < n; i++) {
    g_string_append_c (out, digits[i]);
    if (i + 1 < n && (n - i - 1) % 3 == 0)
      g_string_append_c (out, ',');
  }
}

void
cli_progress_append_bytes (GString *out, guint64 bytes)
{
  static const char *const units[] = { N_ ("bytes"), "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  guint unit = 0;
  guint64 tenths = bytes >= 1024 ? 0 : bytes * 10;

  for (guint64 rest = bytes; rest >= 1024 && unit + 1 < G_N_ELEMENTS (units); unit++) {
    tenths = rest < G_MAXUINT64 / 10 ? rest * 10 / 1024 : rest / 1024 * 10;
    rest /= 1024;
  }
  g_string_append_printf (out, "%" G_GUINT64_FORMAT, tenths / 10);
  if (unit > 0)
    g_string_append_printf (out, ".%u", (guint)(tenths % 10));
  g_string_append_printf (out, " %s", T_ (units[unit]));
}

static void
append_duration (GString *out, guint64 seconds)
{
  if (seconds >= 3600)
    g_string_append_printf (out, "%" G_GUINT64_FORMAT ":%02u:%02u", seconds / 3600, (guint)(seconds / 60 % 60), (guint)(seconds % 60));
  else
    g_string_append_printf (out, "%u:%02u", (guint)(seconds / 60), (guint)(seconds % 60));
}

static void
append_filled (GString *line, const char *format, const char *first, const char *second)
{
  g_autofree char *text = cli_fill (format, first, second, NULL);
  g_string_append (line, text);
}

static void
describe (CliProgress *progress, gint64 now)
{
  GString *line = progress->line;
  g_autoptr (GString) count = g_string_new (NULL), done = g_string_new (NULL), total = g_string_new (NULL);
  g_autoptr (GString) speed = g_string_new (NULL), left = g_string_new (NULL);
  guint64 messages = __atomic_load_n (&progress->messages, __ATOMIC_RELAXED);
  guint64 bytes = __atomic_load_n (&progress->bytes, __ATOMIC_RELAXED);
  guint64 elapsed_ms = (guint64)(now - progress->start) / 1000;
  guint64 rate = elapsed_ms > 0 ? (guint64)((double)bytes * 1000 / (double)elapsed_ms) : 0;

  cli_progress_append_count (count, messages);
  cli_progress_append_bytes (done, bytes);
  cli_progress_append_bytes (total, progress->total);
  cli_progress_append_bytes (speed, rate);
  append_filled (line, messages == 1 ? N_ ("{1} message") : N_ ("{1} messages"), count->str, NULL);
  g_string_append (line, ", ");
  append_filled (line, progress->total > 0 ? N_ ("{1} of {2}") : "{1}", done->str, total->str);
  g_string_append (line, ", ");
  append_filled (line, N_ ("{1}/s"), speed->str, NULL);
  if (rate > 0 && progress->total > bytes) {
    append_duration (left, (progress->total - bytes) / rate);
    g_string_append (line, ", ");
    append_filled (line, N_ ("{1} left"), left->str, NULL);
  }
}

static void
draw (CliProgress *progress, gint64 now, gboolean last)
{
  g_string_truncate (progress->line, 0);
  if (progress->terminal)
    g_string_append (progress->line, "\r\033[K");
  describe (progress, now);
  if (last || !progress->terminal)
    g_string_append_c (progress->line, '\n');
  cli_say (progress->line->str, progress->line->len);
  progress->shown = !last;
}

void
cli_progress_tick (CliProgress *progress)
{
  gint64 now;

  if (!progress->wanted)
    return;
  now = g_get_monotonic_time ();
  if (now < progress->due)
    return;
  progress->due = now + (progress->terminal ? G_USEC_PER_SEC / 5 : G_USEC_PER_SEC);
  draw (progress, now, FALSE);
}

void
cli_progress_hide (CliProgress *progress)
{
  if (progress->shown && progress->terminal)
    cli_say ("\r\033[K", strlen ("\r\033[K"));
  progress->shown = FALSE;
}

void
cli_progress_finish (CliProgress *progress)
{
  gint64 now = g_get_monotonic_time ();

  if (progress->wanted && (progress->shown || progress->due > progress->start + G_USEC_PER_SEC || !progress->terminal))
    draw (progress, now, TRUE);
}
