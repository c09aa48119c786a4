/* SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "fields.h"
#include "guard.h"
#include "repair.h"

/* Repairs as "kind@line*count ", kinds by a letter each. */
static const char letters[] = {
  [HS_REPAIR_BYTE_ORDER_MARK] = 'B', [HS_REPAIR_UTF16] = '1',    [HS_REPAIR_LINE_ENDS] = 'L', [HS_REPAIR_DOUBLE_SPACED] = 'D',
  [HS_REPAIR_QUOTED] = '>',          [HS_REPAIR_INDENTED] = 'I', [HS_REPAIR_UNFOLDED] = 'U',  [HS_REPAIR_CHATTER] = 'C',
  [HS_REPAIR_ENTITIES] = '&',        [HS_REPAIR_SPACES] = '_',   [HS_REPAIR_QUOTES] = '"',    [HS_REPAIR_TABLE] = 'T',
  [HS_REPAIR_BLANK_LINES] = 'N',     [HS_REPAIR_SPLIT] = 'S',    [HS_REPAIR_DEFANGED] = 'F',
};

#define RECEIVED                                                                                                                  \
  "Received: from a.example.com (a.example.com [192.0.2.1])\n\tby b.example.net with ESMTPS id 4Xy;\n\tMon, 1 Jan 2024 16:20:05 " \
  "-0400\n"
#define REST \
  "From: Ann <ann@example.com>\nTo: bob@example.net\nSubject: Hi\nDate: Mon, 1 Jan 2024 16:20:00 -0400\nMessage-ID: <1@example.com>\n"
#define HEADER RECEIVED REST
#define HEADER2 \
  "Received: from c.example.org by d.example.org; Tue, 2 Jan 2024 10:00:00 +0000\nFrom: c@example.org\nSubject: Two\nDate: Tue, 2 Jan 2024 09:59:00 +0000\n"

typedef struct {
  const char *name;
  const char *input;
  const char *wanted; /* NULL: passes untouched */
  const char *repairs;
} Row;

