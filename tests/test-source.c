/* SPDX-License-Identifier: MIT */
#include "guard.h"
#include "seal-body.h"

#include <fcntl.h>
#include <hopscope/hopscope.h>
#include <signal.h>
#include <stdio.h>

/* What a source gives, one message a piece: "index@offset[header|body]flags;", or "!code;" for an error. */
static char *
drain (HsSource *source)
{
  GString *out = g_string_new (NULL);

  for (;;) {
    const HsMessage *m;
    g_autoptr (GError) error = NULL;
    if (hs_source_next (source, &m, &error)) {
      g_string_append_printf (out, "%u@%u", (guint)m->info.index, (guint)m->info.offset);
      g_string_append_printf (out, m->info.part != NULL ? "/%s[" : "[", m->info.part);
      g_string_append_len (out, m->header.ptr, (gssize)m->header.len);
      g_string_append_c (out, '|');
      if (m->body.ptr != NULL)
        g_string_append_len (out, m->body.ptr, (gssize)m->body.len);
      else
        g_string_append_c (out, '-');
      g_string_append_printf (out, "]%u;", m->flags);
    } else if (error != NULL) {
      g_string_append_printf (out, "!%s;", hs_error_code_name (error->code));
    } else {
      return g_string_free (out, FALSE);
    }
  }
}

static char *
drain_bytes (const char *data, gsize len, guint flags)
{
  g_autoptr (HsSource) source = hs_source_new_for_bytes (data, len, "x", NULL, flags);
  return drain (source);
}

#define POSTMARK "From a@example.com Mon Jan  1 00:00:00 2024\n"

#define FORWARD "Content-Type: multipart/mixed; boundary=b\n"
#define FORWARD_BODY "--b\n\nhi\n--b\nContent-Type: message/rfc822\n\nC: 3\n\ninner\n--b--\n"

