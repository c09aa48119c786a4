/* Runs a fuzz target once over every file of the folders named, for `meson test`.  SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <stdio.h>

static int
replay_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  int n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *data = NULL;
    gsize len = 0;
    if (!g_file_get_contents (path, &data, &len, NULL))
      continue;
    LLVMFuzzerTestOneInput ((const guint8 *)data, len);
    n++;
  }
  return n;
}

int
main (int argc, char **argv)
{
  int n = 0;

  for (int i = 1; i < argc; i++)
    n += replay_folder (argv[i]);
  printf ("%d inputs replayed\n", n);
  return n > 0 ? 0 : 1;
}
