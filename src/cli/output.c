/* SPDX-License-Identifier: MIT */
#include "output.h"

#include "language.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _CliOutput {
  int fd;
  char *path;      /* as given; NULL for standard output */
  char *target;    /* what is replaced: behind symbolic links */
  char *temporary; /* NULL where the output is written to directly */
  gboolean closed;
  gboolean failed;
};

static gboolean
fail (CliOutput *output, int number, GError **error)
{
  const char *advice = N_ ("nothing was replaced");

  output->failed = TRUE;
  output->closed = number == EPIPE;
  if (number == ENOENT || number == ENOTDIR)
    advice = N_ ("make that folder first");
  else if (number == EACCES || number == EPERM || number == EROFS || number == EISDIR)
    advice = N_ ("write to a file in a folder of yours");
  else if (number == ENOSPC || number == EDQUOT)
    advice = output->path != NULL ? N_ ("free some space; nothing was replaced") : N_ ("free some space");
  else if (output->path == NULL)
    advice = N_ ("what was written before is incomplete");
  hs_error_set (error, HS_ERROR_WRITE, "{1}; {2}", HS_ERROR_WORDS, strerrordesc_np (number), HS_ERROR_WORDS, advice, NULL);
  return FALSE;
}

/* A temporary file in the folder of the target, so that the rename stays on one file system. */
static gboolean
open_temporary (CliOutput *output, mode_t mode, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (output->target);
  g_autofree char *base = g_path_get_basename (output->target);

  for (int tries = 0; tries < 100; tries++) {
    g_autofree char *name = g_strdup_printf ("%s/.%s.%08x", folder, base, g_random_int ());
    output->fd = open (name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (output->fd >= 0) {
      output->temporary = g_steal_pointer (&name);
      return TRUE;
    }
    if (errno != EEXIST)
      break;
  }
  return fail (output, errno, error);
}

static gboolean
open_path (CliOutput *output, GError **error)
{
  struct stat status;
  char *resolved = realpath (output->path, NULL);

  output->target = g_strdup (resolved != NULL ? resolved : output->path);
  free (resolved);
  if (stat (output->target, &status) != 0)
    return open_temporary (output, 0666, error);
  if (S_ISDIR (status.st_mode))
    return fail (output, EISDIR, error);
  if (S_ISREG (status.st_mode)) {
    if (access (output->target, W_OK) != 0)
      return fail (output, errno, error);
    return open_temporary (output, 0600, error) && (fchmod (output->fd, status.st_mode & 0777) == 0 || fail (output, errno, error));
  }
  /* A device or a pipe cannot be replaced. */
  output->fd = open (output->target, O_WRONLY | O_CLOEXEC);
  return output->fd >= 0 || fail (output, errno, error);
}

CliOutput *
cli_output_new (const char *path, GError **error)
{
  g_autoptr (CliOutput) output = g_new0 (CliOutput, 1);

  output->fd = STDOUT_FILENO;
  if (path == NULL)
    return g_steal_pointer (&output);
  output->fd = -1;
  output->path = g_strdup (path);
  return open_path (output, error) ? g_steal_pointer (&output) : NULL;
}

void
cli_output_free (CliOutput *output)
{
  if (output->path != NULL && output->fd >= 0)
    close (output->fd);
  if (output->temporary != NULL)
    unlink (output->temporary);
  g_free (output->temporary);
  g_free (output->target);
  g_free (output->path);
  g_free (output);
}

int
cli_output_fd (const CliOutput *output)
{
  return output->path == NULL ? output->fd : -1;
}

const char *
cli_output_name (const CliOutput *output)
{
  return output->path != NULL ? output->path : T_ ("standard output");
}

gboolean
cli_output_is_closed (const CliOutput *output)
{
  return output->closed;
}

/* A disk that is full leaves half a line of what could not be written: a reader must not take it for a record. */
static void
take_back_half_line (CliOutput *output, const char *written, gsize len)
{
  const char *newline = len > 0 ? memrchr (written, '\n', len) : NULL;
  off_t half = (off_t)(newline != NULL ? len - (gsize)(newline + 1 - written) : len), at = lseek (output->fd, 0, SEEK_CUR);
  struct stat status;

  if (half > 0 && at >= half && fstat (output->fd, &status) == 0 && S_ISREG (status.st_mode) && at == status.st_size &&
      ftruncate (output->fd, at - half) == 0)
    lseek (output->fd, at - half, SEEK_SET);
}

gboolean
cli_output_write (CliOutput *output, GString *text, GError **error)
{
  gsize done = 0;

  if (output->failed)
    return fail (output, output->closed ? EPIPE : EIO, error);
  while (done < text->len) {
    gssize n = write (output->fd, text->str + done, text->len - done);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      int number = errno;
      take_back_half_line (output, text->str, done);
      return fail (output, number, error);
    }
    done += (gsize)n;
  }
  g_string_truncate (text, 0);
  return TRUE;
}

static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0) {
    fsync (fd);
    close (fd);
  }
}

gboolean
cli_output_finish (CliOutput *output, GError **error)
{
  int fd = output->fd;

  if (output->failed)
    return fail (output, output->closed ? EPIPE : EIO, error);
  if (output->temporary != NULL && fsync (fd) != 0)
    return fail (output, errno, error);
  output->fd = -1;
  if (close (fd) != 0 && errno != EINTR)
    return fail (output, errno, error);
  if (output->temporary == NULL)
    return TRUE;
  if (rename (output->temporary, output->target) != 0)
    return fail (output, errno, error);
  g_clear_pointer (&output->temporary, g_free);
  sync_folder (output->target);
  return TRUE;
}
