/* SPDX-License-Identifier: MIT */
#include "fields.h"
#include "guard.h"

/* Rows: what comes out, one field a piece: "line:flags:name=value|", then the block's flags. */
static const struct {
  const char *name;
  const char *input;
  gsize len; /* 0: strlen */
  const char *wanted;
} rows[] = {
  { "one", "Subject: a\n", 0, "1:0:Subject= a|0" },
  { "no-line-end", "Subject: a", 0, "1:0:Subject= a|0" },
  { "crlf-folded", "A: 1\r\n\t2\r\nB:3\r\n", 0, "1:0:A= 1\r\n\t2|3:0:B=3|0" },
  { "cr-cr-lf", "A: 1\r\r\nB: 2\r\r\n", 0, "1:0:A= 1|2:0:B= 2|0" },
  { "blank-ends", "A: 1\n\nB: 2\n", 0, "1:0:A= 1|0" },
  { "cr-cr-lf-blank-ends", "A: 1\r\r\n\r\r\nB: 2\n", 0, "1:0:A= 1|0" },
  { "space-before-colon", "From : a@example.com\nTo\t: b\n", 0, "1:2:From= a@example.com|2:2:To= b|0" },
  { "empty-value", "A:\nB: \n", 0, "1:0:A=|2:0:B= |0" },
  { "empty-name", ": v\nA: 1\n", 0, "1:1:=: v|2:0:A= 1|0" },
  { "eight-bit", "Subject: caf\xe9 and more words here\nA: 1\n", 0, "1:4:Subject= caf\xe9 and more words here|2:0:A= 1|0" },
  { "eight-bit-name", "S\xfc: 1\nA: 1\n", 0, "1:5:=S\xfc: 1|2:0:A= 1|0" },
  { "nul", "A: 1\0002\nB: 3\n", 12, "1:8:A= 1?2|2:0:B= 3|0" },
  { "bare-cr", "A: 1\r2\nB: 3\n", 0, "1:64:A= 1\r2|2:0:B= 3|0" },
  { "malformed-inside", "A: 1\nno field here\nB: 2\n", 0, "1:0:A= 1|2:1:=no field here|3:0:B= 2|0" },
  { "malformed-first", "  junk\nB: 2\n", 0, "1:1:=  junk|2:0:B= 2|0" },
  { "malformed-last", "A: 1\njunk\n\nbody", 0, "1:0:A= 1|2:1:=junk|0" },
  { "malformed-folded", "A: 1\njunk\n more\nB: 2\n", 0, "1:0:A= 1|2:1:=junk\n more|4:0:B= 2|0" },
  { "missing-blank", "A: 1\nDear all,\nwords and\nmore words\nBye\n\nB: 2\n", 0, "1:0:A= 1|4" },
  { "missing-blank-part", "A: 1\n--boundary\nContent-Type: text/plain\n\nx", 0, "1:0:A= 1|4" },
  { "blanks-only-fold", "A: 1\n  \n 2\nB: 3\n", 0, "1:0:A= 1\n  \n 2|4:0:B= 3|0" },
  { "blanks-only-before-field", "A: 1\r\n \t\r\nB: 3\r\n", 0, "1:0:A= 1\r\n \t|3:0:B= 3|0" },
  { "blanks-only-last", "A: 1\n  \n\nbody", 0, "1:0:A= 1\n  |0" },
  { "blanks-only-separator", "A: 1\n \t \nHello there\n\nx", 0, "1:0:A= 1|4" },
  { "blanks-only-separator-folded", "A: 1\n 2\n  \nHello there\n\nx", 0, "1:0:A= 1\n 2|4" },
  { "mbox-from", "From a@example.com Mon Jan  1 00:00:00 2024\nA: 1\n", 0, "2:0:A= 1|0" },
  { "mbox-from-quoted", "From a Mon Jan  1 00:00:00 2024\n>From b Mon\nA: 1\n", 0, "3:0:A= 1|0" },
  { "mbox-from-inside", "A: 1\nFrom b@example.com Mon Jan  1 00:00:00 2024\nB: 2\n", 0,
    "1:0:A= 1|2:33:=From b@example.com Mon Jan  1 00:00:00 2024|3:0:B= 2|0" },
  { "from-field-is-no-postmark", "From : a\nB: 2\n", 0, "1:2:From= a|2:0:B= 2|0" },
  { "empty", "", 0, "0" },
  { "long-name", "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp: TenantId=1\n", 0,
    "1:0:X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp= TenantId=1|0" },
};

static char *
describe (HsSlice header, const guint *map, guint n_map, const HsLimits *limits)
{
  HsFields fields = { 0 };
  GString *out = g_string_new (NULL);

  hs_fields_split (&fields, header, 1, map, n_map, limits);
  for (guint i = 0; i < fields.n; i++) {
    const HsField *f = &fields.items[i];
    /* Who relies on this flag looks for no line ends. */
    g_assert_true (memchr (f->value.ptr, '\n', f->value.len) == NULL || (f->flags & HS_FIELD_FOLDED));
    g_string_append_printf (out, "%u:%u:", f->line, f->flags & ~(guint)HS_FIELD_FOLDED);
    g_string_append_len (out, f->name.ptr, (gssize)f->name.len);
    g_string_append_c (out, '=');
    for (gsize k = 0; k < f->value.len; k++)
      g_string_append_c (out, f->value.ptr[k] ? f->value.ptr[k] : '?');
    g_string_append_c (out, '|');
  }
  g_string_append_printf (out, "%u", fields.flags);
  hs_fields_clear (&fields);
  return g_string_free (out, FALSE);
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsGuard guard = hs_guard_new (rows[i].input, rows[i].len ? rows[i].len : strlen (rows[i].input));
    g_autofree char *got = describe ((HsSlice){ guard.data, guard.len }, NULL, 0, NULL);
    if (g_strcmp0 (got, rows[i].wanted) != 0)
      g_error ("%s: got %s, wanted %s", rows[i].name, got, rows[i].wanted);
    hs_guard_free (&guard);
  }
}