static const Row rows[] = {
  /* what must pass */
  { "clean", HEADER, NULL, "" },
  { "clean-with-body", HEADER "\nHello\n", NULL, "" },
  { "body-quotes-header",
    HEADER "\nHi, see this:\n\n> "
           "Received: from x by y; Mon, 1 Jan 2024 00:00:00 +0000\n> From: z@example.com\n",
    NULL, "" },
  { "body-is-header-and-prose", HEADER "\n" HEADER2 "\nWhat does this mean?\n", NULL, "" },
  { "body-is-header-behind-prose", HEADER "\nLook:\n\n" HEADER2, NULL, "" },
  { "body-begins-with-fields", HEADER "\nX-MS-Exchange-Organization-AuthAs: Internal\nReceived: from x by y\n\nBye\n", NULL, "" },
  { "body-has-forwarded-labels", HEADER "\nFrom: x\nSent: Monday\nTo: y\nSubject: z\n\nHello\n", NULL, "" },
  { "body-double-spaced", HEADER "\nFrom: x\n\nTo: y\n\nSubject: z\n\nReceived: no\n", NULL, "" },
  { "sent-item", REST "MIME-Version: 1.0\n\n" HEADER2 "\nsee above\n", NULL, "" },
  { "draft", "From: ann@example.com\nSubject: x\nDate: Mon, 1 Jan 2024 16:20:00 -0400\n\n" HEADER2 "\nsee above\n", NULL, "" },
  { "malformed-line-stays", "Subject: a\nno field here\nFrom: b@example.com\n", NULL, "" },
  { "base64-body",
    "Subject: x\nMIME-Version: 1.0\n\nQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB\nQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB\n", NULL,
    "" },
  { "rows-in-body", HEADER "\nSubject\tx\nDate\ty\nFrom\tz\nTo\tq\n", NULL, "" },
  { "odd-line-ends-in-body", HEADER "\na\rb\r\r\nc\r\r\nd\r\r\r\r\n", NULL, "" },
  { "damaged-line-and-rows-in-body", "X-Foo: &lt;\n" HEADER "\nSubject\tx\nDate\ty\nFrom\tz\nTo\tq\n", NULL, "" },
  { "utf-8-subject", HEADER "Thread-Topic: gr\xc3\xbc\xc3\x9f\n", NULL, "" },
  { "typographic-subject", "Subject: \xe2\x80\x9cHi\xe2\x80\x9d\xc2\xa0there &amp; more\nFrom: a@example.com\n", NULL, "" },
  { "ampersand-in-link", HEADER "List-Unsubscribe: <https://example.com/u?a=1&amp;b=2>\n", NULL, "" },
  { "multipart", HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nReceived: x\n--b--\n", NULL, "" },
  { "crlf", "Received: x by y; z\r\n\tfolded\r\nFrom: a@example.com\r\n\r\nbody\r\n", NULL, "" },
  { "no-mail", "Dear all,\nplease note: nothing\n", NULL, "" },
  { "missing-blank-line", HEADER "Hello,\nthis is the body.\n\nMore\n", NULL, "" },

  { "brackets-in-subject", "Subject: see [.] and [at] there\nFrom: a@example.com\n", NULL, "" },
  { "brackets-of-addresses",
    "Received: from a ([192.0.2.1]) by [192.0.2.2] with SMTP; Mon, 1 Jan 2024 16:20:05 -0400\nFrom: a@example.com\n", NULL, "" },
  { "defanged",
    "Received: from a[.]example[.]com ([192[.]0[.]2[.]1]) by b[dot]example[DOT]net; Mon, 1 Jan 2024 16:20:05 -0400\nFrom: a[@]example[.]com\nTo: b[at]example.net\nSubject: x[.]y\n",
    "Received: from a.example.com ([192.0.2.1]) by b.example.net; Mon, 1 Jan 2024 16:20:05 -0400\nFrom: a@example.com\nTo: b@example.net\nSubject: x[.]y\n",
    "F@1*3 " },

  /* bytes */
  { "byte-order-mark", "\xef\xbb\xbf" HEADER "\nbody\n", HEADER "\nbody\n", "B@1*1 " },
  { "cr-only", "Received: from x by y\r\tfolded\rFrom: a@example.com\r\rbody\r",
    "Received: from x by y\n\tfolded\nFrom: a@example.com\n\nbody\n", "L@1*5 " },
  { "cr-cr-lf", "From: a@example.com\r\r\nTo: b\r\r\n\r\r\nbody\r\r\n", "From: a@example.com\nTo: b\n\nbody\n", "L@1*4 " },
  { "lone-cr-stays", "Subject: a\rReceived: from evil by evil\nFrom: a@example.com\nTo: b\n", NULL, "" },

  { "one-line",
    "Delivered-To: bob@example.net Received: from a.example.com (a.example.com [192.0.2.1]) by b.example.net with ESMTPS id 4Xy; Mon, 1 Jan "
    "2024 16:20:05 -0400 DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=k; h=from: to: date: subject; bh=abc=; b=def= X-Mailer: Scan "
    "Received: from scanner01 ([192.168.0.3]) by a.example.com with ESMTP id 1; Mon, 1 Jan 2024 16:20:04 -0400 From: a@example.com To: "
    "bob@example.net Subject: Scan from 2nd floor, please read it carefully Date: Mon, 1 Jan 2024 16:20:00 -0400\n",
    "Delivered-To: bob@example.net\nReceived: from a.example.com (a.example.com [192.0.2.1]) by b.example.net with ESMTPS id 4Xy; Mon, 1 Jan "
    "2024 16:20:05 -0400\nDKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=k; h=from: to: date: subject; bh=abc=; b=def=\nX-Mailer: "
    "Scan\nReceived: from scanner01 ([192.168.0.3]) by a.example.com with ESMTP id 1; Mon, 1 Jan 2024 16:20:04 -0400\nFrom: "
    "a@example.com\nTo: bob@example.net\nSubject: Scan from 2nd floor, please read it carefully\nDate: Mon, 1 Jan 2024 16:20:00 -0400\n",
    "L@1*1 " },

  /* layout */
  { "quoted", "> Received: from x\n>   by y; Mon, 1 Jan 2024 16:20:05 -0400\n> From: a@example.com\n>\n> body\n",
    "Received: from x\n  by y; Mon, 1 Jan 2024 16:20:05 -0400\nFrom: a@example.com\n", ">@1*1 " },
  { "quoted-twice", "> > Received: from x\n> >\tby y; z\n> > From: a@example.com\n", "Received: from x\n\tby y; z\nFrom: a@example.com\n",
    ">@1*1 " },
  { "quoted-tight", ">>Received: from x\n>> by y; z\n>>From: a@example.com\n", "Received: from x\n by y; z\nFrom: a@example.com\n",
    ">@1*1 " },
  { "quoted-and-wrapped", "> Received: from x by y with ESMTPS id 1; Mon, 1 Jan 2024\n16:20:05 -0400\n> From: a@example.com\n",
    "Received: from x by y with ESMTPS id 1; Mon, 1 Jan 2024\n 16:20:05 -0400\nFrom: a@example.com\n", ">@1*1 U@2*1 " },
  { "indented", "    Received: from x\n        by y; z\n    From: a@example.com\n", "Received: from x\n    by y; z\nFrom: a@example.com\n",
    "I@1*1 " },
  { "double-spaced", "Received: from x\n\n\tby y; z\n\nFrom: a@example.com\n\nTo: b@example.com\n\n\n\nHello there\n",
    "Received: from x\n\tby y; z\nFrom: a@example.com\nTo: b@example.com\n", "D@1*1 " },
  { "double-spaced-crlf", "Received: from x by y; z\r\n\r\nFrom: a@example.com\r\n\r\nTo: b@example.com\r\n\r\nSubject: x\r\n",
    "Received: from x by y; z\nFrom: a@example.com\nTo: b@example.com\nSubject: x\n", "D@1*1 " },
  { "blank-lines", "Return-Path: <a@example.com>\nDelivered-To: b@example.net\n\n" HEADER,
    "Return-Path: <a@example.com>\nDelivered-To: b@example.net\n" HEADER, "N@1*1 " },
  { "leading-blank-lines", "\n\n" HEADER, HEADER, "N@1*1 " },
  { "lost-folding", "Received: from x\nby y with ESMTPS id 1;\nMon, 1 Jan 2024\n16:20:05 -0400\nFrom: a@example.com\n",
    "Received: from x\n by y with ESMTPS id 1;\n Mon, 1 Jan 2024\n 16:20:05 -0400\nFrom: a@example.com\n", "U@2*3 " },
  { "lost-folding-for", "Received: from x\n by y\nfor <b@example.net>; Mon, 1 Jan 2024 16:20:05 -0400\nFrom: a@example.com\n",
    "Received: from x\n by y\n for <b@example.net>; Mon, 1 Jan 2024 16:20:05 -0400\nFrom: a@example.com\n", "U@3*1 " },
  { "lost-folding-signature",
    "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1;\nh=From:To:\nSubject:Date:Message-ID;\nbh=abc=;\nb=AAAABBBB\nFrom: a@example.com\nTo: b\n",
    "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1;\n h=From:To:\n Subject:Date:Message-ID;\n bh=abc=;\n b=AAAABBBB\nFrom: a@example.com\nTo: b\n",
    "U@2*4 " },
  { "lost-folding-forefront", "X-Forefront-Antispam-Report:\nCIP:192.0.2.1;CTRY:US;LANG:en;\nSFV:NSPM;H:x;\nFrom: a@example.com\n",
    "X-Forefront-Antispam-Report:\n CIP:192.0.2.1;CTRY:US;LANG:en;\n SFV:NSPM;H:x;\nFrom: a@example.com\n", "U@2*2 " },
  { "chatter", "Hi team,\ncan you check this mail?\n\n" HEADER "\nThanks\n", HEADER, "C@1*2 " },
  { "chatter-without-blank", "Here is the header:\n" HEADER, HEADER, "C@1*1 " },
  { "outlook-labels-above", "From: Ann\nSent: Monday\nTo: Help\nSubject: FW: x\n\nplease look\n\n" HEADER, HEADER, "C@1*5 " },
  { "ticket-form", "Ticket: 4711\nState: open\n\nReceived: from x by y\n", "Received: from x by y\n", "C@1*2 " },
  { "ticket", "Ticket 4711\n\n> Received: from x\n>  by y; z\n> From: a@example.com\n> Subject: t\n>\n> body\n\nRegards\n",
    "Received: from x\n by y; z\nFrom: a@example.com\nSubject: t\n", ">@3*1 C@1*1 " },

  /* characters */
  { "entities",
    "Received: from x by y\n for &lt;b@example.net&gt;; Mon, 1 Jan 2024 16:20:05 &#43;0000\nFrom: Ann &lt;a@example.com&gt;\nMessage-ID: &lt;1@x&gt;\n",
    "Received: from x by y\n for <b@example.net>; Mon, 1 Jan 2024 16:20:05 +0000\nFrom: Ann <a@example.com>\nMessage-ID: <1@x>\n",
    "&@2*3 " },
  { "non-breaking-spaces",
    "Received: from\xc2\xa0x\n\xc2\xa0\xc2\xa0"
    "by y; z\nFrom:\xc2\xa0"
    "a@example.com\n",
    "Received: from x\n  by y; z\nFrom: a@example.com\n", "_@1*4 " },
  { "dashes-and-quotes",
    "Received: from x (HELO \xe2\x80\x9cx\xe2\x80\x9d) by y; Mon, 1 Jan 2024 16:20:05 \xe2\x80\x93"
    "0400\nFrom: a@example.com\n",
    "Received: from x (HELO \"x\") by y; Mon, 1 Jan 2024 16:20:05 -0400\nFrom: a@example.com\n", "\"@1*1 " },

  /* pages */
  { "gmail-page",
    "Original Message\nMessage ID\t<1@example.com>\nCreated at:\tMon, Jan 1, 2024 at 4:20 PM (Delivered after 5 seconds)\nFrom:\tAnn <ann@example.com>\n"
    "To:\tbob@example.net\nSubject:\tHi\nSPF:\tPASS with IP 192.0.2.1 Learn more\nDKIM:\t'PASS' with domain example.com Learn more\n\n"
    "Download Original\tCopy to clipboard\n\nDelivered-To: bob@example.net\n" HEADER,
    "Delivered-To: bob@example.net\n" HEADER, "T@1*9 " },
  { "rows", "#\tHeader\tValue\n1\tReturn-Path\ta@example.com\n2\tReceived\tfrom x by y; z\n3\tFrom\tAnn <a@example.com>\n4\tX-Foo-Bar\t1\n",
    "Return-Path: a@example.com\nReceived: from x by y; z\nFrom: Ann <a@example.com>\nX-Foo-Bar: 1\n", "C@1*1 T@2*4 " },

  /* several */
  { "two", HEADER "\n" HEADER2, HEADER "\n" HEADER2, "S@10*1 " },
  { "two-with-rule", HEADER "\n----------\n\n" HEADER2 "\n" HEADER, HEADER "\n" HEADER2 "\n" HEADER, "S@12*2 " },
  { "two-double-spaced",
    "Received: from x by y; z\n\nFrom: a@example.com\n\nTo: b\n\nSubject: s\n\nDate: d\n\n\n\nReceived: from p by q; z\n\nFrom: c@example.com\n\nTo: d\n\n"
    "Subject: s\n\nDate: d\n\n",
    "Received: from x by y; z\nFrom: a@example.com\nTo: b\nSubject: s\nDate: d\n\nReceived: from p by q; z\nFrom: c@example.com\nTo: d\nSubject: s\nDate: d\n",
    "D@1*2 S@13*1 " },
  { "two-with-chatter", "First:\n\n" HEADER "\nSecond one:\n\n" HEADER2, HEADER "\n" HEADER2, "C@1*1 S@14*1 " },
};

static char *
describe (const HsRepaired *r)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < r->repairs->len; i++) {
    const HsRepair *repair = &g_array_index (r->repairs, HsRepair, i);
    g_string_append_printf (out, "%c@%u*%u ", letters[repair->kind], repair->line, repair->count);
  }
  return g_string_free (out, FALSE);
}

