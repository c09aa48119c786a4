/* Other parsers' test cases and hard lines (../shared/received), and real mail (../shared/corpus): skipped where they are absent. Every
   difference stands with its reason in received-differences.h, and every row there is a difference.  SPDX-License-Identifier: MIT */
#include "address.h"
#include "ascii.h"
#include "date.h"
#include "domain.h"
#include "received-differences.h"
#include "received.h"

#include <json-glib/json-glib.h>

static HsArena *arena;
static gboolean seen[G_N_ELEMENTS (received_differences)];
static guint compared, failed, case_number;

static char *
shared_path (const char *name)
{
  g_autofree char *path = g_build_filename (g_test_get_dir (G_TEST_DIST), "..", "shared", name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("no ../shared here");
  return NULL;
}

typedef void (*EachCase) (JsonObject *object);

static void
for_each_case (const char *name, EachCase each)
{
  g_autofree char *path = shared_path (name), *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (path == NULL)
    return;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    g_autoptr (JsonParser) parser = json_parser_new ();
    if (**line == '\0')
      continue;
    g_assert_true (json_parser_load_from_data (parser, *line, -1, NULL));
    case_number = (guint)(line - lines) + 1;
    each (json_node_get_object (json_parser_get_root (parser)));
  }
}

/* Counts a comparison; a difference must be one of the table's. */
static void
judge (gboolean same, const char *source, const char *key, const char *wanted, HsSlice got)
{
  compared++;
  if (same)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (received_differences); i++)
    if (g_str_equal (received_differences[i].source, source) && g_str_equal (received_differences[i].key, key)) {
      seen[i] = TRUE;
      return;
    }
  failed++;
  g_test_message ("%s: %s is \"%.*s\", expected \"%s\"", source, key, (int)got.len, got.ptr != NULL ? got.ptr : "", wanted);
}

/* Without angle and square brackets and a final dot: how peers write hosts and paths. */
static HsSlice
bare (HsSlice s)
{
  if (s.len > 1 && strchr ("<[", s.ptr[0]) != NULL)
    s = (HsSlice){ s.ptr + 1, s.len - 2 };
  return hs_domain_strip_dot (s);
}

static void
judge_text (const char *source, const char *key, const char *wanted, HsSlice got)
{
  judge (hs_slice_iequal (bare (hs_slice_str (wanted)), bare (got)), source, key, wanted, got);
}

static void
judge_ip (const char *source, const char *key, const char *wanted, const HsIp *got)
{
  char text[HS_IP_TEXT_MAX];
  HsIp ip;

  hs_ip_format (got, text);
  judge (hs_ip_parse_literal (hs_slice_str (wanted), &ip) && hs_ip_equal (&ip, got), source, key, wanted, hs_slice_str (text));
}

static void
judge_date (const char *source, const char *wanted, const HsTime *got)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (wanted, utc);
  char text[HS_TIME_TEXT_MAX];
  HsTime ours = { 0 };
  gint64 us = time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time) : -1;

  if (time == NULL && hs_date_parse (hs_slice_str (wanted), &ours))
    us = ours.us; /* SpamScope's expectation is the text itself */
  hs_date_format_utc (got, text);
  judge ((got->flags & HS_TIME_KNOWN) && ABS (us - got->us) < G_USEC_PER_SEC, source, "date", wanted, hs_slice_str (text));
}

/* "TLSv1_2", "TLS1_2", "TLS-1.2" */
static void
judge_version (const char *source, const char *wanted, HsSlice got)
{
  g_autofree char *text = g_strdup (wanted);
  const char *digits = strpbrk (g_strdelimit (text, "_", '.'), "0123456789");

  judge (hs_slice_equal_str (got, wanted) || (digits != NULL && hs_slice_ihas_suffix (got, digits)), source, "tls_version", wanted, got);
}

/* What a peer calls the sending host may be any of these. */
static void
judge_from (const char *source, const char *wanted, const HsHop *hop)
{
  HsSlice name = bare (hs_slice_str (wanted));
  HsIp ip;
  gboolean same = hs_slice_iequal (name, bare (hop->from_helo)) || hs_slice_iequal (name, bare (hop->from_rdns)) ||
                  hs_slice_iequal (name, bare (hop->ident)) || (hs_ip_parse_literal (name, &ip) && hs_ip_equal (&ip, &hop->from_ip)) ||
                  (hs_slice_iequal_str (name, "unknown") && hop->from_rdns.ptr == NULL);

  judge (same, source, "from", wanted, hop->from_helo);
}

