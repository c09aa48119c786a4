/* SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "guard.h"
#include "mime.h"

#include <gmime/gmime.h>

static const struct {
  const char *name;
  const char *input;
  const char *wanted;
} texts[] = {
  { "plain", " Hello", "Hello" },
  { "folded", " one\r\n two\r\n\t three ", "one two three" },
  { "utf-8", " gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f" },
  { "latin-1", " gr\xfc\xdf", "gr\xef\xbf\xbd\xef\xbf\xbd" },
  { "utf-8-cut", "a\xe2\x82", "a\xef\xbf\xbd\xef\xbf\xbd" },
  { "surrogate", "a\xed\xa0\x80", "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
  { "controls",
    "a\001b\177c\xc2\x85"
    "d",
    "a b c d" },
  { "quoted-printable", " =?iso-8859-1?Q?Gr=FC=DFe?=",
    "Gr\xc3\xbc\xc3\x9f"
    "e" },
  { "base64", "=?UTF-8?B?R3LDvMOfZQ==?= x",
    "Gr\xc3\xbc\xc3\x9f"
    "e x" },
  { "two-words", "=?utf-8?q?a?= =?utf-8?q?b?=", "ab" },
  { "folded-words", "=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab" },
  { "shift-jis", "=?Shift_JIS?B?k/qWe4zq?=", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e" },
  { "line-end-inside", "=?utf-8?q?a=0D=0Ab?=", "a  b" },
  { "no-word", "=? =?=?", "=? =?=?" },
  { "empty", "", "" },
};

static void
check_text (const char *name, HsSlice input, const HsLimits *limits, const char *wanted)
{
  HsArena *arena = hs_arena_new (1 << 20);
  HsSlice got = hs_mime_text (arena, input, limits, NULL);

  if (wanted != NULL && !hs_slice_equal_str (got, wanted))
    g_error ("%s: got '%.*s', wanted '%s'", name, (int)got.len, got.ptr, wanted);
  g_assert_nonnull (got.ptr);
  g_assert_true (g_utf8_validate_len (got.ptr, got.len, NULL));
  hs_arena_free (arena);
}

static void
test_text (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize cut = strlen (texts[i].input);; cut--) {
      HsGuard guard = hs_guard_new (texts[i].input, cut);
      gboolean whole = cut == strlen (texts[i].input);
      check_text (texts[i].name, (HsSlice){ guard.data, cut }, hs_limits_default (), whole ? texts[i].wanted : NULL);
      hs_guard_free (&guard);
      if (cut == 0)
        break;
    }
}

static void
test_text_limits (void)
{
  HsLimits limits = *hs_limits_default ();
  HsArena *arena = hs_arena_new (1 << 20);

  limits.encoded_words = 1;
  check_text ("two of one", HS_SLICE_LITERAL ("=?utf-8?q?a?= =?utf-8?q?b?="), &limits, "=?utf-8?q?a?= =?utf-8?q?b?=");
  check_text ("one of one", HS_SLICE_LITERAL ("=?utf-8?q?a?="), &limits, "a");
  limits = *hs_limits_default ();
  limits.text_bytes = 12;
  check_text ("too long", HS_SLICE_LITERAL ("=?utf-8?q?a?="), &limits, "=?utf-8?q?a?=");
  g_assert_null (hs_mime_text (arena, HS_SLICE_NONE, &limits, NULL).ptr);
  hs_arena_free (arena);
}

/* "name<address>;" for each mailbox, '-' for what is not there. */
static char *
list_addresses (HsSlice value)
{
  HsArena *arena = hs_arena_new (16 << 20);
  GString *out = g_string_new (NULL);
  HsMailbox boxes[16];
  guint n = hs_mime_addresses (arena, value, hs_limits_default (), boxes, G_N_ELEMENTS (boxes), NULL);

  for (guint i = 0; i < n; i++) {
    HsSlice name = boxes[i].name.ptr ? boxes[i].name : HS_SLICE_LITERAL ("-");
    HsSlice address = boxes[i].address.ptr ? boxes[i].address : HS_SLICE_LITERAL ("-");
    g_string_append_printf (out, "%.*s<%.*s>;", (int)name.len, name.ptr, (int)address.len, address.ptr);
  }
  hs_arena_free (arena);
  return g_string_free (out, FALSE);
}

