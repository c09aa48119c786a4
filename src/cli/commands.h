/* What hopscope can be asked to do; each returns the exit status.  SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"

int cli_analyze (const CliOptions *options);
int cli_explain (const CliOptions *options);
int cli_serve (const CliOptions *options);
int cli_show_help (const CliOptions *options);
int cli_show_version (const CliOptions *options);
int cli_show_completion (const CliOptions *options);
