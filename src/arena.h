/* Bump allocator: everything one message's analysis makes, thrown away together.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>
#include <stdarg.h>

typedef struct _HsArena HsArena;

/* @limit: bytes; an allocation beyond it returns NULL and sets hs_arena_is_exhausted() until the next reset. */
HsArena *hs_arena_new (gsize limit);
void hs_arena_free (HsArena *arena);
/* Everything allocated so far becomes invalid; the memory is kept. */
void hs_arena_reset (HsArena *arena);
/* So much beyond the limit until the next reset: to tell that the limit was reached. */
void hs_arena_allow_more (HsArena *arena, gsize bytes);
gboolean hs_arena_is_exhausted (const HsArena *arena);

/* Zeroed, aligned for any type. NULL when the limit is reached: callers do without and the analyzer reports it. */
void *hs_arena_alloc (HsArena *arena, gsize size);
/* The same, not zeroed: for bytes that are written at once. */
void *hs_arena_alloc_raw (HsArena *arena, gsize size);
#define hs_arena_new0(arena, type) ((type *)hs_arena_alloc ((arena), sizeof (type)))
#define hs_arena_array(arena, type, n) ((type *)hs_arena_alloc_n ((arena), sizeof (type), (n)))
void *hs_arena_alloc_n (HsArena *arena, gsize size, gsize n);

/* Copies; a NULL slice stays NULL, an exhausted arena gives a NULL slice. */
HsSlice hs_arena_copy (HsArena *arena, HsSlice s);
/* printf into the arena; %.*s for slices. */
HsSlice hs_arena_printf (HsArena *arena, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The value with folding undone: each run of white space that holds a line end becomes one space; CR and LF go.
   Returns @s itself where there is nothing to undo. */
HsSlice hs_arena_unfold (HsArena *arena, HsSlice s);

/* Grows an array in the arena: *items has *n of them and room for *room; on return room for one more (not zeroed), or FALSE. */
gboolean hs_arena_grow (HsArena *arena, void **items, guint n, guint *room, gsize size);
