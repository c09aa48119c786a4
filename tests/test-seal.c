/* Signatures as a whole: mutations, hostile mail, limits.  SPDX-License-Identifier: MIT */
#include "seal-kit.h"

#include "guard.h"

#define COVERED                     \
  "From: Ann <ann@example.com>\r\n" \
  "Subject: a\r\n folded one\r\n"   \
  "Date: Mon, 1 Jan 2024 00:00:00 +0000\r\n"
#define UNCOVERED                                                                                \
  "Received: from a.example ([192.0.2.1]) by b.example;\r\n\tMon, 1 Jan 2024 00:00:00 +0000\r\n" \
  "X-MS-Exchange-CrossTenant-Id: 00000000-0000-0000-0000-000000000000\r\n"
#define BODY "Hello\r\n"
#define RESULTS "ARC-Authentication-Results: i=1; mx.example.com 1; spf=pass (sender ip is 192.0.2.1)"

/* Signatures over COVERED: an ARC set and a DKIM signature, in either canonical form. */
static GString *
make_signed (gboolean simple)
{
  GString *header = g_string_new (COVERED);
  const char *value = simple ? " v=1; a=ed25519-sha256; c=simple/simple; d=example.com; s=ed; h=From:Subject:Date; bh=@BH@; b=@B@"
                             : " v=1; a=ed25519-sha256; c=relaxed/relaxed; d=example.com; s=ed; h=From:Subject:Date; bh=@BH@; b=@B@";

  kit_sign (header, BODY, &(KitSignature){ "ed", FALSE, simple, simple, 0, "From:Subject:Date", "DKIM-Signature", value });
  kit_seal (header, BODY, 1, "none", RESULTS);
  return header;
}

enum { SEAL = 1, MESSAGE = 2, DKIM = 4, ALL = SEAL | MESSAGE | DKIM };

/* Which of the three pass. */
static guint
find_good (const char *header, gsize len)
{
  KitCheck check;
  guint good = 0;

  kit_check_bytes (&check, (HsSlice){ header, len }, hs_slice_str (BODY), hs_limits_default ());
  for (guint i = 0; i < check.seals.n_seals; i++)
    if (check.seals.seals[i].result == HS_SEAL_PASS)
      good |= check.seals.seals[i].instance == 0 ? DKIM : check.seals.seals[i].covers.ptr == NULL ? SEAL : MESSAGE;
  kit_check_clear (&check);
  return good;
}

/* Which cover the byte at @at: the seal its set, each message signature itself and the fields of the message. */
static guint
find_covering (const char *header, const char *at)
{
  if (at >= strstr (header, "From: Ann"))
    return MESSAGE | DKIM;
  if (at >= strstr (header, "DKIM-Signature:"))
    return DKIM;
  return at >= strstr (header, "ARC-Message-Signature:") ? SEAL | MESSAGE : SEAL;
}

/* Each byte of what is covered, changed, makes what covers it fail. */
static void
test_covered (gconstpointer simple)
{
  g_autoptr (GString) header = make_signed (GPOINTER_TO_INT (simple));

  g_assert_cmpuint (find_good (header->str, header->len), ==, ALL);
  for (gsize i = 0; i < header->len; i++) {
    char old = header->str[i];
    guint covering = find_covering (header->str, header->str + i);

    for (guint k = 0; k < 3; k++) {
      header->str[i] = "xQ\xf1"[k];
      if (hs_lower (header->str[i]) == hs_lower (old))
        continue;
      if (find_good (header->str, header->len) & covering) {
        g_test_message ("byte %zu, 0x%02x for 0x%02x", i, (guint8)header->str[i], (guint8)old);
        g_test_fail ();
      }
    }
    header->str[i] = old;
  }
}

/* Each byte of what is not covered, changed, changes nothing. */
static void
test_uncovered (gconstpointer simple)
{
  g_autoptr (GString) header = make_signed (GPOINTER_TO_INT (simple));

  g_string_prepend (header, UNCOVERED);
  g_assert_cmpuint (find_good (header->str, header->len), ==, ALL);
  for (gsize i = 0; i < strlen (UNCOVERED); i++) {
    char old = header->str[i];

    if (old == '\r' || old == '\n')
      continue;
    header->str[i] = old == 'x' ? 'y' : 'x';
    g_assert_cmpuint (find_good (header->str, header->len), ==, ALL);
    header->str[i] = old;
  }
}

static void
test_nothing (void)
{
  KitCheck check;

  kit_check (&check, COVERED UNCOVERED, BODY);
  g_assert_cmpuint (check.seals.n_seals + check.seals.n_sets + check.seals.flags + check.lookups, ==, 0);
  g_assert_null (check.seals.seals);
  kit_check_clear (&check);
}

