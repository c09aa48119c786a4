/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include "ascii.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>

#define FIRST_BLOCK (64 * 1024)
#define ALIGNMENT alignof (max_align_t)

typedef struct _Block Block;
struct _Block {
  Block *next;
  gsize size;
  alignas (max_align_t) char data[];
};

struct _HsArena {
  Block *first;
  Block *current;
  gsize used;  /* in current */
  gsize total; /* handed out since the last reset */
  gsize limit;
  gsize extra; /* allowed beyond it until the next reset */
  gboolean exhausted;
};

static Block *
block_new (gsize size)
{
  Block *block = g_malloc (sizeof (Block) + size);
  block->next = NULL;
  block->size = size;
  return block;
}

HsArena *
hs_arena_new (gsize limit)
{
  HsArena *arena = g_new0 (HsArena, 1);
  arena->first = arena->current = block_new (FIRST_BLOCK);
  arena->limit = limit;
  return arena;
}

static void
free_blocks (Block *block)
{
  while (block != NULL) {
    Block *next = block->next;
    g_free (block);
    block = next;
  }
}

void
hs_arena_free (HsArena *arena)
{
  if (arena == NULL)
    return;
  free_blocks (arena->first);
  g_free (arena);
}

void
hs_arena_reset (HsArena *arena)
{
  /* One huge message must not pin its memory for the rest of a mailbox. */
  if (arena->total > FIRST_BLOCK * 16) {
    free_blocks (arena->first->next);
    arena->first->next = NULL;
  }
  arena->current = arena->first;
  arena->used = arena->total = 0;
  arena->extra = 0;
  arena->exhausted = FALSE;
}

void
hs_arena_allow_more (HsArena *arena, gsize bytes)
{
  arena->extra += bytes;
}

gboolean
hs_arena_is_exhausted (const HsArena *arena)
{
  return arena->exhausted;
}

static gboolean
next_block (HsArena *arena, gsize size)
{
  while (arena->current->next != NULL) {
    arena->current = arena->current->next;
    arena->used = 0;
    if (arena->current->size >= size)
      return TRUE;
  }
  arena->current->next = block_new (MAX (size, arena->current->size * 2));
  arena->current = arena->current->next;
  arena->used = 0;
  return TRUE;
}

void *
hs_arena_alloc_raw (HsArena *arena, gsize size)
{
  void *p;

  if (size > arena->limit + arena->extra || arena->total + size > arena->limit + arena->extra) {
    arena->exhausted = TRUE;
    return NULL;
  }
  size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  if (arena->current->size - arena->used < size && !next_block (arena, size))
    return NULL;
  p = arena->current->data + arena->used;
  arena->used += size;
  arena->total += size;
  return p;
}

void *
hs_arena_alloc (HsArena *arena, gsize size)
{
  void *p = hs_arena_alloc_raw (arena, size);
  return p != NULL ? memset (p, 0, size) : NULL;
}

void *
hs_arena_alloc_n (HsArena *arena, gsize size, gsize n)
{
  if (n > G_MAXSIZE / size) {
    arena->exhausted = TRUE;
    return NULL;
  }
  return hs_arena_alloc (arena, size * n);
}

HsSlice
hs_arena_copy (HsArena *arena, HsSlice s)
{
  char *copy = s.ptr != NULL ? hs_arena_alloc_raw (arena, MAX (s.len, 1)) : NULL;

  if (copy == NULL)
    return HS_SLICE_NONE;
  memcpy (copy, s.ptr, s.len);
  return (HsSlice){ copy, s.len };
}

HsSlice
hs_arena_printf (HsArena *arena, const char *format, ...)
{
  char buffer[256];
  va_list args;
  int n;
  char *text;

  va_start (args, format);
  n = vsnprintf (buffer, sizeof buffer, format, args);
  va_end (args);
  text = n >= 0 ? hs_arena_alloc_raw (arena, (gsize)n + 1) : NULL;
  if (text == NULL)
    return HS_SLICE_NONE;
  if ((gsize)n < sizeof buffer) {
    memcpy (text, buffer, (gsize)n + 1);
  } else {
    va_start (args, format);
    vsnprintf (text, (gsize)n + 1, format, args);
    va_end (args);
  }
  return (HsSlice){ text, (gsize)n };
}

HsSlice
hs_arena_unfold (HsArena *arena, HsSlice s)
{
  const char *p = s.ptr, *end, *line_end;
  char *out, *o;

  if (s.ptr == NULL)
    return s;
  end = s.ptr + s.len;
  line_end = hs_line_end (p, end);
  if (line_end == end)
    return s;
  out = o = hs_arena_alloc_raw (arena, s.len);
  if (out == NULL)
    return HS_SLICE_NONE;
  for (;; line_end = hs_line_end (p, end)) {
    const char *stop = line_end;
    while (line_end < end && stop > p && hs_is_space (stop[-1]))
      stop--;
    o = mempcpy (o, p, (gsize)(stop - p));
    if (line_end == end)
      return hs_slice (out, o);
    *o++ = ' ';
    for (p = line_end; p < end && hs_is_space (*p);)
      p++;
  }
}

gboolean
hs_arena_grow (HsArena *arena, void **items, guint n, guint *room, gsize size)
{
  guint wanted = *room == 0 ? 16 : *room * 2;
  void *bigger;

  if (n < *room)
    return TRUE;
  bigger = wanted <= G_MAXSIZE / size ? hs_arena_alloc_raw (arena, size * wanted) : NULL;
  if (bigger == NULL)
    return FALSE;
  if (n > 0)
    memcpy (bigger, *items, n * size);
  *items = bigger;
  *room = wanted;
  return TRUE;
}
