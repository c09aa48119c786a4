/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "complain.h"
#include "run.h"
#include "signals.h"

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

static int
dispatch (const CliOptions *options)
{
  static int (*const commands[]) (const CliOptions *) = { cli_analyze, cli_analyze, cli_explain, cli_serve };

  if (options->help)
    return cli_show_help (options);
  if (options->version)
    return cli_show_version (options);
  if (options->completion)
    return cli_show_completion (options);
  return commands[options->command](options);
}

/* A standard stream that was closed would be the number of the next file opened. It becomes one that cannot be used. */
static void
occupy_standard_streams (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* Long messages come and go: their memory goes back to the system each time, whatever was freed before (mallopt(3)). */
static void
give_memory_back (void)
{
#ifdef M_MMAP_THRESHOLD
  mallopt (M_MMAP_THRESHOLD, 1 << 20);
  mallopt (M_TRIM_THRESHOLD, 1 << 20);
#endif
}

int
main (int argc, char **argv)
{
  g_auto (CliOptions) options;
  g_autoptr (GError) error = NULL;
  int status;

  occupy_standard_streams ();
  give_memory_back ();
  cli_options_init (&options);
  if (!cli_options_parse (&options, argc, argv, &error)) {
    cli_complain_of (NULL, error);
    return CLI_STATUS_TROUBLE;
  }
  cli_signals_install ();
  status = dispatch (&options);
  cli_signals_raise ();
  return status;
}
