/* SPDX-License-Identifier: MIT */
#include "keys.h"

#include "ascii.h"
#include "guard.h"

#include <glib/gstdio.h>

/* 32 zero bytes; and 64 bytes that begin like a DER sequence. */
#define ED "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define RSA RSA_HALF_1 RSA_HALF_2
#define RSA_HALF_1 "MAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define RSA_HALF_2 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="

typedef struct {
  const char *name;
  const char *text;
  const char *domain;
  const char *selector;
  guint n; /* keys in it */
} Good;

static const Good good[] = {
  { "dig",
    "; <<>> DiG 9.18 <<>> TXT s1._domainkey.example.com\n;; ANSWER SECTION:\ns1._domainkey.example.com. 3600 IN TXT \"v=DKIM1; k=rsa; p=" RSA
    "\"\n\n;; Query time: 3 msec\n",
    "example.com", "s1", 1 },
  { "chunks", "s1._domainkey.example.com. 3600 IN TXT \"v=DKIM1; k=rsa; p=" RSA_HALF_1 "\" \"" RSA_HALF_2 "\"\n", "example.com", "s1", 1 },
  { "no ttl, no class", "s1._domainkey.example.com. TXT \"p=" RSA "\"", "example.com", "s1", 1 },
  { "ttl behind class", "s1._domainkey.example.com. IN 300 TXT \"p=" RSA "\"", "example.com", "s1", 1 },
  { "over lines", "s1._domainkey.example.com. IN TXT ( \"v=DKIM1; k=ed25519; \"\n\t\"p=" ED "\" ) ; a comment\n", "example.com", "s1", 1 },
  { "origin", "$ORIGIN example.com.\ns1._domainkey IN TXT \"p=" RSA "\"\n", "example.com", "s1", 1 },
  { "owner of the record before", "s1._domainkey.example.com. IN TXT \"p=\"\n   IN TXT \"p=" RSA "\"\n", "example.com", "s1", 1 },
  { "escaped semicolons", "s1._domainkey.example.com. IN TXT v=DKIM1\\;\\032p=" ED "\\;k=ed25519\n", "example.com", "s1", 1 },
  { "selector with dots", "a.b._domainkey.example.co.uk. IN TXT \"p=" RSA "\"\n", "example.co.uk", "a.b", 1 },
  { "others are passed over",
    "example.com. IN TXT \"v=spf1 -all\"\ns1._domainkey.example.com. IN CNAME s1.example.net.\ns2._domainkey.example.com. IN TXT \"p=" RSA
    "\"\n",
    "example.com", "s2", 1 },
  { "white space in p", "s1._domainkey.example.com. IN TXT \"v=DKIM1 ; p= " RSA_HALF_1 " \t" RSA_HALF_2 " ; t=s\"\n", "example.com", "s1",
    1 },
  { "tsv", "# mine\ndomain\tselector\talgorithm\tpublic_key\nexample.com\ts1\trsa\t" RSA "\nexample.com\ts2\ted25519\t" ED "\n",
    "EXAMPLE.com.", "S2", 2 },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    HsKeyTable *keys = hs_key_table_new_empty ();
    g_autoptr (GError) error = NULL;
    const HsKeyRow *row;
    guint n;
    gboolean ok = hs_key_table_parse (keys, good[i].text, strlen (good[i].text), "k.zone", &error);
    g_test_message ("%s", good[i].name);
    g_assert_no_error (error);
    g_assert_true (ok);
    hs_key_table_rows (keys, &n);
    g_assert_cmpuint (n, ==, good[i].n);
    row = hs_key_table_lookup (keys, hs_slice_str (good[i].domain), hs_slice_str (good[i].selector));
    g_assert_nonnull (row);
    g_assert_cmpuint (row->key_len, ==, strcmp (row->algorithm, "rsa") == 0 ? 64 : 32);
    g_assert_null (hs_key_table_lookup (keys, hs_slice_str (good[i].domain), HS_SLICE_LITERAL ("other")));
    hs_key_table_free (keys);
  }
}

