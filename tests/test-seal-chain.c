/* ARC chains: what holds, what breaks them, and what is bound to a message.  SPDX-License-Identifier: MIT */
#include "seal-kit.h"

#define HEADER                      \
  "From: Ann <ann@example.com>\r\n" \
  "Subject: report\r\n"             \
  "Date: Mon, 1 Jan 2024 00:00:00 +0000\r\n"
#define BODY "Hello\r\n"
#define RESULTS(i)                                                                                                         \
  "ARC-Authentication-Results: i=" i "; mx.example.com 1; spf=pass (sender ip is 192.0.2." i ")\r\n smtp.rcpttodomain=r" i \
  ".example.net smtp.mailfrom=example.com; dmarc=pass header.from=example.com"

/* A chain of three, newest on top. */
static GString *
make_chain (void)
{
  GString *header = g_string_new (HEADER);

  kit_seal (header, BODY, 1, "none", RESULTS ("1"));
  kit_seal (header, BODY, 2, "pass", RESULTS ("2"));
  kit_seal (header, BODY, 3, "pass", RESULTS ("3"));
  return header;
}

#define P HS_SEAL_PASS
#define F HS_SEAL_FAIL
#define M HS_SEAL_MALFORMED
#define U HS_SEAL_BODY_UNKNOWN
#define BROKEN HS_SEALS_CHAIN_BROKEN

/* What is done to the chain, and what then holds: results of seals and message signatures of sets 1 to 3, and which are bound. */
static const struct {
  const char *name;
  const char *pattern; /* in the header text; NULL: nothing is done */
  const char *with;
  HsSealResult seals[3];
  HsSealResult signatures[3];
  gboolean bound[3];
  guint oldest_broken;
  guint flags;
} rows[] = {
  { "untouched", NULL, NULL, { P, P, P }, { P, P, P }, { 1, 1, 1 }, 0, 0 },
  { "no blank behind the colon", "ARC-Seal: i=2", "ARC-Seal:i=2", { P, P, P }, { P, P, P }, { 1, 1, 1 }, 0, 0 },
  { "names in lower case", "ARC-", "arc-", { P, P, P }, { P, P, P }, { 1, 1, 1 }, 0, 0 },
  { "refolded", "; ", ";\r\n\t", { P, P, P }, { P, P, P }, { 1, 1, 1 }, 0, 0 },
  { "line ends lost their CR", "\r\n", "\n", { P, P, P }, { P, P, P }, { 1, 1, 1 }, 0, 0 },
  { "fields added", "^", "X-Spam: no\r\nReceived: from a by b\r\n", { P, P, P }, { P, P, P }, { 1, 1, 1 }, 0, 0 },
  { "subject changed", "report", "[list] report", { P, P, P }, { F, F, F }, { 0, 0, 0 }, 0, 0 },
  { "address of set 1 changed", "192.0.2.1\\)", "192.0.2.9)", { F, F, F }, { P, P, P }, { 0, 0, 0 }, 1, 0 },
  { "address of set 2 changed", "192.0.2.2\\)", "192.0.2.9)", { P, F, F }, { P, P, P }, { 1, 0, 0 }, 2, 0 },
  { "address of set 3 changed", "192.0.2.3\\)", "192.0.2.9)", { P, P, F }, { P, P, P }, { 1, 1, 0 }, 3, 0 },
  { "cv of set 3 changed",
    "(?<=ARC-Seal: i=3; a=rsa-sha256; t=1700000000; )cv=pass",
    "cv=fail",
    { P, P, F },
    { P, P, P },
    { 1, 1, 0 },
    3,
    HS_SEALS_CV_FAIL },
  { "cv of set 2 none",
    "(?<=ARC-Seal: i=2; a=rsa-sha256; t=1700000000; )cv=pass",
    "cv=none",
    { P, M, F },
    { P, P, P },
    { 1, 0, 0 },
    2,
    BROKEN },
  { "cv of set 1 pass", "cv=none", "cv=pass", { M, F, F }, { P, P, P }, { 0, 0, 0 }, 1, BROKEN },
  { "seal 1 is gone", "ARC-Seal: i=1[^\n]*\n", "", { M, F, F }, { P, P, P }, { 0, 0, 0 }, 1, BROKEN },
  { "seal 2 is gone", "ARC-Seal: i=2[^\n]*\n", "", { P, M, F }, { P, P, P }, { 1, 0, 0 }, 2, BROKEN },
  { "results 2 are gone", "ARC-Authentication-Results: i=2[^\n]*\n [^\n]*\n", "", { P, F, F }, { P, P, P }, { 1, 0, 0 }, 2, BROKEN },
  { "seal 2 twice",
    "(?=ARC-Seal: i=2)",
    "ARC-Seal: i=2; a=rsa-sha256; cv=pass; d=example.com; s=rsa; b=AAAA\r\n",
    { P, F, F },
    { P, P, P },
    { 1, 0, 0 },
    2,
    BROKEN },
  { "results 1 twice", "^", RESULTS ("1") "\r\n", { F, F, F }, { P, P, P }, { 0, 0, 0 }, 1, BROKEN },
  { "a seal without instance",
    "^",
    "ARC-Seal: a=rsa-sha256; cv=pass; d=example.com; s=rsa; b=AAAA\r\n",
    { P, P, P },
    { P, P, P },
    { 1, 1, 1 },
    0,
    BROKEN },
  { "seal 3 has h=", "(?<=ARC-Seal: i=3; )", "h=From; ", { P, P, M }, { P, P, P }, { 1, 1, 0 }, 3, 0 },
  { "seal 3 by another key",
    "(?<=ARC-Seal: i=3; a=rsa-sha256; t=1700000000; cv=pass; d=example.com; )s=rsa",
    "s=small",
    { P, P, F },
    { P, P, P },
    { 1, 1, 0 },
    3,
    0 },
};

