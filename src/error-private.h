/* How the library's errors are made.  SPDX-License-Identifier: MIT */
#pragma once

#include "text.h"

#include <hopscope/error.h>

/* Puts a text in front of what @error, made by hs_error_set(), says: "TEXT: what it said". At most twice. */
void hs_error_wrap (GError **error, const char *format, ...) G_GNUC_NULL_TERMINATED;
/* For @cause, why g_file_get_contents() or g_dir_open() could not read @path: "PATH: cannot read it: No such file or directory". */
void hs_error_set_file (GError **error, HsError code, const char *path, const GError *cause);

/* @n in decimal, in @buffer. */
#define HS_ERROR_DIGITS 24
static inline const char *
hs_error_number (char buffer[HS_ERROR_DIGITS], guint64 n)
{
  g_snprintf (buffer, HS_ERROR_DIGITS, "%" G_GUINT64_FORMAT, n);
  return buffer;
}
