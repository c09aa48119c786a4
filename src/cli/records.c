/* SPDX-License-Identifier: MIT */
#include "records.h"

#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A longer record is none of ours. */
enum { PEEK = 4096, CHUNK = 256 << 10, LONGEST_RECORD = 256 << 20 };

/* The first bytes of a pipe, copied without taking them. */
static gssize
peek_pipe (int fd, char *buffer, gsize size)
{
  int ends[2];
  gssize n;

  if (pipe2 (ends, O_CLOEXEC) != 0)
    return -1;
  n = tee (fd, ends[1], size, 0);
  if (n > 0)
    n = read (ends[0], buffer, (gsize)n);
  close (ends[0]);
  close (ends[1]);
  return n;
}

static gssize
peek (int fd, char *buffer, gsize size)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return -1;
  if (S_ISFIFO (status.st_mode))
    return peek_pipe (fd, buffer, size);
  if (!S_ISREG (status.st_mode))
    return -1;
  return pread (fd, buffer, size, lseek (fd, 0, SEEK_CUR));
}

gboolean
cli_records_recognized (const char *path)
{
  char buffer[PEEK];
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
  gssize n = fd >= 0 ? peek (fd, buffer, sizeof buffer) : -1;
  gssize i = 0;

  if (path != NULL && fd >= 0)
    close (fd);
  while (i < n && g_ascii_isspace (buffer[i]))
    i++;
  if (i >= n || (buffer[i] != '{' && buffer[i] != '['))
    return FALSE;
  return g_strstr_len (buffer + i, n - i, "\"hopscope/") != NULL;
}

typedef struct {
  CliWorker *worker;
  HsSummary *summary; /* of this file alone, so that its trailer is known for one */
  HsSourceInfo info;
  GString *pending; /* what is not yet a whole record */
  gboolean lines;   /* one record a line; else the file is one document */
} Reader;

static void
add (Reader *reader, const char *text, gsize len)
{
  g_autoptr (GError) error = NULL;

  while (len > 0 && g_ascii_isspace (text[len - 1]))
    len--;
  if (len == 0)
    return;
  if (hs_summary_add_json (reader->summary, text, len, &error))
    reader->worker->result->tally.messages++;
  else
    cli_worker_error (reader->worker, &reader->info, error);
  reader->info.index++;
  cli_progress_add (reader->worker->run->progress, 1, len);
}

static void
add_lines (Reader *reader)
{
  const char *start = reader->pending->str, *end = start + reader->pending->len, *newline;

  while ((newline = memchr (start, '\n', (gsize)(end - start))) != NULL) {
    add (reader, start, (gsize)(newline - start));
    reader->info.offset += (guint64)(newline + 1 - start);
    start = newline + 1;
  }
  g_string_erase (reader->pending, 0, start - reader->pending->str);
}

/* A record of NDJSON ends with its first line; a pretty document does not. */
static gboolean
is_lines (const GString *text)
{
  const char *newline = memchr (text->str, '\n', text->len);
  gsize len = newline != NULL ? (gsize)(newline - text->str) : text->len;

  while (len > 0 && g_ascii_isspace (text->str[len - 1]))
    len--;
  return len > 1 && text->str[len - 1] == '}';
}

static void
read_all (Reader *reader, int fd)
{
  g_autofree char *buffer = g_malloc (CHUNK);
  gboolean first = TRUE;

  while (cli_run_goes_on (reader->worker->run) && reader->pending->len < LONGEST_RECORD) {
    gssize n = read (fd, buffer, CHUNK);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      g_autoptr (GError) error = NULL;
      hs_error_set (&error, HS_ERROR_READ, "reading failed: {1}", HS_ERROR_WORDS, strerrordesc_np (errno), NULL);
      cli_worker_error (reader->worker, &reader->info, error);
      return;
    }
    if (n == 0)
      break;
    g_string_append_len (reader->pending, buffer, n);
    if (first)
      reader->lines = is_lines (reader->pending) || memchr (buffer, '\n', (gsize)n) == NULL;
    first = FALSE;
    if (reader->lines)
      add_lines (reader);
  }
  if (cli_run_goes_on (reader->worker->run))
    add (reader, reader->pending->str, reader->pending->len);
}

void
cli_records_read (CliWorker *worker, const char *path)
{
  g_autoptr (GString) pending = g_string_new (NULL);
  g_autoptr (HsSummary) summary = hs_summary_new ();
  Reader reader = { worker, summary, { .path = path }, pending, FALSE };
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;

  if (fd < 0) {
    g_autoptr (GError) error = NULL;
    hs_error_set (&error, HS_ERROR_OPEN, "cannot open it: {1}", HS_ERROR_WORDS, strerrordesc_np (errno), NULL);
    cli_worker_error (worker, &reader.info, error);
    return;
  }
  read_all (&reader, fd);
  if (path != NULL)
    close (fd);
  hs_summary_merge (worker->summary, summary);
  worker->flush (worker, worker->flush_data);
}