static void
assert_chain (KitCheck *check, guint i)
{
  g_assert_cmpuint (check->seals.n_sets, ==, 3);
  for (guint k = 0; k < 3; k++) {
    const HsArcSet *set = &check->seals.sets[k];
    g_assert_cmpuint (set->instance, ==, k + 1);
    g_assert_cmpstr (hs_seal_result_name (set->seal), ==, hs_seal_result_name (rows[i].seals[k]));
    g_assert_cmpstr (hs_seal_result_name (set->signature), ==, hs_seal_result_name (rows[i].signatures[k]));
    g_assert_cmpint (set->bound, ==, rows[i].bound[k]);
  }
  g_assert_cmpuint (check->seals.oldest_broken, ==, rows[i].oldest_broken);
  g_assert_cmpuint (check->seals.flags, ==, rows[i].flags);
}

static void
test_rows (void)
{
  g_autoptr (GString) header = make_chain ();
  KitCheck check;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *changed = rows[i].pattern != NULL ? kit_replace (header->str, rows[i].pattern, rows[i].with) : g_strdup (header->str);

    g_test_message ("%s", rows[i].name);
    g_assert_true (rows[i].pattern == NULL || strcmp (changed, header->str) != 0);
    kit_check (&check, changed, BODY);
    assert_chain (&check, i);
    kit_check_clear (&check);
  }
}

/* The order of the fields in the header does not matter, the numbers do. */
static void
test_order (void)
{
  g_autoptr (GString) header = make_chain (), turned = g_string_new (NULL);
  g_autoptr (GPtrArray) fields = kit_fields (header->str);
  g_autofree char *one = NULL, *two = NULL, *three = NULL;
  KitCheck check;

  for (guint i = fields->len; i-- > 0;)
    g_string_append_printf (turned, "%s\r\n", (char *)fields->pdata[i]);
  kit_check (&check, turned->str, BODY);
  assert_chain (&check, 0);
  kit_check_clear (&check);

  one = kit_replace (header->str, "(?<=: )i=1;", "i=X;");
  two = kit_replace (one, "(?<=: )i=2;", "i=1;");
  three = kit_replace (two, "(?<=: )i=X;", "i=2;");
  kit_check (&check, three, BODY);
  for (guint k = 0; k < check.seals.n_sets; k++)
    g_assert_false (check.seals.sets[k].bound);
  g_assert_cmpuint (check.seals.oldest_broken, ==, 1);
  kit_check_clear (&check);
}

