/* SPDX-License-Identifier: MIT */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name in a folder; its first byte is the kind. */
enum { KIND_FILE = 'f', KIND_FOLDER = 'd', KIND_OTHER = 'o' };

typedef struct {
  char *path;
  GPtrArray *names; /* kind and name, sorted by name */
  guint next;
} Level;

typedef struct {
  dev_t device;
  ino_t inode;
} Identity;

struct _CliWalk {
  char *pending;    /* folder to enter next */
  GArray *levels;   /* Level: from the folder walked to the one being read */
  GHashTable *seen; /* Identity of each folder entered */
};

static guint
identity_hash (gconstpointer key)
{
  const Identity *identity = key;
  return g_int64_hash (&(gint64){ (gint64)identity->inode }) ^ (guint)identity->device;
}

static gboolean
identity_equal (gconstpointer a, gconstpointer b)
{
  const Identity *x = a, *y = b;
  return x->device == y->device && x->inode == y->inode;
}

static void
level_clear (gpointer data)
{
  Level *level = data;
  g_free (level->path);
  g_ptr_array_unref (level->names);
}

CliWalk *
cli_walk_new (const char *folder)
{
  CliWalk *walk = g_new0 (CliWalk, 1);

  walk->pending = g_strdup (folder);
  walk->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_array_set_clear_func (walk->levels, level_clear);
  walk->seen = g_hash_table_new_full (identity_hash, identity_equal, g_free, NULL);
  return walk;
}

void
cli_walk_free (CliWalk *walk)
{
  g_free (walk->pending);
  g_array_unref (walk->levels);
  g_hash_table_unref (walk->seen);
  g_free (walk);
}

static char
kind_of (int folder, const struct dirent *entry)
{
  struct stat status;

  if (entry->d_type == DT_REG)
    return KIND_FILE;
  if (entry->d_type == DT_DIR)
    return KIND_FOLDER;
  if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
    return KIND_OTHER;
  if (fstatat (folder, entry->d_name, &status, 0) != 0)
    return KIND_OTHER;
  return S_ISREG (status.st_mode) ? KIND_FILE : S_ISDIR (status.st_mode) ? KIND_FOLDER : KIND_OTHER;
}

static gboolean
has_folder (int folder, const char *name, const char *below)
{
  g_autofree char *path = g_build_filename (name, below, NULL);
  struct stat status;

  return fstatat (folder, path, &status, 0) == 0 && S_ISDIR (status.st_mode);
}

static gboolean
is_wanted (int folder, const struct dirent *entry, char kind, gboolean maildir)
{
  const char *name = entry->d_name;

  if (strcmp (name, ".") == 0 || strcmp (name, "..") == 0 || kind == KIND_OTHER)
    return FALSE;
  if (name[0] == '.')
    return kind == KIND_FOLDER && has_folder (folder, name, "cur");
  if (maildir)
    return kind == KIND_FOLDER && strcmp (name, "tmp") != 0;
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a + 1, *(char *const *)b + 1);
}

static GPtrArray *
read_names (DIR *dir)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  int folder = dirfd (dir);
  gboolean maildir = has_folder (folder, ".", "cur") && has_folder (folder, ".", "new");
  const struct dirent *entry;

  while ((entry = readdir (dir)) != NULL) {
    char kind = kind_of (folder, entry);
    if (is_wanted (folder, entry, kind, maildir))
      g_ptr_array_add (names, g_strdup_printf ("%c%s", kind, entry->d_name));
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* TRUE if this folder was not entered before. */
static gboolean
is_new (CliWalk *walk, int folder)
{
  struct stat status;
  Identity *identity;

  if (fstat (folder, &status) != 0)
    return FALSE;
  identity = g_new0 (Identity, 1);
  *identity = (Identity){ status.st_dev, status.st_ino };
  return g_hash_table_add (walk->seen, identity);
}

/* Takes @path. */
static gboolean
enter (CliWalk *walk, char *path, GError **error)
{
  DIR *dir = opendir (path);
  int number = errno;

  if (dir == NULL) {
    hs_error_set (error, HS_ERROR_OPEN, "cannot read it: {1}", HS_ERROR_WORDS, strerrordesc_np (number), NULL);
    return FALSE;
  }
  if (is_new (walk, dirfd (dir))) {
    Level level = { path, read_names (dir), 0 };
    g_array_append_val (walk->levels, level);
  } else
    g_free (path);
  closedir (dir);
  return TRUE;
}

/* The next name of the innermost folder that has one left, as a path; NULL at the end. */
static char *
advance (CliWalk *walk, char *kind)
{
  while (walk->levels->len > 0) {
    Level *level = &g_array_index (walk->levels, Level, walk->levels->len - 1);
    if (level->next < level->names->len) {
      const char *name = g_ptr_array_index (level->names, level->next++);
      *kind = name[0];
      return g_build_filename (level->path, name + 1, NULL);
    }
    g_array_set_size (walk->levels, walk->levels->len - 1);
  }
  return NULL;
}

gboolean
cli_walk_next (CliWalk *walk, char **path, GError **error)
{
  char *folder = g_steal_pointer (&walk->pending);
  char kind;

  *path = NULL;
  for (;;) {
    if (folder != NULL && !enter (walk, folder, error)) {
      *path = folder;
      return FALSE;
    }
    folder = advance (walk, &kind);
    if (folder == NULL)
      return FALSE;
    if (kind == KIND_FILE) {
      *path = folder;
      return TRUE;
    }
  }
}
