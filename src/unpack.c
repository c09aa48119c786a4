/* SPDX-License-Identifier: MIT */
#include "unpack.h"

#include "error-private.h"
#include "gunzip.h"

#include <errno.h>
#include <hopscope/error.h>
#include <locale.h>
#include <string.h>

/* Packed, and nothing here unpacks it: said once. */
static gboolean
refuse (gboolean *told, char **name, HsStream **member, GError **error)
{
  *name = NULL;
  *member = NULL;
  if (!*told)
    hs_error_set (error, HS_ERROR_ARCHIVE, "it is packed, and this build reads no archives; unpack it first", NULL);
  *told = TRUE;
  return FALSE;
}

#ifdef HS_HAVE_ARCHIVE
#include "archive-library.h"

#define INPUT_BYTES (64 << 10)

struct _HsArchive {
  const HsArchiveLibrary *library; /* NULL where there is none */
  struct archive *archive;
  HsStream *stream;
  HsStream *root;
  const HsLimits *limits;
  guint64 *expanded;
  guint members;
  gboolean told; /* of a member or of damage */
  gboolean ended;
  locale_t names; /* in which names are told; 0: in the one there is */
  char buffer[INPUT_BYTES];
};

typedef struct {
  HsStream parent;
  HsArchive *archive;
} MemberStream;

static la_ssize_t
read_packed (struct archive *archive, void *data, const void **buffer)
{
  HsArchive *self = data;
  g_autoptr (GError) error = NULL;
  gssize n = hs_stream_read (self->stream, self->buffer, INPUT_BYTES, &error);

  *buffer = self->buffer;
  if (n < 0)
    self->library->archive_set_error (archive, EIO, "%s", error->message);
  return n;
}

/* Only what is widely used and whose readers are looked after; no rar, 7z, cab, iso. */
static void
support (const HsArchiveLibrary *library, struct archive *archive)
{
  library->archive_read_support_filter_bzip2 (archive);
  library->archive_read_support_filter_xz (archive);
  library->archive_read_support_filter_zstd (archive);
  library->archive_read_support_format_tar (archive);
  library->archive_read_support_format_zip_streamable (archive);
  library->archive_read_support_format_raw (archive);
  library->archive_read_support_format_empty (archive);
}

