/* What the terminal can show, if there is one.  SPDX-License-Identifier: MIT */
#pragma once

#include "catalogue.h"
#include "options.h"

/* How to write for @fd (-1: a file), as the command line and the locale say. */
void cli_report_options (const CliOptions *options, int fd, HsReportOptions *report);
/* Lets the report speak another language; NULL for English. */
void cli_report_language (HsReportOptions *report, const Catalogue *catalogue);
/* Columns for text on @fd: of the terminal, else COLUMNS, else 80; 0 (no limit) where @fd is no terminal. */
guint cli_terminal_width (int fd);
/* --color, NO_COLOR, CLICOLOR_FORCE and TERM together. */
gboolean cli_terminal_color (int fd, CliWhen when);
