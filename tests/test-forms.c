/* SPDX-License-Identifier: MIT */
#include "forms.h"

#include "ascii.h"
#include "guard.h"
#include "pattern.h"
#include "received.h"
#include "table.h"

static HsForms *forms;
static HsArena *arena;

static HsHop
read_hop (HsSlice value)
{
  HsHop hop = { 0 };

  hs_received_parse (value, arena, hs_limits_default (), &hop);
  hs_forms_apply (forms, arena, hs_limits_default (), &hop);
  return hop;
}

static HsTable *
builtin (void)
{
  g_autoptr (GBytes) bytes = hs_table_builtin ("forms.tsv");
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);

  return hs_table_parse (data, len, "forms.tsv", NULL, NULL);
}

static const char *
cell (const HsTable *table, guint row, const char *column)
{
  return hs_table_cell (table, row, hs_table_column (table, column));
}

/* Each example, read by the grammar, is of its own form and product. */
static void
test_examples (void)
{
  g_autoptr (HsTable) table = builtin ();

  g_assert_nonnull (table);
  g_assert_cmpuint (hs_table_rows (table), >, 100);
  for (guint i = 0; i < hs_table_rows (table); i++) {
    HsHop hop = read_hop (hs_slice_str (cell (table, i, "example")));
    if (g_strcmp0 (hop.form, cell (table, i, "form")) != 0 || hs_forms_row (forms, i) != hop.form) {
      g_test_message ("forms.tsv:%u: is %s, not %s: %s (with %.*s, id %.*s, via %.*s, by %.*s, from %.*s)", hs_table_line (table, i),
                      hop.form, cell (table, i, "form"), cell (table, i, "example"), (int)hop.protocol.len, hop.protocol.ptr,
                      (int)hop.id.len, hop.id.ptr, (int)hop.via.len, hop.via.ptr, (int)hop.by_host.len, hop.by_host.ptr,
                      (int)hop.from_helo.len, hop.from_helo.ptr);
      g_test_fail ();
    } else
      g_assert_true (hop.product.ptr != NULL);
    hs_arena_reset (arena);
  }
}

/* Patterns of built-in rows are compiled late, so they are compiled here. */
static void
test_patterns (void)
{
  g_autoptr (HsTable) table = builtin ();

  for (guint i = 0; i < hs_table_rows (table); i++) {
    g_autoptr (GError) error = NULL;
    G_GNUC_UNUSED g_autoptr (HsPattern) pattern = hs_pattern_new (cell (table, i, "pattern"), &error);
    g_assert_no_error (error);
  }
}

