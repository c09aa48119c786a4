/* What the tool gives up before it reads mail is really gone.  SPDX-License-Identifier: MIT */
#include "../src/cli/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/landlock.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *mail;
  char *other;
  char *link;
  char *output;
} Places;

static int
open_error (const char *path, int flags)
{
  int fd = open (path, flags | O_CLOEXEC, 0600);

  if (fd < 0)
    return errno;
  close (fd);
  return 0;
}

static gboolean
has_landlock (void)
{
  return syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >= 1;
}

/* In a process of its own: each number tells what failed. */
static int
try_out (const Places *at, const CliOptions *options, gboolean reads, gboolean serves)
{
  gboolean landlock = has_landlock ();
  int refused = landlock ? EACCES : 0;
  char *const argv[] = { (char *)"true", NULL };

  if (serves)
    cli_sandbox_enter_serving (options);
  else
    cli_sandbox_enter (options);
  if (socket (AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM)
    return 1;
  if (execv ("/bin/true", argv) == 0 || errno != EPERM)
    return 2;
  if (open_error (at->mail, O_RDONLY) != (serves ? refused : 0))
    return 3;
  if (open_error (at->other, O_RDONLY) != (reads ? 0 : refused))
    return 4;
  if (open_error ("/etc/passwd", O_RDONLY) != (reads ? 0 : refused))
    return 5;
  if (landlock && open_error (at->mail, O_WRONLY) != EACCES)
    return 6;
  if (landlock && open_error ("/tmp/hopscope-must-not-be", O_WRONLY | O_CREAT) != EACCES)
    return 7;
  if (options->output != NULL && open_error (options->output, O_WRONLY | O_CREAT) != 0)
    return 8;
  if (open_error ("/usr/lib", O_RDONLY | O_DIRECTORY) != 0)
    return 9;
  return 0;
}

static void
check (const Places *at, const CliOptions *options, gboolean reads, gboolean serves)
{
  int status;
  pid_t child = fork ();

  if (child == 0)
    _exit (try_out (at, options, reads, serves));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static Places
make_places (void)
{
  Places at = { .folder = g_dir_make_tmp ("hopscope-XXXXXX", NULL) };
  g_autofree char *outputs = g_build_filename (at.folder, "outputs", NULL);

  at.mail = g_build_filename (at.folder, "mail.eml", NULL);
  at.other = g_build_filename (at.folder, "other", NULL);
  at.link = g_build_filename (at.folder, "link", NULL);
  at.output = g_build_filename (outputs, "report", NULL);
  g_assert_cmpint (g_mkdir (outputs, 0700), ==, 0);
  g_assert_true (g_file_set_contents (at.mail, "x", 1, NULL));
  g_assert_true (g_file_set_contents (at.other, "x", 1, NULL));
  g_assert_cmpint (symlink ("mail.eml", at.link), ==, 0);
  return at;
}

static void
remove_places (Places *at)
{
  g_autofree char *outputs = g_path_get_dirname (at->output);

  g_unlink (at->output);
  g_rmdir (outputs);
  g_unlink (at->link);
  g_unlink (at->other);
  g_unlink (at->mail);
  g_rmdir (at->folder);
  g_free (at->output);
  g_free (at->link);
  g_free (at->other);
  g_free (at->mail);
  g_free (at->folder);
}

/* Files alone may be read, by a link too; of a folder or a list nobody knows what will be. */
static void
test_rights (void)
{
  Places at = make_places ();
  const struct {
    const char *operand;
    const char *list;
    const char *output;
    gboolean reads;
  } rows[] = { { at.mail, NULL, NULL, FALSE },
               { at.link, NULL, at.output, FALSE },
               { at.folder, NULL, at.output, TRUE },
               { at.mail, at.other, NULL, TRUE } };

  if (!has_landlock ())
    g_test_message ("no Landlock here: files are not looked at");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    CliOptions options = { .operands = g_ptr_array_new () };
    g_ptr_array_add (options.operands, (gpointer)rows[i].operand);
    options.files_from = rows[i].list;
    options.output = rows[i].output;
    check (&at, &options, rows[i].reads, FALSE);
    g_ptr_array_unref (options.operands);
  }
  remove_places (&at);
}

static void
test_serving (void)
{
  Places at = make_places ();
  CliOptions options = { .operands = g_ptr_array_new () };

  check (&at, &options, FALSE, TRUE);
  g_ptr_array_unref (options.operands);
  remove_places (&at);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/rights", test_rights);
  g_test_add_func ("/sandbox/serving", test_serving);
  return g_test_run ();
}
