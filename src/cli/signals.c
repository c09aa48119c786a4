/* SPDX-License-Identifier: MIT */
#include "signals.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t caught;
static int empty_file = -1;

/* A read() that waits for standard input is started anew after a signal: what it then finds is the end. */
static void
note (int number)
{
  caught = number;
  if (empty_file >= 0)
    dup2 (empty_file, STDIN_FILENO);
}

/* A signal that was ignored when we were started (nohup, a background job of a script) stays so. */
static void catch (int number)
{
  struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESETHAND }, old;

  if (sigaction (number, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
    sigaction (number, &action, NULL);
}

static void
wake (int number)
{
}

void
cli_signals_install (void)
{
  struct sigaction action = { .sa_handler = wake };

  empty_file = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  catch (SIGINT);
  catch (SIGTERM);
  catch (SIGHUP);
  signal (SIGPIPE, SIG_IGN);
  sigaction (SIGUSR1, &action, NULL);
}

void
cli_signals_wake (pthread_t thread)
{
  pthread_kill (thread, SIGUSR1);
}

gboolean
cli_signals_interrupted (void)
{
  return caught != 0;
}

void
cli_signals_raise (void)
{
  if (caught == 0)
    return;
  signal (caught, SIG_DFL);
  raise (caught);
}