static const struct {
  const char *input;
  const char *wanted;
  gboolean not_gmime; /* GMime says something else */
} lists[] = {
  { " a@example.com", "-<a@example.com>;" },
  { "<a@example.com>", "-<a@example.com>;" },
  { "Ann Lee <a@example.com>", "Ann Lee<a@example.com>;" },
  { "\"Lee, Ann\" <a@example.com>, b@example.com", "Lee, Ann<a@example.com>;-<b@example.com>;" },
  { "Lee, Ann <a@example.com>, b@example.com", "Lee, Ann<a@example.com>;-<b@example.com>;", TRUE },
  { "a@example.com (Ann Lee)", "Ann Lee<a@example.com>;" },
  { "=?utf-8?q?Gr=C3=BCn?= <a@example.com>", "Gr\xc3\xbcn<a@example.com>;" },
  { "\"=?utf-8?q?Gr=C3=BCn?=\" <a@example.com>", "Gr\xc3\xbcn<a@example.com>;" },
  { "friends: a@example.com, Bob <b@example.com>;, c@example.com", "-<a@example.com>;Bob<b@example.com>;-<c@example.com>;" },
  { "undisclosed-recipients:;", "" },
  { "<@relay.example,@other.example:a@example.com>", "-<a@example.com>;" },
  { "<a@[192.0.2.1]>", "-<a@[192.0.2.1]>;" },
  { "<a@[IPv6:2001:db8::1]>", "-<a@[IPv6:2001:db8::1]>;" },
  { "\"a b\"@example.com", "-<\"a b\"@example.com>;" },
  { "\"x\\\"y\" <a@example.com>", "x\"y<a@example.com>;" },
  { "root (Cron Daemon)", "Cron Daemon<root>;", TRUE },
  { "Ann Lee", "Ann Lee<->;", TRUE },
  { "a@example.com\r\n ,\r\n\tb@example.com", "-<a@example.com>;-<b@example.com>;" },
  { "\"Ann <a@example.com>", "Ann<a@example.com>;", TRUE },
  { "Ann <a@example.com", "Ann<a@example.com>;", TRUE },
  { "a@example.com <b@example.com>", "a@example.com<b@example.com>;" },
  { "(a)(b", "b<->;", TRUE },
  { ", ,", "" },
  { "<>", "" },
  { "gr\xfc\xdf <a@example.com>", "gr\xef\xbf\xbd\xef\xbf\xbd<a@example.com>;", TRUE },
};

static void
test_addresses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    for (gsize cut = strlen (lists[i].input) + 1; cut-- > 0;) {
      HsGuard guard = hs_guard_new (lists[i].input, cut);
      g_autofree char *got = list_addresses ((HsSlice){ guard.data, cut });
      if (cut == strlen (lists[i].input))
        g_assert_cmpstr (got, ==, lists[i].wanted);
      hs_guard_free (&guard);
    }
}

static void
append_gmime (GString *out, InternetAddressList *list)
{
  for (int i = 0; i < internet_address_list_length (list); i++) {
    InternetAddress *address = internet_address_list_get_address (list, i);
    const char *name = internet_address_get_name (address);
    if (INTERNET_ADDRESS_IS_GROUP (address))
      append_gmime (out, internet_address_group_get_members (INTERNET_ADDRESS_GROUP (address)));
    else
      g_string_append_printf (out, "%s<%s>;", name && *name ? name : "-",
                              internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address)));
  }
}