/* Every cut: slices stay inside, in order, and all lines before the cut are told as in the whole. */
static void
test_cuts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize len = rows[i].len ? rows[i].len : strlen (rows[i].input);
    for (gsize cut = 0; cut <= len; cut++) {
      HsGuard guard = hs_guard_new (rows[i].input, cut);
      HsFields fields = { 0 };
      const char *at = guard.data;
      hs_fields_split (&fields, (HsSlice){ guard.data, cut }, 1, NULL, 0, NULL);
      for (guint k = 0; k < fields.n; k++) {
        g_assert_true (fields.items[k].name.ptr >= at);
        at = fields.items[k].value.ptr + fields.items[k].value.len;
        g_assert_true (at <= guard.data + cut);
      }
      g_assert_cmpuint (fields.length, <=, cut);
      hs_fields_clear (&fields);
      hs_guard_free (&guard);
    }
  }
}

/* The vector loop and the plain one agree wherever the stop falls. */
static void
test_every_length (void)
{
  for (gsize n = 1; n < 70; n++) {
    g_autofree char *name = g_strnfill (n, 'n');
    g_autofree char *value = g_strnfill (n, 'v');
    g_autofree char *input = g_strdup_printf ("%s: %s\r\n %s\xe9\nB: 1\n", name, value, value);
    g_autofree char *wanted = g_strdup_printf ("1:4:%s= %s\r\n %s\xe9|3:0:B= 1|0", name, value, value);
    HsGuard guard = hs_guard_new (input, strlen (input));
    g_autofree char *got = describe ((HsSlice){ guard.data, guard.len }, NULL, 0, NULL);
    g_assert_cmpstr (got, ==, wanted);
    hs_guard_free (&guard);
  }
}

static void
test_limits (void)
{
  HsLimits limits = *hs_limits_default ();
  HsSlice header = HS_SLICE_LITERAL ("A: 12345\nB: 2\nC: 3\n");
  g_autofree char *few = NULL, *shorter = NULL, *exact = NULL;

  limits.fields = 2;
  few = describe (header, NULL, 0, &limits);
  g_assert_cmpstr (few, ==, "1:0:A= 12345|2:0:B= 2|1");
  limits.fields = 3;
  exact = describe (header, NULL, 0, &limits);
  g_assert_cmpstr (exact, ==, "1:0:A= 12345|2:0:B= 2|3:0:C= 3|0");
  limits.field_bytes = 3;
  shorter = describe (header, NULL, 0, &limits);
  g_assert_cmpstr (shorter, ==, "1:16:A= 12|2:0:B= 2|3:0:C= 3|2");
}

static void
test_line_map (void)
{
  const guint map[] = { 10, 12, 14 };
  g_autofree char *got = describe (HS_SLICE_LITERAL ("A: 1\n 2\nB: 2\nC: 3\nD: 4"), map, G_N_ELEMENTS (map), NULL);
  g_assert_cmpstr (got, ==, "10:0:A= 1\n 2|14:0:B= 2|0:0:C= 3|0:0:D= 4|0");
}

static void
test_find (void)
{
  HsFields fields = { 0 };

  hs_fields_split (&fields, HS_SLICE_LITERAL ("To: 1\nRECEIVED: 2\nreceived: 3\n"), 1, NULL, 0, NULL);
  g_assert_cmpuint (hs_fields_find (fields.items, fields.n, 0, "Received"), ==, 1);
  g_assert_cmpuint (hs_fields_find (fields.items, fields.n, 2, "Received"), ==, 2);
  g_assert_cmpuint (hs_fields_find (fields.items, fields.n, 3, "Received"), ==, G_MAXUINT);
  g_assert_cmpuint (hs_fields_find (fields.items, fields.n, 0, "Receive"), ==, G_MAXUINT);
  hs_fields_clear (&fields);
}

static double
seconds_for (const char *unit, gsize n)
{
  HsFields fields = { 0 };
  HsLimits limits = *hs_limits_default ();
  GString *text = g_string_new ("A: 1\n");
  gint64 start;

  limits.fields = G_MAXUINT;
  for (gsize i = 0; i < n; i++)
    g_string_append (text, unit);
  start = g_get_monotonic_time ();
  hs_fields_split (&fields, (HsSlice){ text->str, text->len }, 1, NULL, 0, &limits);
  hs_fields_clear (&fields);
  g_string_free (text, TRUE);
  return (double)(g_get_monotonic_time () - start) / 1e6;
}

/* Input ten times as long may take ten times as long, not a hundred; generous, for busy machines. */
static void
test_linear (void)
{
  const char *units[] = { "X: a\n", "junk\n", " \n", " \t\n x\n", "\r", "From x\n", "a", " ", "\r\n ", ": \n" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    double t = seconds_for (units[i], 1000000);
    g_assert_cmpfloat (t, <, 3.0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fields/rows", test_rows);
  g_test_add_func ("/fields/cuts", test_cuts);
  g_test_add_func ("/fields/every-length", test_every_length);
  g_test_add_func ("/fields/limits", test_limits);
  g_test_add_func ("/fields/line-map", test_line_map);
  g_test_add_func ("/fields/find", test_find);
  g_test_add_func ("/fields/linear", test_linear);
  return g_test_run ();
}
