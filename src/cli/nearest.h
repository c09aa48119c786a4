/* The word somebody may have meant.  SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

/* TRUE if @word is nearer to @typed than @best edits, and near enough to be meant; @best becomes its distance. */
gboolean cli_nearest (const char *typed, const char *word, guint *best);
