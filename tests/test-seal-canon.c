/* Canonical forms, byte by byte.  SPDX-License-Identifier: MIT */
#include "seal-canon.h"

#include "ascii.h"
#include "guard.h"

static char *
hash_of (const char *bytes, gsize len)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)bytes, len);
}

static char *
end_of (HsDigest *digest)
{
  guint8 hash[HS_DIGEST_MAX];
  GString *text = g_string_new (NULL);

  g_assert_true (hs_digest_end (digest, hash));
  for (guint i = 0; i < 32; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  return g_string_free (text, FALSE);
}

/* @cut: text of the value to leave out, NULL for none. */
static const struct {
  const char *name;
  const char *field_name;
  const char *value;
  const char *cut;
  const char *relaxed;
  const char *simple;
} fields[] = {
  { "plain", "From", " a@b", NULL, "from:a@b\r\n", "From: a@b\r\n" },
  { "empty", "X", "", NULL, "x:\r\n", "X:\r\n" },
  { "blank", "X", " \t ", NULL, "x:\r\n", "X: \t \r\n" },
  { "no blank", "X-Y", "a", NULL, "x-y:a\r\n", "X-Y:a\r\n" },
  { "runs", "X", "  a \t  b\t", NULL, "x:a b\r\n", "X:  a \t  b\t\r\n" },
  { "folded", "X", " a\r\n b", NULL, "x:a b\r\n", "X: a\r\n b\r\n" },
  { "folded by LF", "X", " a\n b", NULL, "x:a b\r\n", "X: a\r\n b\r\n" },
  { "folded, blanks both sides", "X", " a \t\r\n \tb", NULL, "x:a b\r\n", "X: a \t\r\n \tb\r\n" },
  { "folded first", "X", "\r\n a", NULL, "x:a\r\n", "X:\r\n a\r\n" },
  { "line of blanks inside", "X", " a\r\n \r\n b", NULL, "x:a b\r\n", "X: a\r\n \r\n b\r\n" },
  { "folding last", "X", " a\r\n ", NULL, "x:a\r\n", "X: a\r\n \r\n" },
  { "lone CR is text", "X", " a\rb", NULL, "x:a\rb\r\n", "X: a\rb\r\n" },
  { "eight bit", "X", " \xc3\x84 \xff", NULL, "x:\xc3\x84 \xff\r\n", "X: \xc3\x84 \xff\r\n" },
  { "only ASCII case", "X-\xc3\x84", " a", NULL, "x-\xc3\x84:a\r\n", "X-\xc3\x84: a\r\n" },
  { "cut at the end", "X", " a; b= c d", " c d", "x:a; b=\r\n", "X: a; b=\r\n" },
  { "cut inside", "X", " b= c ; d", " c ", "x:b=; d\r\n", "X: b=; d\r\n" },
  { "cut with folding", "X", " b=\r\n c\r\n ; d", "\r\n c\r\n ", "x:b=; d\r\n", "X: b=; d\r\n" },
  { "space before the cut", "X", " b =c", "c", "x:b =\r\n", "X: b =\r\n" },
};

static void
test_fields (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    for (guint relaxed = 0; relaxed < 2; relaxed++) {
      const char *wanted = relaxed ? fields[i].relaxed : fields[i].simple;
      gsize len = strlen (wanted);
      HsGuard value = hs_guard_new (fields[i].value, strlen (fields[i].value));
      HsField field = { .name = hs_slice_str (fields[i].field_name), .value = { value.data, value.len } };
      const char *cut = fields[i].cut != NULL ? memmem (value.data, value.len, fields[i].cut, strlen (fields[i].cut)) : NULL;

      for (guint line_end = 0; line_end < 2; line_end++) {
        HsDigest digest;
        g_autofree char *got = NULL, *hash = hash_of (wanted, line_end ? len : len - 2);

        hs_digest_begin (&digest, HS_DIGEST_SHA256);
        hs_canon_field (&digest, relaxed, &field, cut != NULL ? (HsSlice){ cut, strlen (fields[i].cut) } : HS_SLICE_NONE, line_end);
        got = end_of (&digest);
        g_test_message ("%s, %s", fields[i].name, relaxed ? "relaxed" : "simple");
        g_assert_cmpstr (got, ==, hash);
      }
      hs_guard_free (&value);
    }
}

static const struct {
  const char *body;
  const char *relaxed;
  const char *simple;
} bodies[] = {
  { "", "", "\r\n" },
  { "\r\n", "", "\r\n" },
  { "\n\n", "", "\r\n" },
  { " ", "", " \r\n" },
  { " \t\r\n\r\n", "", " \t\r\n" },
  { "a", "a\r\n", "a\r\n" },
  { "a\r\n", "a\r\n", "a\r\n" },
  { "a\n\n\n", "a\r\n", "a\r\n" },
  { "a \t\r\n", "a\r\n", "a \t\r\n" },
  { " a  b\tc", " a b c\r\n", " a  b\tc\r\n" },
  { "\r\n\r\na\r\n\r\nb", "\r\n\r\na\r\n\r\nb\r\n", "\r\n\r\na\r\n\r\nb\r\n" },
  { "a\r\n \r\nb\r\n \r\n", "a\r\n\r\nb\r\n", "a\r\n \r\nb\r\n \r\n" },
  { "a\rb\r\r\nc", "a\rb\r\r\nc\r\n", "a\rb\r\r\nc\r\n" },
  { "a\r", "a\r\r\n", "a\r\r\n" },
  { " C \r\nD \t E\r\n\r\n\r\n", " C\r\nD E\r\n", " C \r\nD \t E\r\n" }, /* RFC 6376 section 3.4.5 */
};

static char *
hash_body (const char *body, gsize len, gboolean relaxed, guint64 limit)
{
  HsGuard guard = hs_guard_new (body, len);
  HsDigest digest;

  hs_digest_begin (&digest, HS_DIGEST_SHA256);
  digest.room = limit;
  hs_canon_body (&digest, relaxed, (HsSlice){ guard.data, len });
  hs_guard_free (&guard);
  return end_of (&digest);
}

/* In two pieces, or byte by byte. */
static char *
hash_pieces (const char *text, gsize len, gboolean relaxed, gsize cut)
{
  HsDigest digest;
  HsCanonBody body = { .digest = &digest, .relaxed = relaxed };

  hs_digest_begin (&digest, HS_DIGEST_SHA256);
  for (gsize at = 0; at < len; at += cut) {
    HsGuard guard = hs_guard_new (text + at, MIN (cut, len - at));
    hs_canon_body_put (&body, (HsSlice){ guard.data, guard.len });
    hs_guard_free (&guard);
  }
  hs_canon_body_end (&body);
  return end_of (&digest);
}

/* Wherever a body is cut, its hash is the same. */
static void
test_pieces (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (guint relaxed = 0; relaxed < 2; relaxed++)
      for (gsize cut = 1; cut <= strlen (bodies[i].body); cut++) {
        const char *wanted = relaxed ? bodies[i].relaxed : bodies[i].simple;
        g_autofree char *got = hash_pieces (bodies[i].body, strlen (bodies[i].body), relaxed, cut);
        g_autofree char *hash = hash_of (wanted, strlen (wanted));
        g_test_message ("body %u, %s, pieces of %zu", i, relaxed ? "relaxed" : "simple", cut);
        g_assert_cmpstr (got, ==, hash);
      }
}

static void
test_bodies (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (guint relaxed = 0; relaxed < 2; relaxed++) {
      const char *wanted = relaxed ? bodies[i].relaxed : bodies[i].simple;
      for (gsize limit = 0; limit <= strlen (wanted); limit++) {
        g_autofree char *got = hash_body (bodies[i].body, strlen (bodies[i].body), relaxed, limit);
        g_autofree char *hash = hash_of (wanted, limit);
        g_test_message ("body %u, %s, l=%zu", i, relaxed ? "relaxed" : "simple", limit);
        g_assert_cmpstr (got, ==, hash);
      }
    }
}

/* RFC 6376 section 3.4.4 and 3.4.3: the hashes of an empty body. */
static void
test_empty_body (void)
{
  g_autofree char *relaxed = hash_body ("", 0, TRUE, G_MAXUINT64), *simple = hash_body ("", 0, FALSE, G_MAXUINT64);

  g_assert_cmpstr (relaxed, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (simple, ==, "7eb70257593da06f682a3ddda54a9d260d4fc514f645237f5ca74b08f8da61a6");
}

/* Longer than the buffer, in every cut around its size. */
static void
test_long (void)
{
  g_autofree char *text = g_malloc (5000);

  memset (text, 'x', 5000);
  for (gsize len = 1000; len < 2100; len++) {
    HsDigest digest, copy;
    g_autofree char *got = NULL, *wanted = hash_of (text, len), *forked = NULL;

    hs_digest_begin (&digest, HS_DIGEST_SHA256);
    hs_digest_put (&digest, text, len / 3);
    hs_digest_put_byte (&digest, 'x');
    hs_digest_fork (&copy, &digest);
    hs_digest_put (&digest, text, len - len / 3 - 1);
    hs_digest_put (&copy, text, len - len / 3 - 1);
    got = end_of (&digest);
    forked = end_of (&copy);
    g_assert_cmpstr (got, ==, wanted);
    g_assert_cmpstr (forked, ==, wanted);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal-canon/fields", test_fields);
  g_test_add_func ("/seal-canon/bodies", test_bodies);
  g_test_add_func ("/seal-canon/pieces", test_pieces);
  g_test_add_func ("/seal-canon/empty-body", test_empty_body);
  g_test_add_func ("/seal-canon/long", test_long);
  return g_test_run ();
}