HsArchive *
hs_archive_new (HsStream *stream, HsStream *root, guint64 *expanded, const HsLimits *limits)
{
  HsArchive *self = g_new0 (HsArchive, 1);

  self->library = hs_archive_library ();
  self->stream = stream;
  self->root = root;
  self->expanded = expanded;
  self->limits = limits;
  self->names = newlocale (LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (self->library == NULL)
    return self;
  self->archive = self->library->archive_read_new ();
  support (self->library, self->archive);
  return self;
}

void
hs_archive_free (HsArchive *self)
{
  if (self == NULL)
    return;
  if (self->library != NULL)
    self->library->archive_read_free (self->archive);
  if (self->names != (locale_t)0)
    freelocale (self->names);
  g_free (self);
}

static gboolean
fail (HsArchive *self, GError **error)
{
  const char *why = self->library->archive_error_string (self->archive);

  hs_error_set (error, HS_ERROR_ARCHIVE, "the archive is damaged: {1}", HS_ERROR_WORDS, why != NULL ? why : N_ ("no reason known"), NULL);
  return FALSE;
}

static gssize
member_read (HsStream *stream, char *data, gsize len, GError **error)
{
  HsArchive *self = ((MemberStream *)stream)->archive;
  la_ssize_t n;

  if (self->ended)
    return 0;
  n = self->library->archive_read_data (self->archive, data, len);
  if (n < 0) {
    fail (self, error);
    self->ended = n == ARCHIVE_FATAL;
    return -1;
  }
  *self->expanded += (guint64)n;
  if (!hs_is_bomb (self->root->bytes_read, *self->expanded, self->limits))
    return n;
  self->ended = TRUE;
  hs_error_set (error, HS_ERROR_ARCHIVE, "the archive expands beyond archive-ratio or archive-bytes; unpack it yourself if you trust it",
                NULL);
  return -1;
}

static const HsStreamClass member_class = { member_read, NULL, NULL };

static HsStream *
member_new (HsArchive *self)
{
  MemberStream *member = g_new0 (MemberStream, 1);
  member->parent.klass = &member_class;
  member->archive = self;
  return &member->parent;
}

/* Files that systems put beside others: resource forks, folder settings. */
static gboolean
is_hidden (const char *name)
{
  const char *slash = strrchr (name, '/');
  const char *base = slash != NULL ? slash + 1 : name;
  return *base == '.' || g_str_has_prefix (name, "__MACOSX/");
}

/* The header of the next member; ARCHIVE_EOF at the end. */
static int
next_header (HsArchive *self, struct archive_entry **entry)
{
  if (self->ended)
    return ARCHIVE_EOF;
  if (self->members == 0 && self->library->archive_read_open (self->archive, self, NULL, read_packed, NULL) != ARCHIVE_OK)
    return ARCHIVE_FATAL;
  self->members++;
  return self->library->archive_read_next_header (self->archive, entry);
}

static char *
name_of (HsArchive *self, struct archive_entry *entry)
{
  const char *name = self->library->archive_entry_pathname_utf8 (entry);

  if (self->library->archive_format (self->archive) == ARCHIVE_FORMAT_RAW)
    return NULL;
  if (name == NULL)
    name = self->library->archive_entry_pathname (entry);
  return name != NULL ? g_strdup (name) : g_strdup_printf ("%u", self->members);
}

static gboolean
open_member (HsArchive *self, struct archive_entry *entry, const char *name, HsStream **member, GError **error)
{
  if (self->library->archive_entry_is_encrypted (entry)) {
    hs_error_set (error, HS_ERROR_ARCHIVE, "it is encrypted; unpack the archive with its password first", NULL);
    return FALSE;
  }
  *member = member_new (self);
  return TRUE;
}

/* Zeros without end unpack to a tar without a file: nothing may pass without a word. */
static gboolean
end (HsArchive *self, GError **error)
{
  if (!self->told)
    hs_error_set (error, HS_ERROR_EMPTY, "there is no file in the archive", NULL);
  self->told = TRUE;
  self->ended = TRUE;
  return FALSE;
}

static gboolean
next_file (HsArchive *self, char **name, HsStream **member, GError **error)
{
  struct archive_entry *entry;

  for (;;) {
    int result = next_header (self, &entry);
    *name = NULL;
    *member = NULL;
    if (result == ARCHIVE_EOF)
      return end (self, error);
    self->told |= result < ARCHIVE_WARN;
    if (result == ARCHIVE_FATAL || result == ARCHIVE_RETRY) {
      self->ended = TRUE;
      return fail (self, error);
    }
    if (result == ARCHIVE_FAILED)
      return fail (self, error);
    if (self->library->archive_entry_filetype (entry) != AE_IFREG && self->library->archive_format (self->archive) != ARCHIVE_FORMAT_RAW)
      continue;
    *name = name_of (self, entry);
    if (*name == NULL || !is_hidden (*name)) {
      self->told = TRUE;
      return open_member (self, entry, *name, member, error);
    }
    g_clear_pointer (name, g_free);
  }
}

/* libarchive reads and tells names by the thread's locale; ours are UTF-8 in any. */
gboolean
hs_archive_next (HsArchive *self, char **name, HsStream **member, GError **error)
{
  locale_t before;
  gboolean found;

  if (self->library == NULL)
    return refuse (&self->told, name, member, error);
  before = self->names != (locale_t)0 ? uselocale (self->names) : (locale_t)0;
  found = next_file (self, name, member, error);

  if (self->names != (locale_t)0)
    uselocale (before);
  return found;
}

#else

struct _HsArchive {
  gboolean told;
};

HsArchive *
hs_archive_new (HsStream *stream, HsStream *root, guint64 *expanded, const HsLimits *limits)
{
  return g_new0 (HsArchive, 1);
}

void
hs_archive_free (HsArchive *self)
{
  g_free (self);
}

gboolean
hs_archive_next (HsArchive *self, char **name, HsStream **member, GError **error)
{
  return refuse (&self->told, name, member, error);
}
#endif