static const struct {
  const char *name;
  const char *input;
  const char *wanted;
  const char *headers_only; /* NULL: bodies become "-" */
} rows[] = {
  { "whole", "A: 1\nB: 2\n\nbody\n", "0@0[A: 1\nB: 2\n|body\n]0;", "0@0[A: 1\nB: 2\n|-]0;" },
  { "headers-alone", "A: 1\nB: 2\n", "0@0[A: 1\nB: 2\n|-]0;", "0@0[A: 1\nB: 2\n|-]0;" },
  { "no-line-end", "A: 1\nB: 2", "0@0[A: 1\nB: 2|-]0;", "0@0[A: 1\nB: 2|-]0;" },
  { "cut-in-name", "A: 1\nSubj", "0@0[A: 1\nSubj|-]2;", "0@0[A: 1\nSubj|-]2;" },
  { "crlf", "A: 1\r\n\r\nb", "0@0[A: 1\r\n|b]0;", "0@0[A: 1\r\n|-]0;" },
  { "mbox-of-one", POSTMARK "A: 1\n\nbody\n", "0@0[A: 1\n|body\n]0;", "0@0[A: 1\n|-]0;" },
  { "mbox-of-two", POSTMARK "A: 1\n\nb1\n\n" POSTMARK "B: 2\n\nb2\n", "0@0[A: 1\n|b1\n]0;1@54[B: 2\n|b2\n]0;",
    "0@0[A: 1\n|-]0;1@54[B: 2\n|-]0;" },
  { "mbox-headers-alone", POSTMARK "A: 1\n" POSTMARK "B: 2\n", "0@0[A: 1\n|-]0;1@49[B: 2\n|-]0;", "0@0[A: 1\n|-]0;1@49[B: 2\n|-]0;" },
  { "mbox-quoted-from", POSTMARK "A: 1\n\n>From me Mon Jan  1 00:00:00 2024\n", "0@0[A: 1\n|>From me Mon Jan  1 00:00:00 2024\n]0;",
    "0@0[A: 1\n|-]0;" },
  { "mbox-sentence", POSTMARK "A: 1\n\nx\n\nFrom here on 10:30 it is 2024\n", "0@0[A: 1\n|x\n\nFrom here on 10:30 it is 2024\n]0;",
    "0@0[A: 1\n|-]0;" },
  { "mbox-cut-in-name", POSTMARK "Received: x\nSubj", "0@0[Received: x\nSubj|-]2;", "0@0[Received: x\nSubj|-]2;" },
  { "mbox-cut-in-postmark", POSTMARK "A: 1\n\nx\nFrom a@ex", "0@0[A: 1\n|x\nFrom a@ex]0;", "0@0[A: 1\n|-]0;" },
  { "mbox-two-postmarks", POSTMARK POSTMARK "A: 1\n", "0@0[" POSTMARK "A: 1\n|-]0;", "0@0[" POSTMARK "A: 1\n|-]0;" },
  { "mbox-bare-sender", "From a@example.com\nA: 1\n\nx\n\nFrom b@example.com\nB: 2\n", "0@0[A: 1\n|x\n]0;1@28[B: 2\n|-]0;",
    "0@0[A: 1\n|-]0;1@28[B: 2\n|-]0;" },
  { "mbox-length", POSTMARK "Content-Length: 48\n\nx\n\n" POSTMARK "y\n\n" POSTMARK "B: 2\n\nz\n",
    "0@0[Content-Length: 48\n|x\n\n" POSTMARK "y]0;1@114[B: 2\n|z\n]0;", "0@0[Content-Length: 48\n|-]0;1@114[B: 2\n|-]0;" },
  { "mbox-length-lies", POSTMARK "Content-Length: 5\n\nx\n\n" POSTMARK "B: 2\n\nz\n", "0@0[Content-Length: 5\n|x\n]0;1@66[B: 2\n|z\n]0;",
    "0@0[Content-Length: 5\n|-]0;1@66[B: 2\n|-]0;" },
  { "mbox-length-too-long", POSTMARK "Content-Length: 99999\n\nx\n\n" POSTMARK "B: 2\n",
    "0@0[Content-Length: 99999\n|x\n]0;1@70[B: 2\n|-]0;", "0@0[Content-Length: 99999\n|-]0;1@70[B: 2\n|-]0;" },
  { "mbox-empty-header", POSTMARK "\nbody\n\n" POSTMARK "B: 2\n", "0@0[|body\n]0;1@51[B: 2\n|-]0;", "0@0[|-]0;1@51[B: 2\n|-]0;" },
  { "attached", FORWARD "\n" FORWARD_BODY, "0@0[" FORWARD "|" FORWARD_BODY "]0;0@0/2[C: 3\n|inner]0;", "0@0[" FORWARD "|-]0;" },
  { "mbox-attached", POSTMARK FORWARD "\n" FORWARD_BODY "\n" POSTMARK "B: 2\n",
    "0@0[" FORWARD "|" FORWARD_BODY "]0;0@0/2[C: 3\n|inner]0;1@148[B: 2\n|-]0;", "0@0[" FORWARD "|-]0;1@148[B: 2\n|-]0;" },
  { "empty", "", "!empty;", "!empty;" },
  { "not-mail", "Dear all,\nnothing here\n", "!not-mail;", "!not-mail;" },
  { "elf", "\177ELF\002\001\001", "!binary;", "!binary;" },
  { "png", "\211PNG\r\n\032\n", "!binary;", "!binary;" },
};

static void
check (const char *name, const char *what, const char *got, const char *wanted)
{
  if (g_strcmp0 (got, wanted) != 0)
    g_error ("%s (%s):\n got    %s\n wanted %s", name, what, got, wanted);
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize len = strlen (rows[i].input);
    g_autofree char *whole = drain_bytes (rows[i].input, len, 0);
    g_autofree char *headers = drain_bytes (rows[i].input, len, HS_SOURCE_HEADERS_ONLY);
    check (rows[i].name, "whole", whole, rows[i].wanted);
    check (rows[i].name, "headers only", headers, rows[i].headers_only);
  }
}

