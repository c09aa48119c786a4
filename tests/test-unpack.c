/* SPDX-License-Identifier: MIT */
#include "guard.h"

#include <hopscope/hopscope.h>

#ifdef HS_HAVE_ARCHIVE
#include <archive.h>
#include <archive_entry.h>

#define POSTMARK "From a@example.com Mon Jan  1 00:00:00 2024\n"

typedef struct {
  const char *name;
  const char *content;
  gsize len; /* 0: up to the NUL */
} Member;

static int
write_packed (struct archive *archive, void *data, const void *bytes, size_t len)
{
  g_byte_array_append (data, bytes, (guint)len);
  return (int)len;
}

static la_ssize_t
write_bytes (struct archive *archive, void *data, const void *bytes, size_t len)
{
  return write_packed (archive, data, bytes, len);
}

/* @format: "ustar", "zip" or "raw"; @filter: "gzip", "none" ... */
static GByteArray *
pack (const char *format, const char *filter, const char *options, const Member *members, gsize n)
{
  GByteArray *out = g_byte_array_new ();
  struct archive *archive = archive_write_new ();

  g_assert_cmpint (archive_write_set_format_by_name (archive, format), ==, ARCHIVE_OK);
  if (strcmp (filter, "none") != 0)
    g_assert_cmpint (archive_write_add_filter_by_name (archive, filter), ==, ARCHIVE_OK);
  archive_write_set_bytes_in_last_block (archive, 1);
  if (options != NULL)
    g_assert_cmpint (archive_write_set_options (archive, options), ==, ARCHIVE_OK);
  archive_write_set_passphrase (archive, "secret");
  g_assert_cmpint (archive_write_open (archive, out, NULL, write_bytes, NULL), ==, ARCHIVE_OK);
  for (gsize i = 0; i < n; i++) {
    struct archive_entry *entry = archive_entry_new ();
    gsize len = members[i].len > 0 ? members[i].len : members[i].content ? strlen (members[i].content) : 0;
    archive_entry_set_pathname (entry, members[i].name);
    archive_entry_set_size (entry, (la_int64_t)len);
    archive_entry_set_filetype (entry, members[i].content ? AE_IFREG : AE_IFDIR);
    archive_entry_set_perm (entry, 0644);
    g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
    if (len > 0)
      g_assert_cmpint (archive_write_data (archive, members[i].content, len), ==, (la_ssize_t)len);
    archive_entry_free (entry);
  }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  return out;
}

/* "path:index@offset[header];" or "path!code;" */
static char *
drain (const guint8 *data, gsize len, const HsLimits *limits)
{
  g_autoptr (HsSource) source = hs_source_new_for_bytes (data, len, "x", limits, 0);
  GString *out = g_string_new (NULL);

  for (;;) {
    const HsMessage *m;
    g_autoptr (GError) error = NULL;
    if (hs_source_next (source, &m, &error)) {
      g_string_append_printf (out, "%s:%u@%u[", m->info.path, (guint)m->info.index, (guint)m->info.offset);
      g_string_append_len (out, m->header.ptr, (gssize)m->header.len);
      g_string_append (out, "];");
    } else if (error != NULL) {
      g_string_append_printf (out, "%s!%s;", hs_source_get_info (source)->path, hs_error_code_name (error->code));
    } else {
      return g_string_free (out, FALSE);
    }
  }
}

static void
check (GByteArray *packed, const char *wanted)
{
  g_autofree char *got = drain (packed->data, packed->len, NULL);
  g_assert_cmpstr (got, ==, wanted);
  g_byte_array_unref (packed);
}

static const Member mbox = { "ignored", POSTMARK "A: 1\n\nx\n\n" POSTMARK "B: 2\n" };

static void
test_compressed (void)
{
  const char *filters[] = { "gzip", "bzip2", "xz", "zstd" };

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    check (pack ("raw", filters[i], NULL, &mbox, 1), "x:0@0[A: 1\n];x:1@53[B: 2\n];");
}

/* cat a.gz b.gz: both are read, as gzip -d does. */
static void
test_two_gzip_members (void)
{
  GByteArray *packed = pack ("raw", "gzip", NULL, &mbox, 1);
  guint len = packed->len;

  g_byte_array_set_size (packed, len * 2);
  memcpy (packed->data + len, packed->data, len);
  check (packed, "x:0@0[A: 1\n];x:1@53[B: 2\n];x:2@102[A: 1\n];x:3@155[B: 2\n];");
}

