/* SPDX-License-Identifier: MIT */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
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

static void
allow_replacing (int ruleset, const char *path)
{
  struct landlock_path_beneath_attr beneath = { .allowed_access = REPLACES };
  char *resolved = path != NULL ? realpath (path, NULL) : NULL;
  g_autofree char *folder = NULL;

  if (path == NULL)
    return;
  folder = g_path_get_dirname (resolved != NULL ? resolved : path);
  free (resolved);
  beneath.parent_fd = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (beneath.parent_fd < 0)
    return;
  syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
  close (beneath.parent_fd);
}

static void
refuse_writing (const CliOptions *options)
{
  struct landlock_ruleset_attr attributes = { .handled_access_fs = WRITES };
  int ruleset = (int)syscall (SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);

  if (ruleset < 0)
    return;
  allow_replacing (ruleset, options->output);
  allow_replacing (ruleset, options->summary);
  syscall (SYS_landlock_restrict_self, ruleset, 0);
  close (ruleset);
}

static void
enter (const CliOptions *options, gboolean serves)
{
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return;
  refuse_writing (options);
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
