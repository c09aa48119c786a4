/* Ctrl-C and its kin ask for an end; a closed pipe is told by write().  SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Ignores SIGPIPE; SIGINT, SIGTERM and SIGHUP set a flag, and standard input seems to end. The same signal again ends at once. */
void cli_signals_install (void);
gboolean cli_signals_interrupted (void);
/* Ends as the signal would have, so that a shell knows; returns if there was none. */
void cli_signals_raise (void);