/* One bit of the text or of its checksum changed: whatever the text then is, the damage is told. */
static void
test_gzip_checksum (void)
{
  GByteArray *packed = pack ("raw", "gzip", "gzip:compression-level=0", &mbox, 1);
  gsize at = (gsize)((guint8 *)memmem (packed->data, packed->len, "A: 1", 4) - packed->data);

  for (guint i = 0; i < 3; i++) {
    const gsize places[] = { at, packed->len - 8, packed->len - 1 }; /* text, CRC32, ISIZE */
    g_autofree char *got = NULL;
    packed->data[places[i]] ^= 1;
    got = drain (packed->data, packed->len, NULL);
    g_test_message ("%s", got);
    g_assert_nonnull (strstr (got, "x!archive;"));
    g_assert_nonnull (strstr (got, "1@53[B: 2\n]"));
    packed->data[places[i]] ^= 1;
  }
  for (gsize len = 3; len < packed->len; len++) {
    g_autofree char *got = drain (packed->data, len, NULL);
    g_assert_nonnull (strstr (got, "x!archive;"));
  }
  g_byte_array_set_size (packed, packed->len + 100); /* as tapes and block devices pad */
  memset (packed->data + packed->len - 100, 0, 100);
  check (packed, "x:0@0[A: 1\n];x:1@53[B: 2\n];");
}

static const Member members[] = { { "mail", NULL },
                                  { "mail/a.eml", "From: a@example.com\nTo: b\n\nbody\n" },
                                  { "mail/.hidden", "x" },
                                  { "__MACOSX/mail/a.eml", "x" },
                                  { "mail/b.mbox", POSTMARK "A: 1\n\nx\n\n" POSTMARK "B: 2\n" },
                                  { "mail/notes", "Dear all,\n" },
                                  { "mail/empty", "" },
                                  { "mail/c", "Subject: c\n" } };
#define MEMBERS                                                                                                                \
  "x/mail/a.eml:0@0[From: a@example.com\nTo: b\n];x/mail/b.mbox:0@0[A: 1\n];x/mail/b.mbox:1@53[B: 2\n];x/mail/notes!not-mail;" \
  "x/mail/empty!empty;x/mail/c:0@0[Subject: c\n];"

static void
test_members (void)
{
  check (pack ("ustar", "none", NULL, members, G_N_ELEMENTS (members)), MEMBERS);
  check (pack ("ustar", "gzip", NULL, members, G_N_ELEMENTS (members)), MEMBERS);
  check (pack ("ustar", "zstd", NULL, members, G_N_ELEMENTS (members)), MEMBERS);
  check (pack ("pax", "xz", NULL, members, G_N_ELEMENTS (members)), MEMBERS);
  check (pack ("zip", "none", NULL, members, G_N_ELEMENTS (members)), MEMBERS);
  check (pack ("zip", "none", "zip:compression=store", members, G_N_ELEMENTS (members)), MEMBERS);
}

/* Contents may hold zero bytes: tar in tar needs lengths of its own, so the outer one is made by hand. */
static GByteArray *
wrap_in_tar (const char *name, GByteArray *content)
{
  GByteArray *out = g_byte_array_new ();
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();

  archive_write_set_format_by_name (archive, "ustar");
  archive_write_open (archive, out, NULL, write_bytes, NULL);
  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, content->len);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_write_header (archive, entry);
  archive_write_data (archive, content->data, content->len);
  archive_entry_free (entry);
  archive_write_close (archive);
  archive_write_free (archive);
  g_byte_array_unref (content);
  return out;
}

static void
test_nested (void)
{
  GByteArray *packed = pack ("raw", "gzip", NULL, &mbox, 1);

  packed = wrap_in_tar ("m.gz", packed);
  packed = wrap_in_tar ("a.tar", packed);
  check (g_byte_array_append (g_byte_array_new (), packed->data, packed->len), "x/a.tar/m.gz:0@0[A: 1\n];x/a.tar/m.gz:1@53[B: 2\n];");
  for (guint i = 0; i < 10; i++)
    packed = wrap_in_tar ("t", packed);
  check (packed, "x/t/t/t/t!archive;");
}

static void
test_encrypted (void)
{
  struct archive *probe = archive_write_new ();
  gboolean can;

  archive_write_set_format_zip (probe);
  can = archive_write_set_options (probe, "zip:encryption=traditional") == ARCHIVE_OK;
  archive_write_free (probe);
  if (can)
    check (pack ("zip", "none", "zip:encryption=traditional", members + 1, 1), "x/mail/a.eml!archive;");
  else
    g_test_skip ("libarchive without encryption");
}

/* Damage anywhere: no crash, what lay before it is told, and an error too. */
static void
test_damaged (void)
{
  const char *formats[][2] = { { "ustar", "gzip" }, { "ustar", "none" }, { "zip", "none" }, { "raw", "zstd" }, { "raw", "xz" } };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    gboolean raw = strcmp (formats[i][0], "raw") == 0;
    GByteArray *packed =
        raw ? pack ("raw", formats[i][1], NULL, &mbox, 1) : pack (formats[i][0], formats[i][1], NULL, members, G_N_ELEMENTS (members));
    g_autofree char *half = drain (packed->data, packed->len / 2, NULL);
    g_assert_nonnull (strstr (half, "!archive;"));
    for (guint at = 0; at < packed->len; at += 1 + packed->len / 200) {
      packed->data[at] ^= 0x55;
      g_free (drain (packed->data, packed->len, NULL));
      g_free (drain (packed->data, at, NULL));
      packed->data[at] ^= 0x55;
    }
    g_byte_array_unref (packed);
  }
}