/* Results alone are a broken set, not nothing. */
static void
test_results_alone (void)
{
  KitCheck check;

  kit_check (&check, RESULTS "\r\n" COVERED, NULL);
  g_assert_cmpuint (check.seals.n_seals, ==, 0);
  g_assert_cmpuint (check.seals.n_sets, ==, 1);
  g_assert_cmpuint (check.seals.sets[0].seal_field, ==, G_MAXUINT);
  g_assert_false (check.seals.sets[0].bound);
  g_assert_cmpuint (check.seals.flags, ==, HS_SEALS_CHAIN_BROKEN);
  kit_check_clear (&check);
}

/* A set whose message signature is by another domain than its seal says nothing of this message, whoever else signed it. */
static const HsKeyRow *
any_domain (HsSlice domain, HsSlice selector, gpointer user_data)
{
  return kit_find_key (hs_slice_str ("example.com"), selector, NULL);
}

static void
test_other_domain (void)
{
  static const char *const domains[] = { "EXAMPLE.com", "example.org" };

  for (guint other = 0; other < 2; other++) {
    g_autoptr (GString) header = g_string_new (COVERED);
    HsArena *arena = hs_arena_new (1 << 20);
    HsFields fields = { 0 };
    HsSeals seals;

    kit_seal_as (header, BODY, 1, "none", RESULTS, domains[other]);
    hs_fields_split (&fields, hs_slice_str (header->str), 1, NULL, 0, hs_limits_default ());
    hs_seal_check_with (fields.items, fields.n, hs_slice_str (BODY), any_domain, NULL, hs_limits_default (), arena, &seals);
    g_assert_cmpint (seals.sets[0].seal, ==, HS_SEAL_PASS);
    g_assert_cmpint (seals.sets[0].signature, ==, HS_SEAL_PASS);
    g_assert_cmpint (seals.sets[0].bound, ==, other == 0);
    hs_fields_clear (&fields);
    hs_arena_free (arena);
  }
}

/* The keys of a rule set: the samples' key file beside the built-in table. */
static void
test_ruleset (void)
{
  g_autofree char *keys = g_test_build_filename (G_TEST_DIST, "samples", "keys.zone", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "samples", "arc-copied.eml", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HsRuleset) ruleset = hs_ruleset_new (NULL, NULL, keys, &error);
  HsArena *arena = hs_arena_new (1 << 20);
  HsKeys *seal_keys = hs_seal_keys_new ();
  HsFields fields = { 0 };
  HsSeals seals;

  g_assert_no_error (error);
  g_file_get_contents (path, &data, NULL, &error);
  g_assert_no_error (error);
  hs_fields_split (&fields, hs_slice_str (data), 1, NULL, 0, hs_limits_default ());
  hs_seal_check (fields.items, fields.n, HS_SLICE_NONE, NULL, ruleset, seal_keys, hs_limits_default (), arena, &seals);
  g_assert_cmpuint (seals.n_sets, ==, 2);
  g_assert_cmpint (seals.sets[0].seal, ==, HS_SEAL_PASS);
  g_assert_cmpint (seals.sets[0].header_part, ==, HS_PART_BROKEN);
  g_assert_false (seals.sets[0].bound); /* copied from elsewhere */
  g_assert_true (seals.sets[1].bound);  /* the reader's provider, over this message */
  g_assert_nonnull (seals.seals[0].key_source);
  hs_fields_clear (&fields);
  hs_seal_keys_free (seal_keys);
  hs_arena_free (arena);
}

