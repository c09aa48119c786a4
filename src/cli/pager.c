/* SPDX-License-Identifier: MIT */
#include "pager.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

GPid
cli_pager_start (void)
{
  const char *command = getenv ("PAGER");
  const char *argv[] = { "/bin/sh", "-c", command != NULL && *command != '\0' ? command : "less", NULL };
  g_auto (GStrv) environment = g_get_environ ();
  int input = -1;
  GPid pager = 0;

  if (!isatty (STDOUT_FILENO))
    return 0;
  environment = g_environ_setenv (environment, "LESS", "FRX", FALSE);
  if (!g_spawn_async_with_pipes (NULL, (char **)argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pager, &input, NULL, NULL, NULL))
    return 0;
  dup2 (input, STDOUT_FILENO);
  close (input);
  return pager;
}

void
cli_pager_wait (GPid pager)
{
  if (pager == 0)
    return;
  close (STDOUT_FILENO);
  while (waitpid (pager, NULL, 0) < 0 && errno == EINTR)
    continue;
}