static void
check_shape (const HsRepaired *r)
{
  gsize at = 0;

  if (r->text == NULL) {
    g_assert_cmpuint (r->repairs->len, ==, 0);
    return;
  }
  for (guint i = 0; i < r->starts->len; i++) {
    gsize start = g_array_index (r->starts, gsize, i);
    g_assert_cmpuint (start, >, at);
    g_assert_cmpuint (start, <, r->text->len);
    g_assert_cmpint (r->text->str[start - 1], ==, '\n');
    at = start;
  }
  for (guint i = 1; i < r->line_map->len; i++)
    g_assert_cmpuint (g_array_index (r->line_map, guint, i), >=, g_array_index (r->line_map, guint, i - 1));
}

static void
check_row (const Row *row)
{
  HsRepaired r;
  HsSlice input = hs_slice_str (row->input);
  g_autofree char *repairs = NULL;

  hs_repair (input, &r);
  repairs = describe (&r);
  if (g_strcmp0 (r.text ? r.text->str : NULL, row->wanted) != 0 || strcmp (repairs, row->repairs) != 0)
    g_error ("%s: got (%s)\n%s\nwanted (%s)\n%s", row->name, repairs, r.text ? r.text->str : "(untouched)", row->repairs,
             row->wanted ? row->wanted : "(untouched)");
  if (row->wanted != NULL && hs_repair_is_clean (input))
    g_error ("%s: taken for clean", row->name);
  check_shape (&r);
  hs_repaired_clear (&r);
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&rows[i]);
}