/* A writer that hands over one byte at a time changes nothing. */
static void
test_pipe (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    int fds[2];
    g_autoptr (HsSource) source = NULL;
    g_autofree char *got = NULL;
    g_assert_cmpint (pipe (fds), ==, 0);
    g_assert_cmpint (fcntl (fds[1], F_SETPIPE_SZ, 1 << 16), >, 0);
    for (const char *p = rows[i].input; *p != '\0'; p++)
      g_assert_cmpint (write (fds[1], p, 1), ==, 1);
    close (fds[1]);
    source = hs_source_new_for_fd (fds[0], NULL, NULL, 0);
    got = drain (source);
    check (rows[i].name, "pipe", got, rows[i].wanted);
    close (fds[0]);
  }
}

static void
test_cuts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize cut = 0; cut <= strlen (rows[i].input); cut++) {
      g_autofree char *copy = g_memdup2 (rows[i].input, cut);
      g_autofree char *whole = drain_bytes (copy, cut, 0);
      g_autofree char *headers = drain_bytes (copy, cut, HS_SOURCE_HEADERS_ONLY);
      g_assert_cmpstr (whole, !=, "");
      g_assert_cmpstr (headers, !=, "");
    }
}

static void
test_open (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hs_source_new_for_path ("/nonexistent/file", NULL, 0, &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_OPEN);
  g_clear_error (&error);
  g_assert_null (hs_source_new_for_path ("/", NULL, 0, &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_OPEN);
}

/* Records one at a time: each is answered before the next is written. */
static void
test_record_by_record (void)
{
  int fds[2];
  g_autoptr (HsSource) source = NULL;
  const HsMessage *m;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pipe (fds), ==, 0);
  source = hs_source_new_for_fd (fds[0], NULL, NULL, HS_SOURCE_RECORDS);
  for (int i = 0; i < 50; i++) {
    g_autofree char *record = g_strdup_printf ("{\"id\":%d,\"raw\":\"From: u%d@example.com\\n\\nx\\n\"}\n", i, i);
    g_autofree char *wanted = g_strdup_printf ("From: u%d@example.com\n", i), *id = g_strdup_printf ("%d", i);
    g_assert_cmpint (write (fds[1], record, strlen (record)), ==, (gssize)strlen (record));
    g_assert_true (hs_source_next (source, &m, NULL));
    g_assert_cmpmem (m->header.ptr, m->header.len, wanted, strlen (wanted));
    g_assert_cmpstr (m->info.id, ==, id);
    g_assert_cmpuint (m->info.index, ==, (guint)i);
  }
  g_assert_cmpint (write (fds[1], "{\"id\":7}\n\n{\"raw\":\"A: 1\"}", 24), ==, 24);
  close (fds[1]);
  g_assert_false (hs_source_next (source, &m, &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_RECORD);
  g_assert_cmpstr (hs_source_get_info (source)->id, ==, "7");
  g_clear_error (&error);
  g_assert_false (hs_source_next (source, &m, &error)); /* the empty line */
  g_assert_error (error, HS_ERROR, HS_ERROR_RECORD);
  g_assert_cmpuint (hs_source_get_info (source)->index, ==, 51);
  g_assert_true (hs_source_next (source, &m, NULL));
  g_assert_cmpuint (m->info.index, ==, 52);
  g_assert_false (hs_source_next (source, &m, NULL));
  close (fds[0]);
}

/* Recognized without being told, so that empty lines are nothing; each record is one message, whatever it holds. */
static void
test_records (void)
{
  const char *input = "{\"raw\":\"From: a@example.com\\nReceived: x\\n\\nFrom: b@example.com\\nReceived: y\\nDate: z\\n\"}\n"
                      "{\"raw\":\"> Received: x\\n> From: a@example.com\\n\"}\n{\"raw\":\"\"}\n{\"raw\":\"Dear all\"}\n\n \r\nnonsense\n";
  g_autofree char *got = drain_bytes (input, strlen (input), 0);
  g_assert_cmpstr (
      got, ==,
      "0@0[From: a@example.com\nReceived: x\n|From: b@example.com\nReceived: y\nDate: z\n]0;1@90[Received: x\nFrom: a@example.com\n|-]0;!not-mail;!not-mail;!record;");
}

static void
assert_hash (const HsMessage *m, HsSlice body)
{
  guint n;
  const HsBodyHash *items = hs_body_hashes_items (m->body_hashes, &n);
  HsDigest digest;
  guint8 hash[HS_DIGEST_MAX];

  g_assert_cmpuint (n, ==, 2);
  for (guint i = 0; i < n; i++) {
    hs_digest_begin (&digest, items[i].kind);
    digest.room = items[i].limit;
    hs_canon_body (&digest, items[i].relaxed, body);
    g_assert_true (hs_digest_end (&digest, hash));
    g_assert_true (items[i].computed);
    g_assert_cmpmem (items[i].hash, sizeof hash, hash, sizeof hash);
  }
}

/* A signed body longer than is kept: its beginning is handed out, and the hashes of all of it. Of one that broke off there are none. */
static void
test_long_bodies (void)
{
  static const char header[] = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=a; h=From; b=QQ==;\n"
                               " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
                               "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=From; l=100000; b=QQ==;\n"
                               " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n";
  static const gsize lengths[] = { 0, 1, 99, 100, 101, 2000, 3000, 40000, 1000000 };
  HsLimits limits = *hs_limits_default ();

  limits.header_bytes = 1000;
  limits.body_bytes = 3000;
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint mbox = 0; mbox < 2; mbox++) {
      GString *input = g_string_new (mbox ? POSTMARK : NULL), *body = g_string_new (NULL);
      g_autoptr (HsSource) source = NULL;
      const HsMessage *m;
      while (body->len < lengths[i])
        g_string_append (body, body->len % 7 == 0 ? "From here \t on\n" : body->len % 5 == 0 ? "\n \t\r\n\n" : "text ");
      g_string_append (body, "\n");
      g_string_append (input, header);
      g_string_append_len (input, body->str, (gssize)body->len);
      for (guint k = 0; mbox && k < 2; k++)
        g_string_append (input, "\n" POSTMARK "A: 2\n\nx\n");
      source = hs_source_new_for_bytes (input->str, input->len, NULL, &limits, 0);
      g_assert_true (hs_source_next (source, &m, NULL));
      if (m->body.len < body->len) {
        g_assert_cmpuint (m->body.len, ==, limits.body_bytes);
        g_assert_true (m->flags & HS_MESSAGE_BODY_CUT);
        assert_hash (m, (HsSlice){ body->str, body->len });
      } else {
        g_assert_null (m->body_hashes);
        g_assert_false (m->flags & HS_MESSAGE_BODY_CUT);
      }
      g_assert_cmpmem (m->body.ptr, m->body.len, body->str, m->body.len);
      for (guint k = 0; mbox && k < 2; k++) {
        g_assert_true (hs_source_next (source, &m, NULL));
        g_assert_cmpmem (m->header.ptr, m->header.len, "A: 2\n", 5);
        g_assert_cmpuint (m->info.offset, ==,
                          strlen (POSTMARK) + strlen (header) + body->len + 1 + k * (strlen (POSTMARK "A: 2\n\nx\n") + 1));
      }
      g_assert_false (hs_source_next (source, &m, NULL));
      g_string_free (input, TRUE);
      g_string_free (body, TRUE);
    }
}

