/* Nanoseconds per Received field: everything we extract, beside GMime's date decoder alone and one PCRE2-JIT regex that captures the
   clauses. The three take turns in the same run; the median of the rounds counts.  SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "../received-rows.h"
#include "ascii.h"
#include "received.h"

#include <gmime/gmime.h>
#include <pcre2.h>
#include <stdio.h>
#include <time.h>

#define ROUNDS 15
#define FIELDS_PER_MESSAGE 5
#define MINIMUM_FIELDS 4000 /* per round */

typedef struct {
  const char *name;
  GPtrArray *values; /* char *, folded as in mail */
  GPtrArray *dates;  /* char *, text behind the last semicolon */
} Set;

static void
add_value (Set *set, const char *value)
{
  const char *semicolon = strrchr (value, ';');

  g_ptr_array_add (set->values, g_strdup (value));
  g_ptr_array_add (set->dates, g_strdup (semicolon != NULL ? semicolon + 1 : value));
}

static Set
set_new (const char *name)
{
  return (Set){ name, g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free) };
}

static void
set_clear (Set *set)
{
  g_ptr_array_unref (set->values);
  g_ptr_array_unref (set->dates);
}

/* The rows of the test, folded before a clause as servers do. */
static Set
synthetic_set (void)
{
  Set set = set_new ("dialects");

  for (guint i = 0; i < G_N_ELEMENTS (received_rows); i++) {
    g_autoptr (GString) value = g_string_new (" ");
    g_string_append (value, received_rows[i].input);
    g_string_replace (value, " by ", "\r\n\tby ", 1);
    g_string_replace (value, " with ", "\r\n\twith ", 1);
    g_string_replace (value, " for ", "\r\n\tfor ", 1);
    g_string_replace (value, "; ", ";\r\n\t", 1);
    add_value (&set, value->str);
  }
  return set;
}

/* The Received fields of the header of one message. */
static void
add_message (Set *set, const char *path)
{
  g_autofree char *text = NULL;
  char *line, *end;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  for (line = text; *line != '\0' && *line != '\n' && *line != '\r'; line = end) {
    end = strchr (line, '\n');
    while (end != NULL && (end[1] == ' ' || end[1] == '\t'))
      end = strchr (end + 1, '\n');
    end = end != NULL ? end + 1 : line + strlen (line);
    if (g_ascii_strncasecmp (line, "Received:", 9) == 0) {
      g_autofree char *value = g_strndup (line + 9, (gsize)(end - line - 9));
      add_value (set, g_strchomp (value));
    }
  }
}

static Set
folder_set (const char *name, const char *folder)
{
  Set set = set_new (name);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, file, NULL);
    if (g_str_has_suffix (file, ".eml"))
      add_message (&set, path);
  }
  return set;
}

static gint64
cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64)now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static guint64 sink;

static void
run_own (const Set *set, gpointer data)
{
  HsArena *arena = data;
  HsHop hop = { 0 };

  for (guint i = 0; i < set->values->len; i++) {
    const char *value = g_ptr_array_index (set->values, i);
    if (i % FIELDS_PER_MESSAGE == 0)
      hs_arena_reset (arena);
    hs_received_parse ((HsSlice){ value, strlen (value) }, arena, hs_limits_default (), &hop);
    sink += hop.id.len + (guint64)hop.time.us + hop.from_ip.bytes[15];
  }
}

static void
run_gmime_date (const Set *set, gpointer data)
{
  for (guint i = 0; i < set->dates->len; i++) {
    g_autoptr (GDateTime) time = g_mime_utils_header_decode_date (g_ptr_array_index (set->dates, i));
    sink += time != NULL ? (guint64)g_date_time_to_unix (time) : 0;
  }
}

typedef struct {
  pcre2_code *code;
  pcre2_match_data *match;
} Regex;

static void
run_regex (const Set *set, gpointer data)
{
  const Regex *regex = data;

  for (guint i = 0; i < set->values->len; i++) {
    const char *value = g_ptr_array_index (set->values, i);
    int n = pcre2_match (regex->code, (PCRE2_SPTR)value, strlen (value), 0, 0, regex->match, NULL);
    sink += n > 0 ? pcre2_get_ovector_pointer (regex->match)[1] : 0;
  }
}