/* What was mended needs no mending: the first header of each result passes. */
static void
test_again (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    HsRepaired r, again;
    HsSlice first;
    hs_repair (hs_slice_str (rows[i].input), &r);
    if (r.text != NULL) {
      first = (HsSlice){ r.text->str, r.starts->len > 0 ? g_array_index (r.starts, gsize, 0) : r.text->len };
      hs_repair (first, &again);
      if (again.text != NULL)
        g_error ("%s: mended twice: %s", rows[i].name, again.text->str);
      hs_repaired_clear (&again);
    }
    hs_repaired_clear (&r);
  }
}

static void
test_cuts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize cut = 0; cut <= strlen (rows[i].input); cut++) {
      HsGuard guard = hs_guard_new (rows[i].input, cut);
      HsRepaired r;
      hs_repair_is_clean ((HsSlice){ guard.data, cut });
      hs_repair ((HsSlice){ guard.data, cut }, &r);
      check_shape (&r);
      hs_repaired_clear (&r);
      hs_guard_free (&guard);
    }
}

static char *
to_utf16 (const char *text, gboolean big_endian, gboolean mark, gsize *len)
{
  gsize n;
  g_autofree char *units = g_convert (text, -1, big_endian ? "UTF-16BE" : "UTF-16LE", "UTF-8", NULL, &n, NULL);
  char *out = g_malloc (n + 2);

  memcpy (out, big_endian ? "\xfe\xff" : "\xff\xfe", 2);
  memcpy (out + (mark ? 2 : 0), units, n);
  *len = n + (mark ? 2 : 0);
  return out;
}