/* A file that becomes shorter while a signed body that is not kept is hashed: there is no hash, not a wrong one, and the cut is told. */
static void
test_long_body_cut (void)
{
  static const char header[] = "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=From; b=QQ==;\n"
                               " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n";
  HsLimits limits = *hs_limits_default ();

  limits.header_bytes = 1000;
  limits.body_bytes = 3000;
  for (guint mbox = 0; mbox < 2; mbox++)
    for (gsize left = 4000; left < 400000; left += 99000) {
      g_autofree char *path = g_strdup ("/tmp/hopscope-cut-XXXXXX"), *body = g_strnfill (400000, 'x');
      g_autofree char *input = g_strconcat (mbox ? POSTMARK : "", header, body, NULL);
      int fd = g_mkstemp (path);
      g_autoptr (HsSource) source = NULL;
      g_autoptr (GError) error = NULL;
      const HsMessage *m;
      g_assert_cmpint (write (fd, input, strlen (input)), ==, (gssize)strlen (input));
      g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
      source = hs_source_new_for_fd (fd, path, &limits, 0);
      g_assert_cmpint (ftruncate (fd, (off_t)left), ==, 0);
      g_assert_true (hs_source_next (source, &m, NULL));
      g_assert_true (m->flags & HS_MESSAGE_BODY_CUT);
      g_assert_null (m->body_hashes);
      g_assert_false (hs_source_next (source, &m, &error));
      g_assert_error (error, HS_ERROR, HS_ERROR_READ);
      g_assert_false (hs_source_next (source, &m, NULL));
      close (fd);
      unlink (path);
    }
}

