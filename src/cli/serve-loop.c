/* One thread, one loop: waits for connections and for the library's own sockets, and decides which connection has been patient long
   enough. A client that dawdles never keeps others out for long.  SPDX-License-Identifier: MIT */
#include "serve.h"
#include "signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

/* A connection that moves nothing for 15 s is ended by the library (serve-http.c); these go for what trickles. */
static const gint64 longest_us = 60 * G_USEC_PER_SEC;
/* Where all places are taken and somebody waits, the oldest connection goes if it is older than this. */
static const gint64 patience_us = 2 * G_USEC_PER_SEC;

typedef struct {
  int fd; /* -1: free */
  gboolean ended;
  gint64 since_us;
} Place;

typedef struct {
  CliServe *serve;
  struct MHD_Daemon *daemon;
  const int *sockets;
  Place places[CLI_SERVE_CONNECTIONS];
  gboolean waiting; /* somebody may be waiting for a place */
  sigset_t mask;    /* signals while waiting */
} Loop;

static Place *
find_place (Loop *loop, int fd)
{
  for (guint i = 0; i < CLI_SERVE_CONNECTIONS; i++)
    if (loop->places[i].fd == fd)
      return &loop->places[i];
  return NULL;
}

static Place *
oldest_place (Loop *loop)
{
  Place *oldest = NULL;

  for (guint i = 0; i < CLI_SERVE_CONNECTIONS; i++) {
    Place *place = &loop->places[i];
    if (place->fd >= 0 && (oldest == NULL || place->since_us < oldest->since_us))
      oldest = place;
  }
  return oldest;
}

/* The library tells when a connection begins and when it is about to be closed. */
static void
note_connection (void *data, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code)
{
  Loop *loop = data;
  const union MHD_ConnectionInfo *info = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  Place *place = info != NULL ? find_place (loop, info->connect_fd) : NULL;

  if (code == MHD_CONNECTION_NOTIFY_CLOSED && place != NULL)
    *place = (Place){ .fd = -1 };
}

static void
accept_from (Loop *loop, int listening)
{
  struct sockaddr_storage address;
  Place *place;

  while ((place = find_place (loop, -1)) != NULL) {
    socklen_t len = sizeof address;
    int fd = accept4 (listening, (struct sockaddr *)&address, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
      return;
    *place = (Place){ .fd = fd, .since_us = g_get_monotonic_time () };
    /* Closes it where it fails. */
    if (MHD_add_connection (loop->daemon, fd, (struct sockaddr *)&address, len) != MHD_YES)
      *place = (Place){ .fd = -1 };
  }
}

/* Both directions end, and the library finds that out by itself. */
static void
end_connection (Place *place)
{
  place->ended = TRUE;
  shutdown (place->fd, SHUT_RDWR);
}

static void
end_overdue (Loop *loop, gint64 now)
{
  Place *oldest = oldest_place (loop);

  for (guint i = 0; i < CLI_SERVE_CONNECTIONS; i++) {
    Place *place = &loop->places[i];
    if (place->fd >= 0 && !place->ended && now - place->since_us >= longest_us)
      end_connection (place);
  }
  if (loop->waiting && find_place (loop, -1) == NULL && !oldest->ended && now - oldest->since_us >= patience_us)
    end_connection (oldest);
}

static gint64
idle_end (const CliServe *serve)
{
  return serve->options->idle_minutes == 0 ? G_MAXINT64 : serve->last_asked_us + (gint64)serve->options->idle_minutes * 60 * G_USEC_PER_SEC;
}

/* Until when to wait at most; @listens: TRUE if connections may be taken, or at least asked for. */
static gint64
next_deadline (Loop *loop, gint64 now, gboolean *listens)
{
  const Place *oldest = oldest_place (loop);
  gboolean full = find_place (loop, -1) == NULL;
  gint64 deadline = idle_end (loop->serve);
  MHD_UNSIGNED_LONG_LONG library_ms;

  *listens = !full || (!oldest->ended && now - oldest->since_us >= patience_us);
  if (MHD_get_timeout (loop->daemon, &library_ms) == MHD_YES)
    deadline = MIN (deadline, now + (gint64)MIN (library_ms, 3600000) * 1000);
  if (oldest != NULL && !oldest->ended)
    deadline = MIN (deadline, oldest->since_us + (full && !*listens ? patience_us : longest_us));
  return deadline;
}

static void
wait_for_something (Loop *loop)
{
  const union MHD_DaemonInfo *info = MHD_get_daemon_info (loop->daemon, MHD_DAEMON_INFO_EPOLL_FD);
  struct pollfd polled[3] = { { info->epoll_fd, POLLIN, 0 } };
  gint64 now = g_get_monotonic_time (), left;
  gboolean listens;
  struct timespec timeout;

  left = MAX (0, next_deadline (loop, now, &listens) - now);
  timeout = (struct timespec){ left / G_USEC_PER_SEC, left % G_USEC_PER_SEC * 1000 };
  for (guint i = 0; i < 2; i++)
    polled[i + 1] = (struct pollfd){ listens ? loop->sockets[i] : -1, POLLIN, 0 };
  if (ppoll (polled, G_N_ELEMENTS (polled), &timeout, &loop->mask) < 0)
    return;
  loop->waiting = FALSE;
  for (guint i = 0; i < 2; i++)
    if (polled[i + 1].revents != 0) {
      loop->waiting = TRUE;
      accept_from (loop, loop->sockets[i]);
    }
}

gboolean
cli_serve_loop (CliServe *serve, const int sockets[2])
{
  Loop loop = { .serve = serve, .sockets = sockets };
  sigset_t ending;

  for (guint i = 0; i < CLI_SERVE_CONNECTIONS; i++)
    loop.places[i].fd = -1;
  /* Signals are let through while waiting only, so that none comes between looking for it and waiting. */
  sigemptyset (&ending);
  sigaddset (&ending, SIGINT);
  sigaddset (&ending, SIGTERM);
  sigaddset (&ending, SIGHUP);
  sigprocmask (SIG_BLOCK, &ending, &loop.mask);
  serve->last_asked_us = g_get_monotonic_time ();
  loop.daemon = cli_serve_daemon (serve, note_connection, &loop);
  while (loop.daemon != NULL && !cli_signals_interrupted () && g_get_monotonic_time () < idle_end (serve)) {
    wait_for_something (&loop);
    end_overdue (&loop, g_get_monotonic_time ());
    MHD_run (loop.daemon);
  }
  if (loop.daemon != NULL)
    MHD_stop_daemon (loop.daemon);
  sigprocmask (SIG_SETMASK, &loop.mask, NULL);
  return loop.daemon != NULL;
}