static gboolean
is_authenticated (const HsHop *hop)
{
  return hop->authenticated.ptr != NULL || hs_slice_ihas_suffix (hop->protocol, "A") || hs_slice_ihas_prefix (hop->protocol, "HTTP") ||
         hs_slice_iequal_str (hop->via, "HTTP");
}

static void
judge_member (const char *source, const char *key, const char *wanted, const HsHop *hop)
{
  const struct {
    const char *key;
    HsSlice value;
  } texts[] = {
    { "helo", hop->from_helo },
    { "from_rdns", hop->from_rdns },
    { "by", hop->by_host },
    { "with", hop->protocol },
    { "via", hop->via },
    { "id", hop->id },
    { "for", hop->for_address },
    { "ident", hop->ident },
    { "tls_cipher", hop->tls_cipher },
    { "auth_user", hop->authenticated },
    { "envelope_from", hop->envelope_from },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (key, texts[i].key))
      judge_text (source, key, wanted, texts[i].value);
  if (g_str_equal (key, "from"))
    judge_from (source, wanted, hop);
  else if (g_str_equal (key, "from_ip"))
    judge_ip (source, key, wanted, &hop->from_ip);
  else if (g_str_equal (key, "by_ip"))
    judge_ip (source, key, wanted, &hop->by_ip);
  else if (g_str_equal (key, "date"))
    judge_date (source, wanted, &hop->time);
  else if (g_str_equal (key, "tls_version"))
    judge_version (source, wanted, hop->tls_version);
  else if (g_str_equal (key, "auth"))
    judge (is_authenticated (hop), source, key, wanted, hop->authenticated);
}

static void
judge_members (const char *source, JsonObject *expected, JsonObject *suspect, const HsHop *hop)
{
  g_autoptr (GList) keys = json_object_get_members (expected);

  for (GList *l = keys; l != NULL; l = l->next) {
    JsonNode *node = json_object_get_member (expected, l->data);
    if (JSON_NODE_TYPE (node) == JSON_NODE_VALUE && json_node_get_value_type (node) == G_TYPE_STRING &&
        (suspect == NULL || !json_object_has_member (suspect, l->data)))
      judge_member (source, l->data, json_node_get_string (node), hop);
    else if (g_str_equal (l->data, "from_port"))
      judge (json_node_get_int (node) == hop->from_port, source, "from_port", "port", HS_SLICE_NONE);
    else if (JSON_NODE_TYPE (node) == JSON_NODE_NULL && g_str_equal (l->data, "from_rdns"))
      judge (hop->from_rdns.ptr == NULL, source, "from_rdns", "none", hop->from_rdns);
  }
}

static HsHop
parse (const char *raw, gsize len)
{
  HsHop hop = { 0 };

  hs_arena_reset (arena);
  hs_received_parse ((HsSlice){ raw, len }, arena, hs_limits_default (), &hop);
  return hop;
}

/* SpamAssassin's chains: one field a line, the relays it trusts before those it does not; what it adds of its own has no "by". */
static void
judge_chain (const char *source, const char *raw, JsonObject *expected)
{
  static const char *const parts[] = { "trusted", "untrusted" };
  g_auto (GStrv) lines = g_strsplit (raw, "\n", -1);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    JsonArray *relays = json_object_has_member (expected, parts[i]) ? json_object_get_array_member (expected, parts[i]) : NULL;
    for (guint j = 0; relays != NULL && j < json_array_get_length (relays); j++) {
      JsonObject *relay = json_array_get_object_element (relays, j);
      HsHop hop;
      if (!json_object_has_member (relay, "by"))
        continue;
      g_assert_cmpuint (n, <, g_strv_length (lines));
      hop = parse (lines[n], strlen (lines[n]));
      judge_members (source, relay, NULL, &hop);
      n++;
    }
  }
}

static void
check_case (JsonObject *object)
{
  const char *source = json_object_get_string_member (object, "source"), *raw = json_object_get_string_member (object, "raw");
  const char *kind = json_object_get_string_member_with_default (object, "kind", "received");
  JsonObject *expected = json_object_get_object_member (object, "expected");
  JsonNode *suspect = json_object_get_member (object, "suspect");
  HsHop hop;

  if (g_str_equal (kind, "chain")) {
    judge_chain (source, raw, expected);
    return;
  }
  hop = parse (raw, strlen (raw));
  if (g_str_equal (kind, "received"))
    judge_members (source, expected, suspect != NULL && JSON_NODE_HOLDS_OBJECT (suspect) ? json_node_get_object (suspect) : NULL, &hop);
}

