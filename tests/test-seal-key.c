/* Keys as tables hold them.  SPDX-License-Identifier: MIT */
#include "seal-key.h"

#include "seal-kit.h"

#define WORDS "what is signed"

/* A signature over WORDS by the key of the kit. */
static HsCheck
check_with (const HsKeyRow *row, gboolean ed25519, guint *bits)
{
  g_autofree char *text = kit_base64_sign (kit_key (ed25519 ? "ed" : "rsa"), FALSE, WORDS, strlen (WORDS));
  HsSignature signature = { .ed25519 = ed25519, .digest = HS_DIGEST_SHA256, .signature = hs_slice_str (text) };
  guint8 hash[HS_DIGEST_MAX];
  HsKeys keys = { 0 };
  HsCheck check;

  gnutls_hash_fast (GNUTLS_DIG_SHA256, WORDS, strlen (WORDS), hash);
  check = hs_key_check (&keys, row, &signature, hash, bits);
  hs_keys_clear (&keys);
  return check;
}

static void
test_forms (void)
{
  HsKeyRow rsa = kit_key ("rsa")->row, ed = kit_key ("ed")->row;
  guint bits;

  g_assert_cmpint (check_with (&rsa, FALSE, &bits), ==, HS_CHECK_GOOD);
  g_assert_cmpuint (bits, ==, 2048);
  g_assert_cmpint (check_with (&ed, TRUE, &bits), ==, HS_CHECK_GOOD);
  g_assert_cmpint (check_with (&ed, FALSE, &bits), ==, HS_CHECK_KEY_MISFIT);
  g_assert_cmpint (check_with (&rsa, TRUE, &bits), ==, HS_CHECK_KEY_MISFIT);
  g_assert_cmpint (check_with (&kit_key ("small")->row, FALSE, &bits), ==, HS_CHECK_BAD);
  rsa.key += 24; /* behind the wrapping of a SubjectPublicKeyInfo of 2048 bits: the bare key */
  rsa.key_len -= 24;
  g_assert_cmpint (check_with (&rsa, FALSE, &bits), ==, HS_CHECK_GOOD);
}

/* Cut, empty and of the wrong kind: unreadable, whatever is missing. */
static void
test_damaged (void)
{
  HsKeyRow whole = kit_key ("rsa")->row, ed = kit_key ("ed")->row;
  guint bits;

  for (guint bare = 0; bare <= 24; bare += 24)
    for (gsize len = 0; len < whole.key_len - bare; len++) {
      g_autofree guint8 *copy = g_memdup2 (whole.key + bare, len);
      HsKeyRow row = whole;
      row.key = copy;
      row.key_len = len;
      g_assert_cmpint (check_with (&row, FALSE, &bits), ==, HS_CHECK_KEY_UNREADABLE);
      g_assert_cmpuint (bits, ==, 0);
    }
  ed.key_len--;
  g_assert_cmpint (check_with (&ed, TRUE, &bits), ==, HS_CHECK_KEY_UNREADABLE);
}

/* More keys than are kept at a time. */
static void
test_many (void)
{
  HsKeyRow rows[20];
  HsKeys keys = { 0 };
  g_autofree char *text = kit_base64_sign (kit_key ("rsa"), FALSE, WORDS, strlen (WORDS));
  HsSignature signature = { .digest = HS_DIGEST_SHA256, .signature = hs_slice_str (text) };
  guint8 hash[HS_DIGEST_MAX];
  guint bits;

  gnutls_hash_fast (GNUTLS_DIG_SHA256, WORDS, strlen (WORDS), hash);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    rows[i] = i % 5 == 4 ? kit_key ("small")->row : kit_key ("rsa")->row;
  for (guint k = 0; k < 60; k++) {
    guint i = k % 3 == 0 ? k % 20 : 7 * k % 20;
    g_assert_cmpint (hs_key_check (&keys, &rows[i], &signature, hash, &bits), ==, i % 5 == 4 ? HS_CHECK_BAD : HS_CHECK_GOOD);
    g_assert_cmpuint (bits, ==, i % 5 == 4 ? 1024 : 2048);
  }
  hs_keys_clear (&keys);
}

/* Every row of the built-in table is a key of the kind it says, of a length that proves something. */
static void
test_builtin (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HsRuleset) ruleset = hs_ruleset_new (NULL, NULL, NULL, &error);
  guint n;
  const HsKeyRow *rows;

  g_assert_no_error (error);
  rows = hs_ruleset_keys (ruleset, &n);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++) {
    gboolean ed25519 = strcmp (rows[i].algorithm, "ed25519") == 0;
    guint bits;
    g_test_message ("%s of %s", rows[i].selector, rows[i].domain);
    g_assert_cmpint (check_with (&rows[i], ed25519, &bits), ==, HS_CHECK_BAD);
    g_assert_cmpuint (bits, >=, ed25519 ? 256 : 1024);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal-key/forms", test_forms);
  g_test_add_func ("/seal-key/damaged", test_damaged);
  g_test_add_func ("/seal-key/many", test_many);
  g_test_add_func ("/seal-key/builtin", test_builtin);
  return g_test_run ();
}
