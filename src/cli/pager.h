/* --pager.  SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* Where standard output is a terminal, starts $PAGER between it and us; 0 where there is none to start. */
GPid cli_pager_start (void);
/* Closes standard output and waits until the reader has read. */
void cli_pager_wait (GPid pager);
