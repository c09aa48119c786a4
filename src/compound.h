/* Compound files (MS-CFB), read only: streams in storages in one file, as Outlook saves them.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* libgsf reads these too, but complains on standard error of every damage, leaks on some, and brings libxml2 into the process. */
typedef struct _HsCompound HsCompound;

#define HS_COMPOUND_ROOT 0
#define HS_COMPOUND_NONE G_MAXUINT32

/* @file is borrowed. NULL if it is no compound file or too damaged to find anything in it. */
HsCompound *hs_compound_new (HsSlice file);
void hs_compound_free (HsCompound *compound);

/* Children of a storage, in the order of their names: hs_compound_first() and then hs_compound_next() until HS_COMPOUND_NONE. */
guint32 hs_compound_first (const HsCompound *compound, guint32 storage);
guint32 hs_compound_next (const HsCompound *compound, guint32 entry);
gboolean hs_compound_is_storage (const HsCompound *compound, guint32 entry);
/* ASCII; other characters are '?'. */
const char *hs_compound_name (const HsCompound *compound, guint32 entry);
guint32 hs_compound_find (const HsCompound *compound, guint32 storage, const char *name);
/* (transfer full): the bytes of a stream; NULL if it is longer than @max, empty or damaged. */
GBytes *hs_compound_read (HsCompound *compound, guint32 stream, gsize max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HsCompound, hs_compound_free)