/* A set dropped from the middle, from below or from above. */
static void
test_dropped (void)
{
  g_autoptr (GString) header = make_chain ();

  for (guint gone = 1; gone <= 3; gone++) {
    g_autofree char *pattern = g_strdup_printf ("ARC-[A-Za-z-]*: i=%u;[^\n]*\n([ \t][^\n]*\n)*", gone);
    g_autofree char *changed = kit_replace (header->str, pattern, "");
    KitCheck check;

    kit_check (&check, changed, BODY);
    g_assert_cmpuint (check.seals.n_sets, ==, 2);
    for (guint k = 0; k < 2; k++)
      g_assert_cmpint (check.seals.sets[k].seal, ==, check.seals.sets[k].instance < gone ? HS_SEAL_PASS : HS_SEAL_FAIL);
    g_assert_cmpuint (check.seals.oldest_broken, ==, gone < 3 ? gone : 0);
    g_assert_cmpuint (check.seals.flags, ==, gone < 3 ? HS_SEALS_CHAIN_BROKEN : 0);
    kit_check_clear (&check);
  }
}

/* A sealer that finds the chain broken says so and seals its own set only: its statement holds, the older ones stand for themselves. */
static void
test_cv_fail (void)
{
  g_autoptr (GString) header = g_string_new (HEADER);
  g_autofree char *changed = NULL;
  KitCheck check;

  kit_seal (header, BODY, 1, "none", RESULTS ("1"));
  changed = kit_replace (header->str, "192.0.2.1", "192.0.2.9");
  g_string_assign (header, changed);
  kit_seal (header, BODY, 2, "fail", RESULTS ("2"));
  kit_check (&check, header->str, BODY);
  g_assert_cmpint (check.seals.sets[0].seal, ==, HS_SEAL_FAIL);
  g_assert_cmpint (check.seals.sets[1].seal, ==, HS_SEAL_PASS);
  g_assert_true (check.seals.sets[1].cv_fail && check.seals.sets[1].bound && !check.seals.sets[0].bound);
  g_assert_cmpuint (check.seals.flags, ==, HS_SEALS_CV_FAIL);
  g_assert_cmpuint (check.seals.oldest_broken, ==, 1);
  kit_check_clear (&check);

  kit_seal (header, BODY, 3, "pass", RESULTS ("3")); /* nobody may pass a chain that was failed */
  kit_check (&check, header->str, BODY);
  g_assert_cmpuint (check.seals.flags, ==, HS_SEALS_CHAIN_BROKEN);
  kit_check_clear (&check);
}

/* A good set on another message: the seals verify, nothing is bound. */
static void
test_foreign (void)
{
  g_autoptr (GString) header = make_chain (), other = NULL;
  g_autofree char *sets = g_strndup (header->str, (gsize)(strstr (header->str, "From: Ann") - header->str));
  KitCheck check;

  other = g_string_new (sets);
  g_string_append (other, "From: Mallory <m@example.com>\r\nSubject: invoice\r\nDate: Tue, 2 Jan 2024 00:00:00 +0000\r\n");
  for (guint body = 0; body < 2; body++) {
    kit_check (&check, other->str, body ? BODY : NULL);
    for (guint k = 0; k < 3; k++) {
      g_assert_cmpint (check.seals.sets[k].seal, ==, HS_SEAL_PASS);
      g_assert_cmpint (check.seals.sets[k].signature, ==, HS_SEAL_FAIL);
      g_assert_cmpint (check.seals.sets[k].header_part, ==, HS_PART_BROKEN);
      g_assert_cmpint (check.seals.sets[k].body_part, ==, body ? HS_PART_HOLDS : HS_PART_UNKNOWN);
      g_assert_false (check.seals.sets[k].bound);
    }
    kit_check_clear (&check);
  }
}

