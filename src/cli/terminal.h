/* What the terminal can show, if there is one.  SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"

/* How to write for @fd (-1: a file), as the command line says. */
void cli_report_options (const CliOptions *options, int fd, HsReportOptions *report);
/* Columns for text on @fd: of the terminal, else COLUMNS, else 80; 0 (no limit) where @fd is no terminal. */
guint cli_terminal_width (int fd);
/* --color, NO_COLOR, CLICOLOR_FORCE and TERM together. */
gboolean cli_terminal_color (int fd, CliWhen when);
