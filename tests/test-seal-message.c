/* DKIM-Signature: every result and every corner of the canonical forms.  SPDX-License-Identifier: MIT */
#include "seal-kit.h"

#define HEADER                                                                \
  "Received: from a.example by b.example; Mon, 1 Jan 2024 00:00:00 +0000\r\n" \
  "Received: from c.example by d.example; Mon, 1 Jan 2024 00:00:00 +0000\r\n" \
  "From: Ann  <ann@example.com>\r\n"                                          \
  "SUBJECT :  folded\r\n\t and \t spaced \r\n"                                \
  "Date: Mon, 1 Jan 2024 00:00:00 +0000\r\n"                                  \
  "X-Empty:\r\n"                                                              \
  "X-Blank:  \r\n"                                                            \
  "X-Bytes: \xe9\xff caf\xc3\xa9\r\n"
#define BODY "Hello,\r\n  two  spaces \t\r\n\r\nend\r\n\r\n \r\n"
#define NAMES "From:Subject:Date:Received:X-Empty:X-Blank:X-Bytes"

typedef struct {
  const char *name;
  KitSignature how;
  const char *body;
  HsSealResult wanted;
  const char *says;
} Row;

#define RELAXED .simple_header = FALSE, .simple_body = FALSE
#define SIMPLE .simple_header = TRUE, .simple_body = TRUE
#define D "DKIM-Signature"
#define T(algorithm, c, selector, names, more) \
  " v=1; a=" algorithm "; c=" c "; d=example.com; s=" selector "; h=" names "; " more "bh=@BH@; b=@B@"

