/* Rights that reading mail does not need are given up before any is read.  SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"

/*
 * No network, no new program, no look into other processes (seccomp), no writing but beside the outputs; where only files are named, no
 * reading but of these and of what the system's libraries are made of (Landlock). What the kernel does not know stays as it was, quietly.
 * Before other threads are started.
 */
void cli_sandbox_enter (const CliOptions *options);
/*
 * For hopscope serve: connections that come in on sockets that are there already may be taken and answered. In exchange nobody else's
 * process may look into the memory of this one, and no core of it is kept.
 */
void cli_sandbox_enter_serving (const CliOptions *options);