static void
test_utf16 (void)
{
  const char *text = RECEIVED "Subject: gr\xc3\xbc\xc3\x9f \xf0\x9f\x93\xa7\n" REST "\nbody\n";

  for (guint i = 0; i < 4; i++) {
    gsize len;
    g_autofree char *units = to_utf16 (text, i & 1, i & 2, &len);
    g_autofree char *repairs = NULL;
    HsRepaired r;
    g_assert_false (hs_repair_is_clean ((HsSlice){ units, len }));
    hs_repair ((HsSlice){ units, len }, &r);
    g_assert_cmpstr (r.text->str, ==, text);
    repairs = describe (&r);
    g_assert_cmpstr (repairs, ==, "1@1*1 ");
    hs_repaired_clear (&r);
  }
}

static void
test_line_map (void)
{
  const guint wanted[] = { 3, 5, 7, 9 };
  HsRepaired r;

  hs_repair (HS_SLICE_LITERAL ("Hi\n\nReceived: from x\n\n by y; z\n\nFrom: a@example.com\n\nTo: b\n"), &r);
  g_assert_cmpmem (r.line_map->data, r.line_map->len * sizeof (guint), wanted, sizeof wanted);
  hs_repaired_clear (&r);
}

/* Clean by the cheap test is never mended by the thorough one. */
static void
test_clean_is_clean (void)
{
  guint clean = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (hs_repair_is_clean (hs_slice_str (rows[i].input))) {
      g_assert_null (rows[i].wanted);
      clean++;
    }
  g_assert_cmpuint (clean, >=, 8);
}

/* Names and values without any white space: what a repair must bring back. */
static char *
essence (HsSlice header)
{
  HsFields fields = { 0 };
  GString *out = g_string_new (NULL);

  hs_fields_split (&fields, header, 1, NULL, 0, NULL);
  for (guint i = 0; i < fields.n; i++) {
    const HsField *f = &fields.items[i];
    g_string_append_len (out, f->name.ptr, (gssize)f->name.len);
    g_string_append_c (out, f->flags & HS_FIELD_MALFORMED ? '!' : ':');
    for (gsize k = 0; k < f->value.len; k++)
      if (!hs_is_space (f->value.ptr[k]))
        g_string_append_c (out, f->value.ptr[k]);
    g_string_append_c (out, '\n');
  }
  hs_fields_clear (&fields);
  return g_string_free (out, FALSE);
}