static Regex
regex_new (void)
{
  static const char pattern[] =
      "^\\s*+(?:from\\s++(?<from>[^\\s();]++)?\\s*+(?<peer>(?:\\((?:[^()\\\\]++|\\\\.|\\([^()]*+\\))*+\\)\\s*+)*+))?"
      "(?:by\\s++(?<by>[^\\s();]++)\\s*+(?<own>(?:\\((?:[^()\\\\]++|\\\\.|\\([^()]*+\\))*+\\)\\s*+)*+))?"
      "(?:with\\s++(?<with>[^();]+?)\\s*+(?<tls>(?:\\((?:[^()\\\\]++|\\\\.|\\([^()]*+\\))*+\\)\\s*+)*+)(?=id\\b|for\\b|via\\b|;))?"
      "(?:id\\s++(?<id>[^\\s();]++)\\s*+)?(?:via\\s++(?<via>[^();]++))?(?:for\\s++(?<for>[^\\s();]++)\\s*+)?[^;]*+;\\s*+(?<date>.*+)";
  Regex regex;
  PCRE2_SIZE offset;
  int error;

  regex.code =
      pcre2_compile ((PCRE2_SPTR)pattern, sizeof (pattern) - 1, PCRE2_CASELESS | PCRE2_DOTALL | PCRE2_NEVER_UTF, &error, &offset, NULL);
  g_assert_nonnull (regex.code);
  g_assert_cmpint (pcre2_jit_compile (regex.code, PCRE2_JIT_COMPLETE), ==, 0);
  regex.match = pcre2_match_data_create_from_pattern (regex.code, NULL);
  return regex;
}

typedef void (*Run) (const Set *set, gpointer data);

static gint64
time_of (Run run, const Set *set, gpointer data)
{
  guint times = MINIMUM_FIELDS / set->values->len + 1;
  gint64 start = cpu_ns ();

  for (guint i = 0; i < times; i++)
    run (set, data);
  return (cpu_ns () - start) / (times * set->values->len);
}

static int
by_value (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* FALSE if we take more than four times the regex, which extracts less than half: a slip that no machine excuses. */
static gboolean
measure (const Set *set, HsArena *arena, Regex *regex)
{
  const struct {
    Run run;
    gpointer data;
  } runs[] = { { run_own, arena }, { run_gmime_date, NULL }, { run_regex, regex } };
  gint64 ns[3][ROUNDS];
  gsize bytes = 0;

  for (guint i = 0; i < set->values->len; i++)
    bytes += strlen (g_ptr_array_index (set->values, i));
  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < 3; i++)
      ns[i][round] = time_of (runs[i].run, set, runs[i].data);
  for (guint i = 0; i < 3; i++)
    qsort (ns[i], ROUNDS, sizeof (gint64), by_value);
  printf ("%-10s %5u fields of %3zu bytes: all clauses %4" G_GINT64_FORMAT " ns, GMime date alone %4" G_GINT64_FORMAT
          " ns, PCRE2-JIT capture %4" G_GINT64_FORMAT " ns\n",
          set->name, set->values->len, bytes / set->values->len, ns[0][ROUNDS / 2], ns[1][ROUNDS / 2], ns[2][ROUNDS / 2]);
  return ns[0][ROUNDS / 2] <= 4 * ns[2][ROUNDS / 2];
}

int
main (int argc, char **argv)
{
  g_autofree char *samples = g_build_filename (argc > 1 ? argv[1] : ".", "samples", NULL);
  g_autofree char *corpus = g_build_filename (argc > 1 ? argv[1] : ".", "..", "shared", "corpus", "eml", NULL);
  Set sets[] = { synthetic_set (), folder_set ("samples", samples), folder_set ("corpus", corpus) };
  HsArena *arena = hs_arena_new (1 << 20);
  gboolean good = TRUE;
  Regex regex = regex_new ();

  g_mime_init ();
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++) {
    if (sets[i].values->len > 0)
      good &= measure (&sets[i], arena, &regex);
    set_clear (&sets[i]);
  }
  printf ("(checksum %" G_GUINT64_FORMAT ")\n", sink);
  pcre2_match_data_free (regex.match);
  pcre2_code_free (regex.code);
  hs_arena_free (arena);
  g_mime_shutdown ();
  return good ? 0 : 1;
}