static guint64
peak_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;
  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  return line != NULL ? g_ascii_strtoull (line + 6, NULL, 10) : 0;
}

typedef struct {
  const char *start;
  const char *unit;
  gsize total;
  int fd;
} Endless;

static gpointer
write_endless (gpointer data)
{
  const Endless *endless = data;
  GString *block = g_string_new (NULL);

  while (block->len < (1 << 16))
    g_string_append (block, endless->unit);
  if (write (endless->fd, endless->start, strlen (endless->start)) < 0)
    g_test_message ("closed early");
  for (gsize n = 0; n < endless->total; n += block->len)
    if (write (endless->fd, block->str, block->len) < 0)
      break;
  g_string_free (block, TRUE);
  close (endless->fd);
  return NULL;
}

/* Huge and hostile streams: time in proportion, memory bounded whatever the size. */
static void
test_hostile (void)
{
  const struct {
    const char *start;
    const char *unit;
    guint flags;
  } inputs[] = {
    { POSTMARK, "A", HS_SOURCE_HEADERS_ONLY },
    { POSTMARK "A: 1\n\n", "From here on\n\nFrom a@b\nx\n", HS_SOURCE_HEADERS_ONLY },
    { POSTMARK "A: 1\n\n", "x\n", 0 },
    { POSTMARK "A: 1\n\n", "\nFrom a@example.com Mon Jan  1 00:00:00 2024\nX: y\n\n", 0 },
    { POSTMARK "A: 1\n\n", "\nF", 0 },
    { POSTMARK, "\r", HS_SOURCE_HEADERS_ONLY },
    { "Subject: ", "a", HS_SOURCE_HEADERS_ONLY },
    { "Subject: a\n", "Received: from x by y\n", HS_SOURCE_HEADERS_ONLY },
    { "{\"raw\":\"", "a", HS_SOURCE_RECORDS | HS_SOURCE_HEADERS_ONLY },
  };
  HsLimits limits = *hs_limits_default ();
  guint64 before = peak_kib ();

  limits.body_bytes = 1 << 20;
  for (gsize i = 0; i < G_N_ELEMENTS (inputs); i++) {
    int fds[2];
    Endless endless = { inputs[i].start, inputs[i].unit, 100 << 20, 0 };
    g_autoptr (HsSource) source = NULL;
    gint64 start = g_get_monotonic_time ();
    const HsMessage *m;
    GThread *writer;
    guint n = 0;
    g_autoptr (GError) error = NULL;
    g_assert_cmpint (pipe (fds), ==, 0);
    endless.fd = fds[1];
    source = hs_source_new_for_fd (fds[0], NULL, &limits, inputs[i].flags);
    writer = g_thread_new ("writer", write_endless, &endless);
    while (hs_source_next (source, &m, &error) || error != NULL) {
      g_clear_error (&error);
      n++;
    }
    close (fds[0]);
    g_thread_join (writer);
    g_test_message ("%s: %u messages, %" G_GINT64_FORMAT " ms", inputs[i].unit, n, (g_get_monotonic_time () - start) / 1000);
    g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
  }
  g_test_message ("peak %" G_GUINT64_FORMAT " KiB, before %" G_GUINT64_FORMAT, peak_kib (), before);
  g_assert_cmpuint (peak_kib (), <, MAX (before, 8 << 10) + (32 << 10));
}