static const struct {
  const char *value;
  const char *form;
  const char *product;
  const char *version;
} rows[] = {
  { "from a (a [192.0.2.1]) by b (Exim 4.96) with esmtp id 1; Mon, 5 Feb 2024 14:00:00 +0000", "exim", "Exim", "4.96" },
  { "from a (a [192.0.2.1])\r\n\tby b\r\n (Postfix) with ESMTP id 1; Mon, 5 Feb 2024 14:00:00 +0000", "postfix", "Postfix", NULL },
  { "from a ([192.0.2.1]) by b (Haraka/2.8.18) with ESMTP id 1; Mon, 5 Feb 2024 14:00:00 +0000", "haraka", "Haraka", "2.8.18" },
  { "from a ([192.0.2.1]) by b (MDaemon PRO v19.0.2) with ESMTP id 1; Mon, 5 Feb 2024 14:00:00 +0000", "mdaemon", "MDaemon", "19.0.2" },
  { "from a (a [192.0.2.1]) by b (8.14.7/8.14.4) with ESMTP id 1; Mon, 5 Feb 2024 14:00:00 +0000", "sendmail", "Sendmail", "8.14.7" },
  { "from a (192.0.2.1) by b (192.0.2.2) with Microsoft SMTP Server id 15.2.922.27; Mon, 5 Feb 2024 14:00:00 +0000", "exchange",
    "Exchange Server", NULL },
  { "from a (192.0.2.1) by b (192.0.2.2) with Microsoft SMTP Server id 15.20.922.27; Mon, 5 Feb 2024 14:00:00 +0000", "exchange-online",
    "Exchange Online", NULL },
  { "from a (a [192.0.2.1]) by b (8.17.1.5/8.17.1.5) with ESMTP id 1; Mon, 5 Feb 2024 14:00:00 +0000", "sendmail", "Sendmail", "8.17.1.5" },
  { "by b (Postfix, from userid 491) id 1; Mon, 5 Feb 2024 14:00:00 +0000", "postfix-local", "Postfix", NULL },
  { "(qmail 27981 invoked by uid 225); 5 Feb 2024 14:00:00 -0000", "qmail-local", "qmail", NULL },
  { "from a ([127.0.0.1]) by localhost (b [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id 1; Mon, 5 Feb 2024 14:00:00 +0000", "amavis",
    "amavis", NULL },
  { "from a (192.0.2.1) by b (KumoMTA 192.0.2.7) with ESMTP id 1; Mon, 5 Feb 2024 14:00:00 +0000", "kumomta", "KumoMTA", NULL },
  { "from a (192.0.2.1) by b with ESMTP id 1; Mon, 5 Feb 2024 14:00:00 +0000", NULL, NULL, NULL },
  { "from a ((((((((((((((((((((((((((( Postfix", NULL, NULL, NULL },
  { "", NULL, NULL, NULL },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsHop hop = read_hop (hs_slice_str (rows[i].value));
    g_test_message ("%s", rows[i].value);
    g_assert_cmpstr (hop.form, ==, rows[i].form);
    g_assert_true (hs_slice_equal (hop.product, hs_slice_str (rows[i].product)));
    g_assert_true (hs_slice_equal (hop.product_version, hs_slice_str (rows[i].version)));
    hs_arena_reset (arena);
  }
}

/* What the grammar found is never overwritten; what it left open is filled. */
static void
test_fill (void)
{
  HsHop hop = read_hop (HS_SLICE_LITERAL ("(qmail 27981 invoked by uid 225); 14 Mar 2003 07:24:34 -0000"));
  g_assert_cmpstr (hop.form, ==, "qmail-local");
  g_assert_true (hs_slice_equal_str (hop.ident, "uid 225") || hs_slice_equal_str (hop.ident, "225"));
  hop = read_hop (
      HS_SLICE_LITERAL ("from 192.0.2.141 (SquirrelMail authenticated user admin) by b with HTTP; Thu, 23 Sep 2004 14:35:29 -0600"));
  g_assert_cmpstr (hop.form, ==, "squirrelmail");
  g_assert_true (hs_slice_equal_str (hop.authenticated, "admin"));
  hs_arena_reset (arena);
}

static void
test_guard (void)
{
  static const char *const values[] = {
    "from a (HELO b) (192.0.2.1) by mx.google.com (Exim 4.9) with Microsoft SMTP Server (Postfix, from userid 3)",
    "from a ([192.0.2.1]) by b (MDaemon PRO v19.0.2) with ESMTP",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (gsize len = 0; len <= strlen (values[i]); len++) {
      HsGuard guard = hs_guard_new (values[i], len);
      read_hop ((HsSlice){ guard.data, len });
      hs_arena_reset (arena);
      hs_guard_free (&guard);
    }
}

int
main (int argc, char **argv)
{
  GError *error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  forms = hs_forms_new (NULL, &error);
  g_assert_no_error (error);
  arena = hs_arena_new (1 << 20);
  g_test_add_func ("/forms/examples", test_examples);
  g_test_add_func ("/forms/patterns", test_patterns);
  g_test_add_func ("/forms/rows", test_rows);
  g_test_add_func ("/forms/fill", test_fill);
  g_test_add_func ("/forms/guard", test_guard);
  status = g_test_run ();
  hs_arena_free (arena);
  hs_forms_free (forms);
  return status;
}