/* A second opinion: on everything well formed GMime says the same. */
static void
test_addresses_as_gmime (void)
{
  hs_mime_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    InternetAddressList *list = internet_address_list_parse (NULL, lists[i].input);
    GString *got = g_string_new (NULL);
    if (list != NULL)
      append_gmime (got, list);
    if (!lists[i].not_gmime && strcmp (lists[i].wanted, "") != 0)
      g_assert_cmpstr (got->str, ==, lists[i].wanted);
    g_string_free (got, TRUE);
    g_clear_object (&list);
  }
}

static void
test_hostile (void)
{
  const char *units[] = { "g:", "(", "<", "\"", "a,", "a b, ", "x <", "[", "\\", "=?utf-8?q?a?= ", "\xe9 ", "\001", "a@b, ", ";", ")" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    GString *text = g_string_new (NULL);
    gint64 start = g_get_monotonic_time ();
    while (text->len < 2000000)
      g_string_append (text, units[i]);
    g_free (list_addresses ((HsSlice){ text->str, text->len }));
    g_string_truncate (text, 300000);
    check_text (units[i], (HsSlice){ text->str, text->len }, hs_limits_default (), NULL);
    g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
    g_string_free (text, TRUE);
  }
}

#define INNER "Received: from x\nSubject: inner\n\ninner body\n"
#define MIXED "Subject: outer\nContent-Type: multipart/mixed;\n boundary=\"bb\"\n\n"

/* part:flags:"bytes"; */
static char *
list_attached (HsSlice message, const HsLimits *limits)
{
  const char *blank = memmem (message.ptr, message.len, "\n\n", 2);
  HsSlice header = message, body = HS_SLICE_LITERAL ("");
  g_autoptr (GPtrArray) found = NULL;
  GString *out = g_string_new (NULL);
  gboolean cut = FALSE;

  if (blank != NULL) {
    header = hs_slice (message.ptr, blank + 1);
    body = hs_slice (blank + 2, message.ptr + message.len);
  }
  if (!hs_mime_may_have_attached (header, body))
    g_string_append (out, "none;");
  found = hs_mime_attached (header, body, TRUE, limits, &cut);
  for (guint i = 0; i < found->len; i++) {
    const HsAttached *a = found->pdata[i];
    g_string_append_printf (out, "%s:%s%s:", a->part, a->headers_only ? "h" : "", a->encoded ? "e" : "");
    g_string_append_len (out, g_bytes_get_data (a->bytes, NULL), (gssize)g_bytes_get_size (a->bytes));
    g_string_append_c (out, ';');
  }
  if (cut)
    g_string_append (out, "cut;");
  return g_string_free (out, FALSE);
}