typedef struct {
  const char *prefix;   /* of each line */
  const char *line_end; /* NULL: '\n' */
  const char *before;   /* text in front */
  const char *fold;     /* instead of the blanks at the start of a continuation; NULL: as they are */
  gboolean escape;      /* as in HTML */
  gboolean utf16;
} Damage;

static const Damage damages[] = {
  { "", "\r\n", "", NULL, FALSE, FALSE },
  { "> ", NULL, "", NULL, FALSE, FALSE },
  { ">> ", NULL, "", NULL, FALSE, FALSE },
  { "> > ", NULL, "Ticket 1\n\n", NULL, FALSE, FALSE },
  { "    ", NULL, "", NULL, FALSE, FALSE },
  { "\t", NULL, "Hello,\nwhat is this?\n\n", NULL, FALSE, FALSE },
  { "", "\n\n", "", NULL, FALSE, FALSE },
  { "", "\r\n\r\n", "", NULL, FALSE, FALSE },
  { "", "\r", "", NULL, FALSE, FALSE },
  { "", "\r\r\n", "", NULL, FALSE, FALSE },
  { "", NULL, "", "", FALSE, FALSE },
  { "", "\n\n", "", "", FALSE, FALSE },
  { "> ", NULL, "", "", FALSE, FALSE },
  { "", NULL, "", "\xc2\xa0", FALSE, FALSE },
  { "", NULL, "", "&nbsp;", TRUE, FALSE },
  { "", NULL, "", NULL, TRUE, FALSE },
  { "", NULL, "Header of the mail\n", NULL, FALSE, FALSE },
  { "", "\r\n", "", NULL, FALSE, TRUE },
  { "", NULL, "\n\n", "", FALSE, TRUE },
};

static void
append_damaged (GString *out, HsSlice line, const Damage *d)
{
  gsize blanks = 0;

  g_string_append (out, d->prefix);
  while (blanks < line.len && (line.ptr[blanks] == ' ' || line.ptr[blanks] == '\t'))
    blanks++;
  if (blanks > 0 && d->fold != NULL) {
    g_string_append (out, d->fold);
    line = hs_slice (line.ptr + blanks, line.ptr + line.len);
  }
  for (gsize i = 0; i < line.len; i++)
    if (d->escape && line.ptr[i] == '<')
      g_string_append (out, "&lt;");
    else if (d->escape && line.ptr[i] == '>')
      g_string_append (out, "&gt;");
    else if (d->escape && line.ptr[i] == '&')
      g_string_append (out, "&amp;");
    else
      g_string_append_c (out, line.ptr[i]);
  g_string_append (out, d->line_end ? d->line_end : "\n");
}

static GString *
damage (HsSlice header, const Damage *d)
{
  GString *out = g_string_new (d->before);

  for (const char *p = header.ptr, *end = p + header.len; p < end;) {
    const char *newline = memchr (p, '\n', (gsize)(end - p)), *line_end = newline ? newline : end;
    HsSlice line = hs_slice (p, line_end);
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
      line.len--;
    append_damaged (out, line, d);
    p = newline ? newline + 1 : end;
  }
  if (d->utf16) {
    gsize len;
    char *units = to_utf16 (out->str, FALSE, TRUE, &len);
    g_string_truncate (out, 0);
    g_string_append_len (out, units, (gssize)len);
    g_free (units);
  }
  return out;
}

static gboolean
is_ascii (HsSlice s)
{
  for (gsize i = 0; i < s.len; i++)
    if ((guint8)s.ptr[i] >= 0x80 || s.ptr[i] == '\0')
      return FALSE;
  return TRUE;
}

