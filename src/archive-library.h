/* libarchive, loaded when the first archive is met: with what it needs itself (libxml2, ICU, libstdc++) it takes as long to load as
   everything else together, and most runs see no archive.  SPDX-License-Identifier: MIT */
#pragma once

#include <archive.h>
#include <archive_entry.h>

#define HS_ARCHIVE_FUNCTIONS(ONE)                  \
  ONE (archive_read_new)                           \
  ONE (archive_read_free)                          \
  ONE (archive_read_open)                          \
  ONE (archive_read_data)                          \
  ONE (archive_read_next_header)                   \
  ONE (archive_read_support_filter_bzip2)          \
  ONE (archive_read_support_filter_xz)             \
  ONE (archive_read_support_filter_zstd)           \
  ONE (archive_read_support_format_tar)            \
  ONE (archive_read_support_format_zip_streamable) \
  ONE (archive_read_support_format_raw)            \
  ONE (archive_read_support_format_empty)          \
  ONE (archive_error_string)                       \
  ONE (archive_set_error)                          \
  ONE (archive_format)                             \
  ONE (archive_entry_pathname)                     \
  ONE (archive_entry_pathname_utf8)                \
  ONE (archive_entry_filetype)                     \
  ONE (archive_entry_is_encrypted)

/* Its functions under their own names, with the types of its headers. */
typedef struct {
#define ONE(name) __typeof__ (&name) name;
  HS_ARCHIVE_FUNCTIONS (ONE)
#undef ONE
} HsArchiveLibrary;

/* NULL where it is not installed. Thread-safe; once loaded it stays. */
const HsArchiveLibrary *hs_archive_library (void);
