/* hopscope serve, where it was left out of the build.  SPDX-License-Identifier: MIT */
#include "commands.h"
#include "complain.h"
#include "language.h"
#include "run.h"

int
cli_serve (const CliOptions *options)
{
  cli_complain ("serve", T_ ("this build has no page"),
                T_ ("build with libmicrohttpd (meson configure -Dserve=enabled), or use hopscope -f html"));
  return CLI_STATUS_TROUBLE;
}