/* A row of the table that is no difference any more is to be removed from it. */
static void
check_differences (void)
{
  g_test_message ("%u comparisons", compared);
  g_assert_cmpuint (failed, ==, 0);
  for (guint i = 0; compared > 0 && i < G_N_ELEMENTS (received_differences); i++)
    if (!seen[i])
      g_error ("%s: %s is no difference any more", received_differences[i].source, received_differences[i].key);
}

static int
member (JsonObject *object, const char *name)
{
  return (int)json_object_get_int_member_with_default (object, name, 0);
}

static void
check_date (JsonObject *object)
{
  const char *raw = json_object_get_string_member (object, "raw");
  g_autofree char *source = g_strdup_printf ("date_cases.jsonl:%u", case_number);
  JsonNode *node = json_object_get_member (object, "expected");
  gboolean known;
  gint64 wanted;
  HsTime time;

  known = hs_date_parse (hs_slice_str (raw), &time);
  if (JSON_NODE_HOLDS_NULL (node)) {
    judge (!known, source, "date", "none", hs_slice_str (raw));
    return;
  }
  object = json_node_get_object (node);
  if (json_object_has_member (object, "epoch")) {
    wanted = json_object_get_int_member (object, "epoch");
  } else {
    int zone = (member (object, "tz_hour") * 60 + member (object, "tz_minute")) *
               (json_object_get_boolean_member (object, "tz_before_gmt") ? -1 : 1);
    wanted = hs_date_days (member (object, "year"), (guint)member (object, "month"), (guint)member (object, "day")) * 86400 +
             member (object, "hour") * 3600 + member (object, "minute") * 60 + member (object, "second") - zone * 60;
  }
  judge (known && time.us / G_USEC_PER_SEC == wanted, source, "date", "another", hs_slice_str (raw));
}

static void
test_cases (void)
{
  compared = failed = 0;
  for_each_case ("received/received_cases.jsonl", check_case);
  for_each_case ("received/hard_lines.jsonl", check_case);
  for_each_case ("received/date_cases.jsonl", check_date);
  check_differences ();
}

/* A field without "by" says why: a list program or a local hand-over that names no host. */
static gboolean
may_lack_by (HsSlice value)
{
  return hs_slice_ifind (value, "ECARTIS") != NULL || hs_slice_ifind (value, "(qmail ") != NULL;
}

static guint
count (HsSlice text, HsSlice part)
{
  guint n = 0;

  for (gsize i = 0; part.len > 0 && i + part.len <= text.len; i++)
    n += memcmp (text.ptr + i, part.ptr, part.len) == 0;
  return n;
}

/* The address in a HELO literal is the peer's only if the server wrote it a second time. */
static gboolean
is_taken_from_helo (const HsHop *hop)
{
  HsSlice literal = bare (hop->from_helo);
  HsIp ip;

  return hs_ip_parse_literal (hop->from_helo, &ip) && hs_ip_equal (&ip, &hop->from_ip) && count (hop->raw, literal) < 2;
}

static void
check_field (const char *file, HsSlice value)
{
  HsHop hop = parse (value.ptr, value.len);

  compared++;
  if ((hop.by_host.ptr != NULL || may_lack_by (value)) && (hop.time.flags & HS_TIME_KNOWN) && !is_taken_from_helo (&hop))
    return;
  failed++;
  g_test_message ("%s: %.*s", file, (int)value.len, value.ptr);
}

static void
check_message (const char *folder, const char *file)
{
  g_autofree char *path = g_build_filename (folder, file, NULL), *text = NULL;
  gsize len;
  char *line, *end;

  g_assert_true (g_file_get_contents (path, &text, &len, NULL));
  for (line = text; *line != '\0' && *line != '\n' && *line != '\r'; line = end) {
    end = strchr (line, '\n');
    while (end != NULL && (end[1] == ' ' || end[1] == '\t'))
      end = strchr (end + 1, '\n');
    end = end != NULL ? end + 1 : text + len;
    if (g_ascii_strncasecmp (line, "Received:", 9) == 0)
      check_field (file, hs_slice (line + 9, end));
  }
}

static void
test_corpus (void)
{
  g_autofree char *folder = shared_path ("corpus/eml");
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *file;

  compared = failed = 0;
  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    check_message (folder, file);
  g_test_message ("%u fields", compared);
  g_assert_cmpuint (failed, ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  arena = hs_arena_new (1 << 20);
  g_test_add_func ("/received-shared/cases", test_cases);
  g_test_add_func ("/received-shared/corpus", test_corpus);
  status = g_test_run ();
  hs_arena_free (arena);
  return status;
}
