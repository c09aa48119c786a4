/* Reading an mbox, as ratios to a read() + memchr('\n') scan of the same file in the same run: splitting, with bodies kept and without,
   and splitting with every field cut. Mail with bodies and header-only mail are made from samples/ (and ../shared/corpus where it is
   there).  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "fields.h"

#include <fcntl.h>
#include <hopscope/hopscope.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define FILE_BYTES (200 << 20)
#define ROUNDS 9
#define BODY_BYTES (26 << 10) /* a usual message */

typedef struct {
  const char *name;
  guint64 (*run) (const char *path);
} Task;

static double
cpu_seconds (void)
{
  struct timespec now;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static guint64
scan_lines (const char *path)
{
  g_autofree char *block = g_malloc (1 << 20);
  int fd = open (path, O_RDONLY);
  guint64 lines = 0;
  gssize n;

  while ((n = read (fd, block, 1 << 20)) > 0)
    for (const char *p = block, *end = block + n; (p = memchr (p, '\n', (gsize)(end - p))) != NULL; p++)
      lines++;
  close (fd);
  return lines;
}

/* Through one batch, as the tool does. */
static guint64
split (const char *path, guint flags, gboolean cut)
{
  g_autoptr (HsSource) source = hs_source_new_for_path (path, NULL, flags, NULL);
  g_autoptr (HsBatch) batch = hs_batch_new ();
  HsFields fields = { 0 };
  guint64 sum = 0;

  while (hs_source_read_batch (source, batch)) {
    const HsMessage *m;
    while (hs_batch_next (batch, &m, NULL)) {
      if (cut)
        hs_fields_split (&fields, m->header, m->first_line, NULL, 0, hs_limits_default ());
      sum += cut ? fields.n : 1;
    }
  }
  hs_fields_clear (&fields);
  return sum;
}

static guint64
split_headers (const char *path)
{
  return split (path, HS_SOURCE_HEADERS_ONLY, FALSE);
}

static guint64
split_bodies (const char *path)
{
  return split (path, 0, FALSE);
}

static guint64
split_fields (const char *path)
{
  return split (path, HS_SOURCE_HEADERS_ONLY, TRUE);
}

static guint64
split_fields_bodies (const char *path)
{
  return split (path, 0, TRUE);
}

static const Task tasks[] = { { "read + memchr scan", scan_lines },
                              { "split, headers only", split_headers },
                              { "split, with bodies", split_bodies },
                              { "split + fields, headers only", split_fields },
                              { "split + fields, with bodies", split_fields_bodies } };

static void
add_headers (GPtrArray *headers, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    char *data, *blank;
    if (!g_str_has_suffix (name, ".eml") || !g_file_get_contents (path, &data, NULL, NULL))
      continue;
    blank = strstr (data, "\n\n");
    if (blank == NULL)
      blank = strstr (data, "\n\r\n");
    if (blank != NULL)
      blank[1] = '\0';
    g_ptr_array_add (headers, data);
  }
}

/* Base64 and text lines by turns. */
static char *
make_body (void)
{
  GString *body = g_string_new (NULL);
  guint32 seed = 1;

  while (body->len < BODY_BYTES) {
    guint width = body->len > BODY_BYTES / 3 ? 76 : 40 + seed % 36;
    for (guint i = 0; i < width; i++) {
      seed = seed * 1664525u + 1013904223u;
      g_string_append_c (body, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[seed >> 26]);
    }
    g_string_append_c (body, '\n');
  }
  return g_string_free (body, FALSE);
}

static void
make_mbox (const char *path, GPtrArray *headers, gboolean bodies)
{
  g_autofree char *body = make_body ();
  FILE *file = fopen (path, "w");
  gsize written = 0;

  for (guint i = 0; written < FILE_BYTES; i++) {
    const char *header = headers->pdata[i % headers->len];
    int n = fprintf (file, "From u%u@example.com Mon Jan  1 00:00:00 2024\n%s\n%s\n", i, header, bodies ? body + (i * 977) % 20000 : "");
    g_assert_cmpint (n, >, 0);
    written += (gsize)n;
  }
  fclose (file);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* Every task once a round, by turns; the median of each counts. */
static void
measure (const char *title, const char *path)
{
  double times[G_N_ELEMENTS (tasks)][ROUNDS], first = 0;

  printf ("%s\n", title);
  for (guint r = 0; r < ROUNDS; r++)
    for (guint t = 0; t < G_N_ELEMENTS (tasks); t++) {
      double start = cpu_seconds ();
      g_assert_cmpuint (tasks[t].run (path), >, 0);
      times[t][r] = cpu_seconds () - start;
    }
  for (guint t = 0; t < G_N_ELEMENTS (tasks); t++) {
    qsort (times[t], ROUNDS, sizeof (double), compare);
    first = t == 0 ? times[0][ROUNDS / 2] : first;
    printf ("  %-30s %7.1f ms  %5.2fx\n", tasks[t].name, times[t][ROUNDS / 2] * 1e3, times[t][ROUNDS / 2] / first);
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  const char *root = argc > 1 ? argv[1] : ".";
  g_autofree char *samples = g_build_filename (root, "samples", NULL),
                  *corpus = g_build_filename (root, "..", "shared", "corpus", "eml", NULL);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "bench-source-XXXXXX", NULL);
  int fd = mkstemp (path);
  struct rusage usage;

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  add_headers (headers, samples);
  add_headers (headers, corpus);
  g_assert_cmpuint (headers->len, >, 0);
  make_mbox (path, headers, TRUE);
  measure ("mbox with bodies", path);
  make_mbox (path, headers, FALSE);
  measure ("mbox of headers", path);
  unlink (path);
  getrusage (RUSAGE_SELF, &usage);
  printf ("peak memory %ld KiB\n", usage.ru_maxrss);
  return 0;
}
