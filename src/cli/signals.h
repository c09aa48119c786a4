/* Ctrl-C and its kin ask for an end; a closed pipe is told by write().  SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <pthread.h>

/* Ignores SIGPIPE; SIGINT, SIGTERM and SIGHUP set a flag, and standard input seems to end. The same signal again ends at once. */
void cli_signals_install (void);
gboolean cli_signals_interrupted (void);
/* Ends a read() that @thread waits in, so that it sees the end of standard input. */
void cli_signals_wake (pthread_t thread);
/* Ends as the signal would have, so that a shell knows; returns if there was none. */
void cli_signals_raise (void);