/* Header only, and with a footer added: the parts are told apart. */
static void
test_body (void)
{
  g_autoptr (GString) header = make_chain ();
  KitCheck check;

  kit_check (&check, header->str, NULL);
  for (guint k = 0; k < 3; k++) {
    g_assert_cmpint (check.seals.sets[k].signature, ==, HS_SEAL_BODY_UNKNOWN);
    g_assert_true (check.seals.sets[k].bound);
  }
  kit_check_clear (&check);
  kit_check (&check, header->str, BODY "footer\r\n");
  for (guint k = 0; k < 3; k++) {
    g_assert_cmpint (check.seals.sets[k].seal, ==, HS_SEAL_PASS);
    g_assert_cmpint (check.seals.sets[k].signature, ==, HS_SEAL_FAIL);
    g_assert_cmpint (check.seals.sets[k].header_part, ==, HS_PART_HOLDS);
    g_assert_cmpint (check.seals.sets[k].body_part, ==, HS_PART_BROKEN);
    g_assert_false (check.seals.sets[k].bound);
  }
  kit_check_clear (&check);
}

/* The longest chain there can be, and one that goes on. */
static void
test_fifty (void)
{
  g_autoptr (GString) header = g_string_new (HEADER);
  HsLimits limits = *hs_limits_default ();
  KitCheck check;

  for (guint i = 1; i <= 50; i++) {
    g_autofree char *results = g_strdup_printf ("ARC-Authentication-Results: i=%u; mx.example.com", i);
    kit_seal (header, BODY, i, i == 1 ? "none" : "pass", results);
  }
  limits.signatures = 100;
  kit_check_bytes (&check, hs_slice_str (header->str), hs_slice_str (BODY), &limits);
  g_assert_cmpuint (check.seals.n_sets, ==, 50);
  for (guint k = 0; k < 50; k++)
    g_assert_true (check.seals.sets[k].bound);
  g_assert_cmpuint (check.seals.flags, ==, 0);
  kit_check_clear (&check);

  limits.signatures = 60; /* all seals, then the oldest ten message signatures */
  kit_check_bytes (&check, hs_slice_str (header->str), hs_slice_str (BODY), &limits);
  for (guint k = 0; k < 50; k++)
    g_assert_cmpint (check.seals.sets[k].bound, ==, k < 10);
  g_assert_cmpuint (check.seals.flags, ==, HS_SEALS_TOO_MANY);
  kit_check_clear (&check);

  g_string_prepend (header, "ARC-Authentication-Results: i=51; mx.example.com\r\n");
  kit_check (&check, header->str, BODY);
  g_assert_true (check.seals.flags & HS_SEALS_CHAIN_BROKEN);
  kit_check_clear (&check);
}

static void
test_statement (void)
{
  g_autoptr (GString) header = make_chain ();
  KitCheck check;

  kit_check (&check, header->str, BODY);
  for (guint k = 0; k < 3; k++) {
    const HsArcSet *set = &check.seals.sets[k];
    g_assert_cmpint (set->sender_ip.family, ==, 4);
    g_assert_cmpint (set->sender_ip.bytes[15], ==, k + 1);
    g_assert_cmpint (set->recipient_domain.ptr[1], ==, '1' + (int)k);
    g_assert_true (hs_slice_equal_str (set->mail_from, "example.com"));
    g_assert_true (hs_slice_equal_str (set->domain, "example.com"));
    g_assert_true (hs_slice_iequal_str (check.fields.items[set->results_field].name, "ARC-Authentication-Results"));
    g_assert_true (hs_slice_iequal_str (check.fields.items[set->seal_field].name, "ARC-Seal"));
    g_assert_true (hs_slice_iequal_str (check.fields.items[set->signature_field].name, "ARC-Message-Signature"));
  }
  g_assert_cmpuint (check.lookups, ==, 6); /* once per signature */
  kit_check_clear (&check);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal-chain/rows", test_rows);
  g_test_add_func ("/seal-chain/order", test_order);
  g_test_add_func ("/seal-chain/dropped", test_dropped);
  g_test_add_func ("/seal-chain/cv-fail", test_cv_fail);
  g_test_add_func ("/seal-chain/foreign", test_foreign);
  g_test_add_func ("/seal-chain/body", test_body);
  g_test_add_func ("/seal-chain/fifty", test_fifty);
  g_test_add_func ("/seal-chain/statement", test_statement);
  return g_test_run ();
}