static const char *const bad[][2] = {
  { "\"v=DKIM1; p=" RSA "\"\n", "k.zone:1: text without a name: print the whole record" },
  { "s1._domainkey IN TXT \"p=" RSA "\"\n", "k.zone:1: s1._domainkey: write the whole name" },
  { "\n\ns1._domainkey.example.com. IN TXT \"p=" RSA "\n", "k.zone:3: a quote is not closed" },
  { "s1._domainkey.example.com. IN TXT ( \"p=" RSA "\"\n", "k.zone:1: a parenthesis is not closed" },
  { "s1._domainkey.example.com. IN TXT \"p=AAAA\"\n", "k.zone:1: s1._domainkey.example.com.: p= is not base64 of a public key" },
  { "s1._domainkey.example.com. IN TXT \"p=***\"\n", "p= is not base64" },
  { "s1._domainkey.example.com. IN TXT \"p=" RSA "A\"\n", "p= is not base64" },
  { "s1._domainkey.example.com. IN TXT \"k=dsa; p=" RSA "\"\n", "k= is neither rsa nor ed25519" },
  { "s1._domainkey.example.com. IN TXT \"v=DKIM2; p=" RSA "\"\n", "no DKIM key record" },
  { "s1._domainkey.example.com. IN TXT \"v=DKIM1\"\n", "no DKIM key record" },
  { "  IN TXT \"p=" RSA "\"\n", "k.zone:1: a record without a name" },
  { "domain\tselector\talgorithm\tpublic_key\nexample.com\ts1\trsa\t" ED "\n", "k.zone:2: column public_key" },
  { "domain\tselector\talgorithm\tpublic_key\nexample.com\ts1\tdsa\t" ED "\n", "k.zone:2: column algorithm" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    HsKeyTable *keys = hs_key_table_new_empty ();
    g_autoptr (GError) error = NULL;
    g_assert_false (hs_key_table_parse (keys, bad[i][0], strlen (bad[i][0]), "k.zone", &error));
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, bad[i][1]));
    hs_key_table_free (keys);
  }
}

/* Keys of the user go before the built-in ones; a file without a key is an error. */
static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hopscope-keys-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "k.zone", NULL);
  g_autoptr (GError) error = NULL;
  HsKeyTable *keys;

  g_assert_true (g_file_set_contents (path, "arcselector10001._domainkey.microsoft.com. IN TXT \"p=" RSA "\"\n", -1, NULL));
  keys = hs_key_table_new (NULL, path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hs_key_table_lookup (keys, HS_SLICE_LITERAL ("microsoft.com"), HS_SLICE_LITERAL ("arcselector10001"))->source, ==, path);
  hs_key_table_free (keys);
  g_assert_true (g_file_set_contents (path, "example.com. IN TXT \"v=spf1 -all\"\n", -1, NULL));
  g_assert_null (hs_key_table_new (NULL, path, &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_CONFIG);
  g_assert_nonnull (strstr (error->message, "no DKIM key in it"));
  g_clear_error (&error);
  g_remove (path);
  g_assert_null (hs_key_table_new (NULL, path, &error));
  g_assert_error (error, HS_ERROR, HS_ERROR_CONFIG);
  g_rmdir (folder);
}

static void
test_cut (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    for (gsize len = 0; len <= strlen (good[i].text); len++) {
      HsGuard guard = hs_guard_new (good[i].text, len);
      HsKeyTable *keys = hs_key_table_new_empty ();
      hs_key_table_parse (keys, guard.data, len, "k.zone", NULL);
      hs_key_table_free (keys);
      hs_guard_free (&guard);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/good", test_good);
  g_test_add_func ("/keys/bad", test_bad);
  g_test_add_func ("/keys/file", test_file);
  g_test_add_func ("/keys/cut", test_cut);
  return g_test_run ();
}
