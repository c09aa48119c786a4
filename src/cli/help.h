/* What is printed about the tool itself, made from the option table.  SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"

/* One screen; with @all every option. */
void cli_help (gboolean all, GString *out);
/* Completions for a shell, or the OPTIONS of the manual page in scdoc's markup; @shell is an index into the words of --completion. */
void cli_completion (guint shell, GString *out);
