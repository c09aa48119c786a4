/* SPDX-License-Identifier: MIT */
#include "serve.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

/* Tries to find a port that is free on both addresses. */
enum { TRIES = 32 };

static const int families[2] = { AF_INET, AF_INET6 };

/* A loopback address; its length. */
static socklen_t
loopback (int family, guint port, struct sockaddr_storage *address)
{
  memset (address, 0, sizeof *address);
  address->ss_family = (sa_family_t)family;
  if (family == AF_INET6) {
    ((struct sockaddr_in6 *)address)->sin6_addr = in6addr_loopback;
    ((struct sockaddr_in6 *)address)->sin6_port = htons ((guint16)port);
    return sizeof (struct sockaddr_in6);
  }
  ((struct sockaddr_in *)address)->sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  ((struct sockaddr_in *)address)->sin_port = htons ((guint16)port);
  return sizeof (struct sockaddr_in);
}

/* -1 with errno. */
static int
listen_on (int family, guint port)
{
  struct sockaddr_storage address;
  socklen_t len = loopback (family, port, &address);
  int on = 1, number, fd = socket (family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  if (fd < 0)
    return -1;
  if (family == AF_INET6)
    setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  /* So that a port named with --port can be had again at once; a second listener is refused all the same. */
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (fd, (struct sockaddr *)&address, len) == 0 && listen (fd, 2 * CLI_SERVE_CONNECTIONS) == 0)
    return fd;
  number = errno;
  close (fd);
  errno = number;
  return -1;
}

static guint
port_of (int fd)
{
  struct sockaddr_in address = { 0 };
  socklen_t len = sizeof address;

  return getsockname (fd, (struct sockaddr *)&address, &len) == 0 ? ntohs (address.sin_port) : 0;
}

static gboolean
lacks_ipv6 (int number)
{
  return number == EAFNOSUPPORT || number == EADDRNOTAVAIL || number == EPROTONOSUPPORT;
}

gboolean
cli_serve_listen (guint port, int sockets[2], guint *bound, GError **error)
{
  char digits[8];
  int number = 0;

  for (guint tries = 0; tries < (port == 0 ? TRIES : 1); tries++) {
    sockets[0] = listen_on (families[0], port);
    if (sockets[0] < 0) {
      number = errno;
      break;
    }
    *bound = port_of (sockets[0]);
    sockets[1] = listen_on (families[1], *bound);
    number = errno;
    if (sockets[1] >= 0 || lacks_ipv6 (number))
      return TRUE;
    close (sockets[0]);
  }
  g_snprintf (digits, sizeof digits, "%u", port);
  if (port != 0)
    hs_error_set (error, HS_ERROR_OPEN, "port {1}: {2}; choose another, or leave out --port", digits, HS_ERROR_WORDS,
                  strerrordesc_np (number), NULL);
  else
    hs_error_set (error, HS_ERROR_OPEN, "cannot listen on this machine: {1}", HS_ERROR_WORDS, strerrordesc_np (number), NULL);
  return FALSE;
}