static void
test_bomb (void)
{
  g_autofree char *zeros = g_strnfill (40 << 20, 'a');
  Member bomb = { "x", zeros };
  GByteArray *packed;
  HsLimits limits = *hs_limits_default ();
  g_autofree char *got = NULL, *small = NULL;

  memcpy (zeros, "Subject: x\n\n", 12);
  packed = pack ("raw", "gzip", NULL, &bomb, 1);
  limits.body_bytes = 100 << 20;
  got = drain (packed->data, packed->len, &limits);
  g_assert_cmpstr (got, ==, "x:0@0[Subject: x\n];x!archive;");
  limits.archive_ratio = 100000;
  limits.archive_bytes = 1 << 20;
  small = drain (packed->data, packed->len, &limits);
  g_assert_cmpstr (small, ==, "x:0@0[Subject: x\n];x!archive;");
  g_byte_array_unref (packed);
}

/* Each archive inside is small enough; together they are not. */
static void
test_bomb_of_many (void)
{
  g_autofree char *zeros = g_strnfill (10 << 20, 'a');
  Member bomb = { "x", zeros }, many[40];
  GByteArray *inner, *packed;
  g_autofree char *got = NULL;

  memcpy (zeros, "Subject: x\n\n", 12);
  inner = pack ("raw", "gzip", NULL, &bomb, 1);
  for (guint i = 0; i < G_N_ELEMENTS (many); i++)
    many[i] = (Member){ "x", (char *)inner->data, inner->len };
  packed = pack ("zip", "none", NULL, many, G_N_ELEMENTS (many));
  got = drain (packed->data, packed->len, NULL);
  g_assert_nonnull (strstr (got, "!archive;"));
  g_byte_array_unref (packed);
  g_byte_array_unref (inner);
}

/* Zeros unpack to a tar that ends at once; folders alone hold no file either. */
static void
test_empty (void)
{
  g_autofree char *zeros = g_malloc0 (1 << 20);
  Member zero = { "x", zeros, 1 << 20 };

  check (pack ("raw", "gzip", NULL, &zero, 1), "x!binary;");
  check (pack ("raw", "xz", NULL, &zero, 1), "x!empty;");
  check (pack ("ustar", "none", NULL, members, 1), "x!empty;");
  check (pack ("zip", "none", NULL, members, 1), "x!empty;");
}

/* Nothing but empty files, each an error: no batch holds more than it should, and none is lost. */
static void
test_many_empty (void)
{
  enum { FILES = 70000, ENTRIES_MAX = 32768 };
  g_autofree Member *many = g_new (Member, FILES);
  GByteArray *packed;
  g_autoptr (HsSource) source = NULL;
  g_autoptr (HsBatch) batch = hs_batch_new ();
  guint total = 0, batches = 0;

  for (guint i = 0; i < FILES; i++)
    many[i] = (Member){ "x", "" };
  packed = pack ("ustar", "gzip", NULL, many, FILES);
  source = hs_source_new_for_bytes (packed->data, packed->len, "x", NULL, 0);
  for (; hs_source_read_batch (source, batch); batches++) {
    const HsMessage *m;
    GError *error = NULL;
    guint n = 0;
    while (hs_batch_next (batch, &m, &error) || error != NULL) {
      g_assert_error (error, HS_ERROR, HS_ERROR_EMPTY);
      g_clear_error (&error);
      n++;
    }
    g_assert_cmpuint (n, <=, ENTRIES_MAX);
    total += n;
  }
  g_assert_cmpuint (total, ==, FILES);
  g_assert_cmpuint (batches, ==, (FILES + ENTRIES_MAX - 1) / ENTRIES_MAX);
  g_byte_array_unref (packed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unpack/compressed", test_compressed);
  g_test_add_func ("/unpack/two-gzip-members", test_two_gzip_members);
  g_test_add_func ("/unpack/gzip-checksum", test_gzip_checksum);
  g_test_add_func ("/unpack/members", test_members);
  g_test_add_func ("/unpack/nested", test_nested);
  g_test_add_func ("/unpack/encrypted", test_encrypted);
  g_test_add_func ("/unpack/damaged", test_damaged);
  g_test_add_func ("/unpack/bomb", test_bomb);
  g_test_add_func ("/unpack/bomb-of-many", test_bomb_of_many);
  g_test_add_func ("/unpack/empty", test_empty);
  g_test_add_func ("/unpack/many-empty", test_many_empty);
  return g_test_run ();
}
#else
int
main (void)
{
  g_print ("1..0 # SKIP built without libarchive\n");
  return 0;
}
#endif