static const struct {
  const char *name;
  const char *input;
  const char *wanted;
} messages[] = {
  { "none", "Subject: x\n\nbody\n", "none;" },
  { "quoted-header-is-text", "Subject: x\nContent-Type: text/plain\n\nContent-Type: message/rfc822\n\n" INNER, "none;" },
  { "forwarded", MIXED "--bb\nContent-Type: text/plain\n\nhi\n--bb\nContent-Type: message/rfc822\n\n" INNER "\n--bb--\n", "2::" INNER ";" },
  { "base64", MIXED "--bb\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKYm9keQo=\n--bb--\n",
    "1:e:Subject: x\n\nbody\n;" },
  { "quoted-printable",
    MIXED "--bb\nContent-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\nSubject: =3D=\nx\n--bb--\n",
    "1:e:Subject: =x;" },
  { "bounce",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=bb\n\n--bb\n\nsorry\n--bb\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mx.example.com\n--bb\nContent-Type: text/rfc822-headers\n\nReceived: from x\nSubject: y\n--bb--\n",
    "3:h:Received: from x\nSubject: y;" },
  { "not-closed", MIXED "--bb\nContent-Type: message/rfc822\n\nSubject: x\n", "1::Subject: x;" },
  { "whole-message", "Content-Type: message/rfc822\n\n" INNER, "1::" INNER ";" },
  { "octet-stream-eml",
    MIXED "--bb\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"a.eml\"\n\n" INNER "\n--bb--\n",
    "1::" INNER ";" },
  { "nested-multipart",
    MIXED "--bb\nContent-Type: multipart/mixed; boundary=bbb\n\n--bbb\n\nt\n--bbb\nContent-Type: message/rfc822\n\nA: 1\n--bbb--\n--bb--\n",
    "1.2::A: 1;" },
  { "message-in-message",
    MIXED "--bb\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=cc\n\n--cc\n\nt\n--cc\nContent-Type: "
          "message/rfc822\n\nA: 1\n--cc--\n--bb--\n",
    "1::Content-Type: multipart/mixed; boundary=cc\n\n--cc\n\nt\n--cc\nContent-Type: message/rfc822\n\nA: 1\n--cc--;1.2::A: 1;" },
  { "boundary-prefix", MIXED "--bb\n\nt\n--bbb\nContent-Type: message/rfc822\n\nA: 1\n--bb--\n", "" },
  { "boundary-inside-line", MIXED "--bb\n\nt x --bb\nContent-Type: message/rfc822\n\nA: 1\n--bb--\n", "" },
  { "no-boundary", "Content-Type: multipart/mixed\n\n--bb\nContent-Type: message/rfc822\n\nA: 1\n", "" },
};

static void
test_attached (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++)
    for (gsize cut = strlen (messages[i].input) + 1; cut-- > 0;) {
      HsGuard guard = hs_guard_new (messages[i].input, cut);
      g_autofree char *got = list_attached ((HsSlice){ guard.data, cut }, hs_limits_default ());
      if (cut == strlen (messages[i].input) && g_strcmp0 (got, messages[i].wanted) != 0)
        g_error ("%s: got\n%s\nwanted\n%s", messages[i].name, got, messages[i].wanted);
      hs_guard_free (&guard);
    }
}

static void
test_attached_limits (void)
{
  GString *deep = g_string_new (NULL), *many = g_string_new (MIXED), *nested = g_string_new (NULL);
  g_autofree char *got_deep = NULL, *got_many = NULL, *got_nested = NULL;
  guint n = 0;

  for (guint i = 0; i < 10; i++)
    g_string_append (deep, "Content-Type: message/rfc822\n\n");
  got_deep = list_attached ((HsSlice){ deep->str, deep->len }, hs_limits_default ());
  g_assert_true (g_str_has_suffix (got_deep, "cut;"));
  g_assert_nonnull (strstr (got_deep, "1.1.1.1::"));
  g_assert_null (strstr (got_deep, "1.1.1.1.1::"));

  for (guint i = 0; i < 100; i++)
    g_string_append (many, "--bb\nContent-Type: message/rfc822\n\nA: 1\n");
  got_many = list_attached ((HsSlice){ many->str, many->len }, hs_limits_default ());
  for (const char *p = got_many; (p = strstr (p, "A: 1")) != NULL; p++)
    n++;
  g_assert_cmpuint (n, ==, hs_limits_default ()->attached_messages);
  g_assert_true (g_str_has_suffix (got_many, "cut;"));

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (nested, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
  got_nested = list_attached ((HsSlice){ nested->str, nested->len }, hs_limits_default ());
  g_assert_true (g_str_has_suffix (got_nested, "cut;"));
  g_string_free (deep, TRUE);
  g_string_free (many, TRUE);
  g_string_free (nested, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mime/text", test_text);
  g_test_add_func ("/mime/text-limits", test_text_limits);
  g_test_add_func ("/mime/addresses", test_addresses);
  g_test_add_func ("/mime/addresses-as-gmime", test_addresses_as_gmime);
  g_test_add_func ("/mime/hostile", test_hostile);
  g_test_add_func ("/mime/attached", test_attached);
  g_test_add_func ("/mime/attached-limits", test_attached_limits);
  return g_test_run ();
}
