/* What bench.py cannot do in Python: the yardstick, the rival, and a small parent to measure from.
   A process that a large one starts is charged with the memory of that one, so bench.py starts this and this the command.
   SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHUNK (1 << 20)

static char chunk[CHUNK];

/* measure scan FILE: read() and memchr() of line ends, the least that any reader of lines does. */
static int
scan (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gssize n = -1;
  guint64 lines = 0;

  while (fd >= 0 && (n = read (fd, chunk, CHUNK)) > 0)
    for (const char *p = chunk, *end = chunk + n; (p = memchr (p, '\n', (gsize)(end - p))) != NULL; p++)
      lines++;
  printf ("%" G_GUINT64_FORMAT "\n", lines);
  return n == 0 ? 0 : 1;
}

/* measure gmime FILE: GMime parses every message of an mbox, nothing more. */
static int
parse_with_gmime (const char *path)
{
  g_autoptr (GError) error = NULL;
  GMimeStream *stream;
  GMimeParser *parser;
  guint64 messages = 0, fields = 0;

  g_mime_init ();
  stream = g_mime_stream_file_open (path, "r", &error);
  if (stream == NULL)
    return 1;
  parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_format (parser, GMIME_FORMAT_MBOX);
  while (!g_mime_parser_eos (parser)) {
    GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);
    if (message == NULL)
      break;
    messages++;
    fields += (guint64)g_mime_header_list_get_count (g_mime_object_get_header_list (GMIME_OBJECT (message)));
    g_object_unref (message);
  }
  g_object_unref (parser);
  g_object_unref (stream);
  printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", messages, fields);
  return 0;
}

static double
seconds (const struct timeval *time)
{
  return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

/* measure run COMMAND...: its output to /dev/null, but grep, which stops there at the first hit, to a pipe. One line of figures. */
static int
run (char **command)
{
  struct timespec start, end;
  struct rusage usage;
  int status, ends[2];
  pid_t pid;

  if (pipe2 (ends, O_CLOEXEC) != 0)
    return 1;
  clock_gettime (CLOCK_MONOTONIC, &start);
  pid = fork ();
  if (pid == 0) {
    dup2 (strcmp (command[0], "grep") == 0 ? ends[1] : open ("/dev/null", O_WRONLY), STDOUT_FILENO);
    execvp (command[0], command);
    _exit (127);
  }
  close (ends[1]);
  while (pid > 0 && read (ends[0], chunk, CHUNK) > 0)
    continue;
  if (pid < 0 || wait4 (pid, &status, 0, &usage) != pid)
    return 1;
  clock_gettime (CLOCK_MONOTONIC, &end);
  printf ("%.6f %.6f %ld %d\n", seconds (&usage.ru_utime) + seconds (&usage.ru_stime),
          (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9, usage.ru_maxrss,
          WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status));
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "scan") == 0)
    return scan (argv[2]);
  if (argc == 3 && strcmp (argv[1], "gmime") == 0)
    return parse_with_gmime (argv[2]);
  if (argc >= 3 && strcmp (argv[1], "run") == 0)
    return run (argv + 2);
  fputs ("usage: measure scan|gmime FILE, measure run COMMAND...\n", stderr);
  return 2;
}
