/* SPDX-License-Identifier: MIT */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
/* Refused with EPERM: nothing here is needed once the files are named. The last ones are what a server needs. */
enum { SERVER_CALLS = 4 };
static const int refused[] = {
  SYS_socket,         SYS_socketpair,       SYS_connect,           SYS_bind,   SYS_listen,  SYS_execve,  SYS_execveat,
  SYS_ptrace,         SYS_process_vm_readv, SYS_process_vm_writev, SYS_bpf,    SYS_mount,   SYS_unshare, SYS_setns,
  SYS_io_uring_setup, SYS_accept,           SYS_accept4,           SYS_sendto, SYS_sendmsg,
};

static void
refuse_calls (gboolean serves)
{
  const gsize n_refused = G_N_ELEMENTS (refused) - (serves ? SERVER_CALLS : 0);
  struct sock_filter filter[2 * G_N_ELEMENTS (refused) + 8];
  struct sock_fprog program = { 0, filter };
  gushort n = 0;

  filter[n++] = (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, arch));
  filter[n++] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  filter[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  filter[n++] = (struct sock_filter)BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr));
#ifdef __X32_SYSCALL_BIT /* the same calls under other numbers */
  filter[n++] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JGE | BPF_K, __X32_SYSCALL_BIT, 0, 1);
  filter[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
#endif
  for (gsize i = 0; i < n_refused; i++) {
    filter[n++] = (struct sock_filter)BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (guint)refused[i], 0, 1);
    filter[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
  }
  filter[n++] = (struct sock_filter)BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  program.len = n;
  prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
#else
static void
refuse_calls (gboolean serves)
{
}
#endif

enum {
  WRITES = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
           LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
           LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
  /* What the rename of a temporary file over an output takes. */
  REPLACES = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG,
};

enum { READS = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR };

/* Landlock while it is being set up. */
typedef struct {
  int ruleset;
  guint64 handled;
} Rights;

/* @access to @path and what is in it. What is not there needs no right. */
static void
allow (const Rights *rights, const char *path, guint64 access)
{
  struct landlock_path_beneath_attr beneath = { .parent_fd = open (path, O_PATH | O_CLOEXEC) };
  struct stat status;

  if (beneath.parent_fd < 0)
    return;
  if (fstat (beneath.parent_fd, &status) == 0 && !S_ISDIR (status.st_mode))
    access &= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE;
  beneath.allowed_access = access & rights->handled;
  syscall (SYS_landlock_add_rule, rights->ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
  close (beneath.parent_fd);
}

static void
allow_replacing (const Rights *rights, const char *path)
{
  char *resolved = path != NULL ? realpath (path, NULL) : NULL;
  g_autofree char *folder = NULL;

  if (path == NULL)
    return;
  folder = g_path_get_dirname (resolved != NULL ? resolved : path);
  free (resolved);
  allow (rights, folder, REPLACES | LANDLOCK_ACCESS_FS_READ_DIR);
}

/* The C library loads its converters of character sets when a message first needs one: from where the libraries are. */
static int
allow_library (struct dl_phdr_info *info, size_t size, void *rights)
{
  g_autofree char *folder = g_path_get_dirname (info->dlpi_name);

  if (info->dlpi_name[0] == '/')
    allow (rights, folder, READS);
  return 0;
}

/* Only files are named, each of which can be opened later by its name. What lies in a folder or a list may be anywhere: folders hold links. */
static gboolean
knows_inputs (const CliOptions *options)
{
  struct stat status;

  if (options->files_from != NULL || options->files0_from != NULL)
    return FALSE;
  for (guint i = 0; i < options->operands->len; i++)
    if (stat (g_ptr_array_index (options->operands, i), &status) == 0 && S_ISDIR (status.st_mode))
      return FALSE;
  return TRUE;
}

static void
allow_reading (const Rights *rights, const CliOptions *options)
{
  static const char *const places[] = { "/usr/lib", "/usr/lib64", "/usr/share", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime" };
  const char *converters = g_getenv ("GCONV_PATH");

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    allow (rights, places[i], READS);
  dl_iterate_phdr (allow_library, (void *)rights);
  if (converters != NULL)
    allow (rights, converters, READS);
  for (guint i = 0; i < options->operands->len; i++)
    allow (rights, g_ptr_array_index (options->operands, i), LANDLOCK_ACCESS_FS_READ_FILE);
}

static void
refuse_files (const CliOptions *options, gboolean serves)
{
  gboolean reads = !serves && !knows_inputs (options);
  struct landlock_ruleset_attr attributes = { .handled_access_fs = WRITES | (reads ? 0 : READS) };
  Rights rights = { (int)syscall (SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0), attributes.handled_access_fs };

  if (rights.ruleset < 0)
    return;
  allow_replacing (&rights, options->output);
  allow_replacing (&rights, options->summary);
  if (!reads)
    allow_reading (&rights, options);
  syscall (SYS_landlock_restrict_self, rights.ruleset, 0);
  close (rights.ruleset);
}

static void
enter (const CliOptions *options, gboolean serves)
{
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return;
  refuse_files (options, serves);
  refuse_calls (serves);
}

void
cli_sandbox_enter (const CliOptions *options)
{
  enter (options, FALSE);
}

void
cli_sandbox_enter_serving (const CliOptions *options)
{
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
  enter (options, TRUE);
}