/* Every damage to a header is undone: the same fields come out. */
static void
check_damages (const char *name, HsSlice header)
{
  g_autofree char *wanted = essence (header);

  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++) {
    GString *damaged = damage (header, &damages[i]);
    g_autofree char *got = NULL, *repairs = NULL;
    HsRepaired r;
    hs_repair ((HsSlice){ damaged->str, damaged->len }, &r);
    got = essence (r.text ? (HsSlice){ r.text->str, r.text->len } : (HsSlice){ damaged->str, damaged->len });
    repairs = describe (&r);
    if (strcmp (got, wanted) != 0) {
      gsize at = 0;
      while (got[at] != '\0' && got[at] == wanted[at])
        at++;
      while (at > 0 && got[at - 1] != '\n')
        at--;
      g_error ("%s, damage %u (%s):\n got    %.500s\n wanted %.500s", name, (guint)i, repairs, got + at, wanted + at);
    }
    if (strcmp (damages[i].line_end ? damages[i].line_end : "", "\r\n") != 0)
      g_assert_cmpuint (r.repairs->len, >, 0);
    hs_repaired_clear (&r);
    g_string_free (damaged, TRUE);
  }
}

static guint
check_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL), *data = NULL;
    const char *blank;
    gsize len;
    HsSlice header;
    /* Those with a bad line of their own are no measure of what damage did. */
    if (!g_str_has_suffix (name, ".eml") || g_str_has_prefix (name, "malformed") || !g_file_get_contents (path, &data, &len, NULL))
      continue;
    blank = memmem (data, len, "\n\n", 2);
    if (blank == NULL)
      blank = memmem (data, len, "\n\r\n", 3);
    header = (HsSlice){ data, blank ? (gsize)(blank + 1 - data) : len };
    if (!is_ascii (header) || !hs_repair_is_clean (header))
      continue;
    check_damages (name, header);
    n++;
  }
  return n;
}

static void
test_damage (void)
{
  g_autofree char *samples = g_test_build_filename (G_TEST_DIST, "samples", NULL);
  g_autofree char *corpus = g_test_build_filename (G_TEST_DIST, "..", "shared", "corpus", "eml", NULL);

  check_damages ("own", hs_slice_str (HEADER));
  g_assert_cmpuint (check_folder (samples), >, 20);
  g_test_message ("%u of the corpus", check_folder (corpus));
}

/* Real mail, where it is at hand: nothing of it is a paste. */
static void
test_corpus (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "shared", "corpus", "eml", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL) {
    g_test_skip ("no ../shared/corpus");
    return;
  }
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *data = NULL, *repairs = NULL;
    gsize len;
    HsRepaired r;
    g_assert_true (g_file_get_contents (path, &data, &len, NULL));
    hs_repair ((HsSlice){ data, len }, &r);
    repairs = describe (&r);
    if (r.text != NULL)
      g_error ("%s: %s", name, repairs);
    g_test_message ("%s: %s", name, hs_repair_is_clean ((HsSlice){ data, len }) ? "clean" : "looked into");
    hs_repaired_clear (&r);
  }
}

static void
test_linear (void)
{
  const char *units[] = { "Received: from x by y\n",
                          "\n",
                          "> ",
                          "> Subject: x\n",
                          "> Subject: x\n\n",
                          "From: x\n\n",
                          "by x\n",
                          " \n",
                          "\r",
                          "&lt;",
                          "\xc2\xa0",
                          "a",
                          "Subject\tx\n",
                          "x\n",
                          "Received: x\n\n\n",
                          ">\n",
                          "To: a\nreceived by x\n\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    GString *text = g_string_new ("Received: x\n");
    gint64 start = g_get_monotonic_time ();
    HsRepaired r;
    while (text->len < (1 << 20))
      g_string_append (text, units[i]);
    hs_repair ((HsSlice){ text->str, text->len }, &r);
    hs_repaired_clear (&r);
    g_test_message ("%s: %" G_GINT64_FORMAT " us", units[i], g_get_monotonic_time () - start);
    if (g_get_monotonic_time () - start > 3 * G_USEC_PER_SEC)
      g_error ("%s: %" G_GINT64_FORMAT " us", units[i], g_get_monotonic_time () - start);
    g_string_free (text, TRUE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repair/rows", test_rows);
  g_test_add_func ("/repair/again", test_again);
  g_test_add_func ("/repair/cuts", test_cuts);
  g_test_add_func ("/repair/utf16", test_utf16);
  g_test_add_func ("/repair/line-map", test_line_map);
  g_test_add_func ("/repair/clean-is-clean", test_clean_is_clean);
  g_test_add_func ("/repair/damage", test_damage);
  g_test_add_func ("/repair/corpus", test_corpus);
  g_test_add_func ("/repair/linear", test_linear);
  return g_test_run ();
}
