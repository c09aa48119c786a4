/* SPDX-License-Identifier: MIT */
#include "terminal.h"

#include "language.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static gboolean
is_set (const char *variable)
{
  const char *value = getenv (variable);
  return value != NULL && *value != '\0';
}

guint
cli_terminal_width (int fd)
{
  struct winsize size;
  const char *columns = getenv ("COLUMNS");
  guint64 number;

  if (fd < 0 || !isatty (fd))
    return 0;
  if (ioctl (fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  if (columns != NULL && g_ascii_string_to_unsigned (columns, 10, 1, 10000, &number, NULL))
    return (guint)number;
  return 80;
}

gboolean
cli_terminal_color (int fd, CliWhen when)
{
  const char *term = getenv ("TERM"), *force = getenv ("CLICOLOR_FORCE");

  if (when != CLI_AUTO)
    return when == CLI_ALWAYS;
  if (is_set ("NO_COLOR"))
    return FALSE;
  if (fd >= 0 && force != NULL && *force != '\0' && strcmp (force, "0") != 0)
    return TRUE;
  return fd >= 0 && isatty (fd) && term != NULL && strcmp (term, "dumb") != 0;
}

void
cli_report_language (HsReportOptions *report, const Catalogue *catalogue)
{
  report->translate = catalogue != NULL ? catalogue_translate : NULL;
  report->translate_data = (gpointer)catalogue;
  report->lang = catalogue != NULL ? catalogue_lang (catalogue) : NULL;
}

void
cli_report_options (const CliOptions *options, int fd, HsReportOptions *report)
{
  *report = (HsReportOptions){ .format = options->format };
  report->width = cli_terminal_width (fd);
  report->color = cli_terminal_color (fd, options->color);
  report->verbose = options->verbose;
  report->headers = options->headers;
  report->redact = options->redact;
  report->zone = options->zone;
  cli_report_language (report, cli_catalogue ());
}