/* Time for hostile mail: a bound no quadratic walk could keep. */
static void
check_quick (GString *header, HsSlice body, guint wanted_flags)
{
  HsLimits limits = *hs_limits_default ();
  gint64 start;
  KitCheck check;

  limits.header_bytes = limits.field_bytes = 64 << 20;
  limits.arena_bytes = 64 << 20;
  limits.fields = 100000;
  start = g_get_monotonic_time ();
  kit_check_bytes (&check, (HsSlice){ header->str, header->len }, body, &limits);
  g_test_message ("%zu bytes, %u fields, %u listed: %.0f ms", header->len, check.fields.n, check.seals.n_seals,
                  (double)(g_get_monotonic_time () - start) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
  g_assert_cmpuint (check.seals.flags & wanted_flags, ==, wanted_flags);
  g_assert_cmpuint (check.seals.n_seals, <=, limits.signatures * 2);
  kit_check_clear (&check);
}

#define HASH "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define ED "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="

static void
test_many_instances (void)
{
  g_autoptr (GString) header = g_string_new (COVERED);

  for (guint i = 1; i <= 10000; i++)
    g_string_append_printf (header,
                            "ARC-Authentication-Results: i=%u; x\r\n"
                            "ARC-Message-Signature: i=%u; a=rsa-sha256; d=example.com; s=rsa; h=From; bh=" HASH "; b=" ED "\r\n"
                            "ARC-Seal: i=%u; a=rsa-sha256; d=example.com; s=rsa; cv=pass; b=" ED "\r\n",
                            i, i, i);
  check_quick (header, HS_SLICE_NONE, HS_SEALS_CHAIN_BROKEN | HS_SEALS_TOO_MANY);
  g_string_assign (header, COVERED);
  for (guint i = 1; i <= 10000; i++)
    g_string_append (header, "ARC-Seal: i=1; a=rsa-sha256; d=example.com; s=rsa; cv=none; b=" ED "\r\n");
  check_quick (header, HS_SLICE_NONE, HS_SEALS_CHAIN_BROKEN | HS_SEALS_TOO_MANY);
}

static void
test_many_dkim (void)
{
  g_autoptr (GString) header = g_string_new (COVERED);
  HsSlice body = { NULL, 4 << 20 };
  g_autofree char *text = g_malloc (body.len);

  body.ptr = memset (text, 'x', body.len);
  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (header, "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=rsa; h=From; l=%u; bh=" HASH "; b=" ED "\r\n",
                            1000000 + i);
  check_quick (header, body, HS_SEALS_TOO_MANY);
}

static void
append_repeated (GString *header, const char *piece, gsize len)
{
  while (len > strlen (piece)) {
    g_string_append (header, piece);
    len -= strlen (piece);
  }
}

/* One megabyte of one kind of tag, and of h= entries over thousands of fields. */
static void
test_long_tags (void)
{
  static const char *const pieces[] = { "a:", "X-1:", ":", "From:", "a=b;", ";", "=", "b=", " ", "\r\n ", "i=1;", "A", "(", "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (guint where = 0; where < 2; where++) {
      g_autoptr (GString) header = g_string_new (COVERED "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=rsa; bh=" HASH "; b=" ED);

      g_string_append (header, where ? "; h=From:" : ";");
      append_repeated (header, pieces[i], 1 << 20);
      g_string_append (header, where ? "\r\n" : "; h=From\r\n");
      for (guint k = 0; k < 9000; k++)
        g_string_append_printf (header, "X-%u: %u\r\n", k % 3000, k);
      check_quick (header, HS_SLICE_NONE, 0);
    }
}

/* Every signature covers a megabyte of header. */
static void
test_wide_coverage (void)
{
  g_autoptr (GString) header = g_string_new (COVERED "X-Long: ");

  append_repeated (header, "a  b\t", 1 << 20);
  g_string_append (header, "\r\n");
  for (guint i = 0; i < 64; i++)
    g_string_append (header,
                     "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed; d=example.com; s=rsa; h=From:X-Long; bh=" HASH "; b=" ED "\r\n");
  check_quick (header, HS_SLICE_NONE, 0);
}

/* Little memory: fewer results, never a crash. */
static void
test_little_memory (void)
{
  g_autoptr (GString) header = make_signed (FALSE);

  for (gsize bytes = 1; bytes < 16000; bytes += 97) {
    HsLimits limits = *hs_limits_default ();
    KitCheck check;

    limits.arena_bytes = bytes;
    kit_check_bytes (&check, (HsSlice){ header->str, header->len }, hs_slice_str (BODY), &limits);
    g_assert_cmpuint (check.seals.n_seals, <=, 3);
    kit_check_clear (&check);
  }
}

/* Cut at every length, at a page's end. */
static void
test_cut (void)
{
  g_autoptr (GString) header = make_signed (FALSE);

  for (gsize len = 0; len < header->len; len++) {
    HsGuard guard = hs_guard_new (header->str, len);
    guint good = find_good (guard.data, len);
    g_assert_true (len >= header->len - 2 || !(good & (MESSAGE | DKIM)));
    hs_guard_free (&guard);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/seal/covered-relaxed", GINT_TO_POINTER (FALSE), test_covered);
  g_test_add_data_func ("/seal/covered-simple", GINT_TO_POINTER (TRUE), test_covered);
  g_test_add_data_func ("/seal/uncovered-relaxed", GINT_TO_POINTER (FALSE), test_uncovered);
  g_test_add_data_func ("/seal/uncovered-simple", GINT_TO_POINTER (TRUE), test_uncovered);
  g_test_add_func ("/seal/nothing", test_nothing);
  g_test_add_func ("/seal/results-alone", test_results_alone);
  g_test_add_func ("/seal/other-domain", test_other_domain);
  g_test_add_func ("/seal/ruleset", test_ruleset);
  g_test_add_func ("/seal/many-instances", test_many_instances);
  g_test_add_func ("/seal/many-dkim", test_many_dkim);
  g_test_add_func ("/seal/long-tags", test_long_tags);
  g_test_add_func ("/seal/wide-coverage", test_wide_coverage);
  g_test_add_func ("/seal/little-memory", test_little_memory);
  g_test_add_func ("/seal/cut", test_cut);
  return g_test_run ();
}