/* An mbox with bodies that look like separators, larger than any buffer; @offsets are those of its messages. */
static GString *
build_mbox (guint n, GArray *offsets)
{
  GString *mbox = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    guint64 offset = mbox->len;
    if (offsets != NULL)
      g_array_append_val (offsets, offset);
    g_string_append_printf (mbox, "From u%u@example.com Mon Jan  1 00:00:%02u 2024\nSubject: m%u\nFrom: u%u@example.com\n\n", i, i % 60, i,
                            i);
    for (guint k = 0; k < (i * 7919) % 400; k++)
      g_string_append (mbox, k % 50 ? "Lorem ipsum dolor sit amet, consetetur sadipscing elitr\n" : "From here we go\n>From x\nFoo\n");
    g_string_append_c (mbox, '\n');
  }
  return mbox;
}

static void
test_large (void)
{
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (guint64));
  GString *mbox = build_mbox (1000, offsets);

  for (guint flags = 0; flags <= HS_SOURCE_HEADERS_ONLY; flags++) {
    g_autoptr (HsSource) source = hs_source_new_for_bytes (mbox->str, mbox->len, NULL, NULL, flags);
    const HsMessage *m;
    guint n = 0;
    while (hs_source_next (source, &m, NULL)) {
      g_autofree char *wanted = g_strdup_printf ("Subject: m%u\nFrom: u%u@example.com\n", n, n);
      g_assert_cmpuint (m->info.index, ==, n);
      g_assert_cmpuint (m->info.offset, ==, g_array_index (offsets, guint64, n));
      g_assert_cmpmem (m->header.ptr, m->header.len, wanted, strlen (wanted));
      n++;
    }
    g_assert_cmpuint (n, ==, 1000);
    g_assert_cmpuint (hs_source_get_bytes_read (source), ==, mbox->len);
  }
  g_string_free (mbox, TRUE);
}

/* Ranges that cover the file give its messages once each, wherever they are cut. */
static void
test_ranges (void)
{
  GString *mbox = build_mbox (40, NULL);
  g_autofree char *whole = drain_bytes (mbox->str, mbox->len, 0);

  for (guint ways = 1; ways < 50; ways += 6) {
    GString *joined = g_string_new (NULL);
    for (guint i = 0; i < ways; i++) {
      g_autoptr (HsSource) source = hs_source_new_for_bytes (mbox->str, mbox->len, "x", NULL, 0);
      g_autofree char *part = NULL;
      hs_source_set_range (source, mbox->len * i / ways, mbox->len * (i + 1) / ways);
      part = drain (source);
      g_string_append (joined, part);
    }
    g_assert_cmpstr (joined->str, ==, whole);
    g_string_free (joined, TRUE);
  }
  g_string_free (mbox, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN); /* a source may stop reading before the writer stops writing */
  g_test_add_func ("/source/rows", test_rows);
  g_test_add_func ("/source/pipe", test_pipe);
  g_test_add_func ("/source/cuts", test_cuts);
  g_test_add_func ("/source/open", test_open);
  g_test_add_func ("/source/record-by-record", test_record_by_record);
  g_test_add_func ("/source/records", test_records);
  g_test_add_func ("/source/large", test_large);
  g_test_add_func ("/source/ranges", test_ranges);
  g_test_add_func ("/source/long-bodies", test_long_bodies);
  g_test_add_func ("/source/long-body-cut", test_long_body_cut);
  g_test_add_func ("/source/hostile", test_hostile);
  return g_test_run ();
}