static const Row rows[] = {
  { "relaxed",
    { "rsa", RELAXED, .names = NAMES, .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", NAMES, "") },
    BODY,
    HS_SEAL_PASS },
  { "simple",
    { "rsa", SIMPLE, .names = NAMES, .field = D, .value = T ("rsa-sha256", "simple/simple", "rsa", NAMES, "") },
    BODY,
    HS_SEAL_PASS },
  { "one word c",
    { "rsa", .simple_body = TRUE, .names = NAMES, .field = D, .value = T ("rsa-sha256", "relaxed", "rsa", NAMES, "") },
    BODY,
    HS_SEAL_PASS },
  { "no c",
    { "rsa", SIMPLE, .names = "From", .field = D, .value = " v=1; a=rsa-sha256; d=example.com; s=rsa; h=From; bh=@BH@; b=@B@" },
    BODY,
    HS_SEAL_PASS },
  { "simple/relaxed",
    { "rsa", .simple_header = TRUE, .names = NAMES, .field = D, .value = T ("RSA-SHA256", "Simple/Relaxed", "rsa", NAMES, "") },
    BODY,
    HS_SEAL_PASS },
  { "1024 bits",
    { "small", RELAXED, .names = NAMES, .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "small", NAMES, "") },
    BODY,
    HS_SEAL_PASS },
  { "768 bits",
    { "tiny", RELAXED, .names = NAMES, .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "tiny", NAMES, "") },
    BODY,
    HS_SEAL_WEAK,
    "bits" },
  { "sha-1",
    { "rsa", TRUE, RELAXED, .names = NAMES, .field = D, .value = T ("rsa-sha1", "relaxed/relaxed", "rsa", NAMES, "") },
    BODY,
    HS_SEAL_WEAK,
    "SHA-1" },
  { "sha-1, no body",
    { "rsa", TRUE, RELAXED, .names = NAMES, .field = D, .value = T ("rsa-sha1", "relaxed/relaxed", "rsa", NAMES, "") },
    NULL,
    HS_SEAL_WEAK,
    "SHA-1" },
  { "ed25519",
    { "ed", RELAXED, .names = NAMES, .field = D, .value = T ("ed25519-sha256", "relaxed/relaxed", "ed", NAMES, "") },
    BODY,
    HS_SEAL_PASS },
  { "ed25519 simple",
    { "ed", SIMPLE, .names = NAMES, .field = D, .value = T ("ed25519-sha256", "simple", "ed", NAMES, "") },
    BODY,
    HS_SEAL_PASS },
  { "no body",
    { "rsa", RELAXED, .names = NAMES, .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", NAMES, "") },
    NULL,
    HS_SEAL_BODY_UNKNOWN,
    "not at hand" },
  { "empty body relaxed",
    { "rsa", RELAXED, .names = NAMES, .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", NAMES, "") },
    "",
    HS_SEAL_PASS },
  { "empty body simple",
    { "rsa", SIMPLE, .names = NAMES, .field = D, .value = T ("rsa-sha256", "simple/simple", "rsa", NAMES, "") },
    "",
    HS_SEAL_PASS },
  { "body of empty lines",
    { "rsa", SIMPLE, .names = NAMES, .field = D, .value = T ("rsa-sha256", "simple/simple", "rsa", NAMES, "") },
    "\r\n\r\n\r\n",
    HS_SEAL_PASS },
  { "body of blanks",
    { "rsa", RELAXED, .names = NAMES, .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", NAMES, "") },
    " \r\n\t\r\n",
    HS_SEAL_PASS },
  { "body without line end",
    { "rsa", SIMPLE, .names = NAMES, .field = D, .value = T ("rsa-sha256", "simple/simple", "rsa", NAMES, "") },
    "end",
    HS_SEAL_PASS },
  { "l covers all", { "rsa", RELAXED, 28, NAMES, D, T ("rsa-sha256", "relaxed/relaxed", "rsa", NAMES, "l=28; ") }, BODY, HS_SEAL_PASS },
  { "l covers some",
    { "rsa", RELAXED, 10, NAMES, D, T ("rsa-sha256", "relaxed/relaxed", "rsa", NAMES, "l=10; ") },
    BODY,
    HS_SEAL_PASS,
    "only the first" },
  { "l=0",
    { "rsa", RELAXED, -1, NAMES, D, T ("rsa-sha256", "relaxed/relaxed", "rsa", NAMES, "l=0; ") },
    BODY,
    HS_SEAL_PASS,
    "only the first" },
  { "l beyond the end",
    { "rsa", RELAXED, .names = NAMES, .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", NAMES, "l=1000; ") },
    BODY,
    HS_SEAL_FAIL,
    "body was changed" },
  { "b first",
    { "rsa", RELAXED, .names = "From", .field = D, .value = "b=@B@;v=1;a=rsa-sha256;c=relaxed/relaxed;d=example.com;s=rsa;h=From;bh=@BH@" },
    BODY,
    HS_SEAL_PASS },
  { "b in the middle, blanks around",
    { "rsa", RELAXED, .names = "From", .field = D,
      .value = " v=1; a=rsa-sha256; b = \r\n @B@ \r\n ; c=relaxed/relaxed; d=example.com; s=rsa; h=From; bh=@BH@;" },
    BODY,
    HS_SEAL_PASS },
  { "b in the middle, simple",
    { "rsa", SIMPLE, .names = "From", .field = D,
      .value = " v=1; a=rsa-sha256; b = \r\n @B@ \r\n ; c=simple/simple; d=example.com; s=rsa; h=From; bh=@BH@; " },
    BODY,
    HS_SEAL_PASS },
  { "folded everywhere",
    { "rsa", RELAXED, .names = "From:Subject:Date", .field = D,
      .value =
          "\r\n v\r\n =\r\n 1\r\n ;a=rsa-sha256;c=\r\n\trelaxed/relaxed;d=example.com\r\n\t;s=rsa;\r\n h=From\r\n : Subject\r\n :Date;bh=@BH@;b=@B@" },
    BODY,
    HS_SEAL_PASS },
  { "repeated fields",
    { "rsa", RELAXED, .names = "From:Received:Received", .field = D,
      .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", "From:Received:received", "") },
    BODY,
    HS_SEAL_PASS },
  { "oversigned",
    { "rsa", RELAXED, .names = "From:From:Subject:Subject:Reply-To", .field = D,
      .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", "From:From:Subject:Subject:Reply-To", "") },
    BODY,
    HS_SEAL_PASS },
  { "oversigns itself",
    { "rsa", RELAXED, .names = "From:DKIM-Signature", .field = D,
      .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", "From:DKIM-Signature", "") },
    BODY,
    HS_SEAL_PASS },
  { "odd name and tags",
    { "rsa", RELAXED, .names = "From", .field = "dkim-SIGNATURE ",
      .value =
          T ("rsa-sha256", "relaxed/relaxed", "rsa", "From", "zz=unknown; q=dns/txt; i=a@sub.example.com; x=1700000001; t=1700000000; ") },
    BODY,
    HS_SEAL_PASS },
  { "simple, blank before colon",
    { "rsa", SIMPLE, .names = "From:Subject", .field = "DKIM-Signature \t",
      .value = T ("rsa-sha256", "simple/simple", "rsa", "From:Subject", "") },
    BODY,
    HS_SEAL_PASS },
  { "unknown selector",
    { "rsa", RELAXED, .names = "From", .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "other", "From", "") },
    BODY,
    HS_SEAL_NO_KEY,
    "not in the table" },
  { "key of another kind",
    { "rsa", RELAXED, .names = "From", .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "ed", "From", "") },
    BODY,
    HS_SEAL_NO_KEY,
    "the signature uses" },
  { "other key",
    { "rsa", RELAXED, .names = "From", .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "small", "From", "") },
    BODY,
    HS_SEAL_FAIL,
    "covered field" },
  { "covers less than it says",
    { "rsa", RELAXED, .names = "From", .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", "From:Date", "") },
    BODY,
    HS_SEAL_FAIL,
    "covered field" },
  { "From not covered",
    { "rsa", RELAXED, .names = "Date", .field = D, .value = T ("rsa-sha256", "relaxed/relaxed", "rsa", "Date", "") },
    BODY,
    HS_SEAL_MALFORMED,
    "does not cover From" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GString) header = g_string_new (HEADER);
  KitCheck check;

  kit_sign (header, row->body != NULL ? row->body : BODY, &row->how);
  kit_check (&check, header->str, row->body);
  g_assert_cmpuint (check.seals.n_seals, ==, 1);
  g_assert_cmpstr (hs_seal_result_name (check.seals.seals[0].result), ==, hs_seal_result_name (row->wanted));
  g_assert_true (kit_says (&check.seals.seals[0], row->says));
  kit_check_clear (&check);
}

/* LF instead of CRLF, in header, body or both, is the same message. */
static void
test_line_ends (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GString) header = g_string_new (HEADER);
  g_autofree char *lf_header = NULL, *lf_body = row->body != NULL ? kit_replace (row->body, "\r\n", "\n") : NULL;
  KitCheck check;

  kit_sign (header, row->body != NULL ? row->body : BODY, &row->how);
  lf_header = kit_replace (header->str, "\r\n", "\n");
  kit_check (&check, lf_header, lf_body);
  g_assert_cmpstr (hs_seal_result_name (check.seals.seals[0].result), ==, hs_seal_result_name (row->wanted));
  kit_check_clear (&check);
}

/* What happens to mail on its way: each change, done to a header signed relaxed and to one signed simple. */
static const struct {
  const char *name;
  const char *pattern;
  const char *with;
  HsSealResult relaxed;
  HsSealResult simple;
} changes[] = {
  { "refolded", "and \t spaced", "and\r\n\t spaced", HS_SEAL_PASS, HS_SEAL_FAIL },
  { "name in other case", "SUBJECT", "subject", HS_SEAL_PASS, HS_SEAL_FAIL },
  { "blanks at a line's end", "(?<=spaced )", "\t\t ", HS_SEAL_PASS, HS_SEAL_FAIL },
  { "field put on top", "^", "Received: from e.example by f.example; Mon, 1 Jan 2024 00:00:09 +0000\r\n", HS_SEAL_PASS, HS_SEAL_PASS },
  { "list prefix", "folded", "[list] folded", HS_SEAL_FAIL, HS_SEAL_FAIL },
  { "field taken out", "X-Bytes: [^\n]*\n", "", HS_SEAL_FAIL, HS_SEAL_FAIL },
  { "absent field added below", "$", "Reply-To: x@example.net\r\n", HS_SEAL_FAIL, HS_SEAL_FAIL },
  { "another From above", "^", "From: Mallory <m@example.net>\r\n", HS_SEAL_FAIL, HS_SEAL_FAIL },
  { "another From below", "$", "From: Mallory <m@example.net>\r\n", HS_SEAL_FAIL, HS_SEAL_FAIL },
  { "d changed", "d=example.com", "d=EXAMPLE.com", HS_SEAL_FAIL, HS_SEAL_FAIL },
};

static void
test_changes (void)
{
  const char *names = NAMES ":Reply-To";
  KitCheck check;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    for (guint simple = 0; simple < 2; simple++) {
      g_autoptr (GString) header = g_string_new (HEADER);
      const char *value = simple ? T ("rsa-sha256", "simple/simple", "rsa", NAMES ":Reply-To", "")
                                 : T ("rsa-sha256", "relaxed/relaxed", "rsa", NAMES ":Reply-To", "");
      g_autofree char *changed = NULL;

      kit_sign (header, BODY, &(KitSignature){ "rsa", FALSE, simple, simple, 0, names, D, value });
      changed = kit_replace (header->str, changes[i].pattern, changes[i].with);
      g_assert_cmpstr (changed, !=, header->str);
      kit_check (&check, changed, BODY);
      g_test_message ("%s, %s", changes[i].name, simple ? "simple" : "relaxed");
      g_assert_cmpstr (hs_seal_result_name (check.seals.seals[0].result), ==,
                       hs_seal_result_name (simple ? changes[i].simple : changes[i].relaxed));
      g_assert_cmpint (check.seals.seals[0].body_part, ==, HS_PART_HOLDS);
      kit_check_clear (&check);
    }
}

/* Header and body are told apart. */
static void
test_parts (void)
{
  g_autoptr (GString) header = g_string_new (HEADER);
  g_autofree char *changed = NULL;
  KitCheck check;

  kit_sign (header, BODY, &rows[0].how);
  kit_check (&check, header->str, BODY "-- \r\nlist footer\r\n");
  g_assert_cmpint (check.seals.seals[0].result, ==, HS_SEAL_FAIL);
  g_assert_cmpint (check.seals.seals[0].header_part, ==, HS_PART_HOLDS);
  g_assert_cmpint (check.seals.seals[0].body_part, ==, HS_PART_BROKEN);
  g_assert_true (kit_says (&check.seals.seals[0], "lists and gateways"));
  kit_check_clear (&check);

  changed = kit_replace (header->str, "ann@", "bob@");
  kit_check (&check, changed, NULL);
  g_assert_cmpint (check.seals.seals[0].result, ==, HS_SEAL_FAIL);
  g_assert_cmpint (check.seals.seals[0].header_part, ==, HS_PART_BROKEN);
  g_assert_cmpint (check.seals.seals[0].body_part, ==, HS_PART_UNKNOWN);
  kit_check_clear (&check);
}

/* A second From above a signed one fails even where the signature itself is intact, and says why. */
static void
test_second_from (void)
{
  g_autoptr (GString) header = g_string_new (HEADER);
  KitCheck check;

  kit_sign (header, BODY, &rows[0].how);
  g_string_prepend (header, "From: Mallory <m@example.net>\r\n");
  kit_check (&check, header->str, BODY);
  g_assert_cmpint (check.seals.seals[0].result, ==, HS_SEAL_FAIL);
  g_assert_true (kit_says (&check.seals.seals[0], "another From"));
  kit_check_clear (&check);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/seal-message/%s", rows[i].name);
    g_autofree char *lf_path = g_strdup_printf ("/seal-message/lf/%s", rows[i].name);
    g_test_add_data_func (path, &rows[i], test_row);
    g_test_add_data_func (lf_path, &rows[i], test_line_ends);
  }
  g_test_add_func ("/seal-message/changes", test_changes);
  g_test_add_func ("/seal-message/parts", test_parts);
  g_test_add_func ("/seal-message/second-from", test_second_from);
  return g_test_run ();
}
