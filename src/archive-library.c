/* SPDX-License-Identifier: MIT */
#include <glib.h> /* also where nothing else is left: ISO C knows no empty file */

#ifdef HS_HAVE_ARCHIVE
#include "archive-library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#define NAME "libarchive.so.13" /* of its ABI since 3.0 (2011), whose headers this is built with */

static gboolean
load (HsArchiveLibrary *library)
{
  void *handle = dlopen (NAME, RTLD_NOW | RTLD_LOCAL), *symbol;

  if (handle == NULL)
    return FALSE;
#define ONE(name)                               \
  if ((symbol = dlsym (handle, #name)) == NULL) \
    return FALSE;                               \
  memcpy (&library->name, &symbol, sizeof symbol);
  HS_ARCHIVE_FUNCTIONS (ONE)
#undef ONE
  return TRUE;
}

static HsArchiveLibrary library;
static gboolean loaded;

static void
load_once (void)
{
  loaded = load (&library);
}

const HsArchiveLibrary *
hs_archive_library (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once (&once, load_once);
  return loaded ? &library : NULL;
}
#endif
