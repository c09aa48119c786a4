/* Rights that reading mail does not need are given up before any is read.  SPDX-License-Identifier: MIT */
#pragma once

#include "options.h"

/*
 * No network, no new program, no look into other processes (seccomp), no writing but beside the outputs (Landlock). What the kernel
 * does not know stays as it was, quietly. Before other threads are started.
 */
void cli_sandbox_enter (const CliOptions *options);
