/* Bytes that end exactly at an unreadable page: a parser that reads one byte too far crashes.  SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct {
  char *map;
  gsize map_len;
  char *data; /* copy of the bytes; data[len] is unreadable */
  gsize len;
} HsGuard;

static inline HsGuard
hs_guard_new (const char *bytes, gsize len)
{
  gsize page = (gsize)sysconf (_SC_PAGESIZE);
  HsGuard guard = { .map_len = (len / page + 2) * page, .len = len };

  guard.map = mmap (NULL, guard.map_len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  g_assert_true (guard.map != MAP_FAILED);
  g_assert_cmpint (mprotect (guard.map + guard.map_len - page, page, PROT_NONE), ==, 0);
  guard.data = guard.map + guard.map_len - page - len;
  if (len > 0)
    memcpy (guard.data, bytes, len);
  return guard;
}

static inline void
hs_guard_free (HsGuard *guard)
{
  munmap (guard->map, guard->map_len);
}
