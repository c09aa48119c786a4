/* Our fields and addresses against GMime's, over the samples and over headers and lists made up of odd parts. Where the two differ,
   the difference is one of those named here and in docs/deviations.md.  SPDX-License-Identifier: MIT */
#include "fields.h"
#include "mime.h"

#include "ascii.h"

#include <gmime/gmime.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InternetAddressList, g_object_unref)

static GMimeObject *
gmime_part (const char *data, gsize len)
{
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (data, len);
  g_autoptr (GMimeParser) parser = g_mime_parser_new_with_stream (stream);

  g_mime_parser_set_format (parser, GMIME_FORMAT_MESSAGE);
  return g_mime_parser_construct_part (parser, NULL);
}

/* GMime keeps the line end of a value; ours ends before it. */
static void
assert_same_field (const HsField *ours, GMimeHeader *theirs)
{
  g_autofree char *value = g_strdup (g_mime_header_get_raw_value (theirs));

  g_assert_cmpmem (ours->name.ptr, ours->name.len, g_mime_header_get_name (theirs), strlen (g_mime_header_get_name (theirs)));
  for (gsize len = strlen (value); len > 0 && (value[len - 1] == '\n' || value[len - 1] == '\r'); len--)
    value[len - 1] = '\0';
  g_assert_cmpmem (ours->value.ptr, ours->value.len, value, strlen (value));
}

/* Fields with a valid name, in order: malformed lines, which GMime drops and we keep, are passed over. */
static void
assert_same_fields (const char *data, gsize len)
{
  HsFields fields = { 0 };
  g_autoptr (GMimeObject) part = gmime_part (data, len);
  GMimeHeaderList *list;
  int n = 0;

  hs_fields_split (&fields, (HsSlice){ data, len }, 1, NULL, 0, hs_limits_default ());
  g_assert_nonnull (part);
  list = g_mime_object_get_header_list (part);
  for (guint i = 0; i < fields.n; i++) {
    if (fields.items[i].flags & (HS_FIELD_MALFORMED | HS_FIELD_MBOX_FROM))
      continue;
    g_assert_cmpint (n, <, g_mime_header_list_get_count (list));
    assert_same_field (&fields.items[i], g_mime_header_list_get_header_at (list, n++));
  }
  g_assert_cmpint (n, ==, g_mime_header_list_get_count (list));
  hs_fields_clear (&fields);
}

static gsize
header_length (const char *data)
{
  const char *lf = strstr (data, "\n\n"), *crlf = strstr (data, "\r\n\r\n");
  const char *end = crlf != NULL && (lf == NULL || crlf < lf) ? crlf + 2 : lf != NULL ? lf + 1 : data + strlen (data);
  return (gsize)(end - data);
}

static void
test_samples (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "samples", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL), *data = NULL;
    if (!g_str_has_suffix (name, ".eml"))
      continue;
    g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
    g_test_message ("%s", name);
    assert_same_fields (data, header_length (data));
    n++;
  }
  g_assert_cmpuint (n, >, 60);
}

/* Headers of random parts: names, white space before the colon, folds of spaces and tabs, empty values, both line ends. */
static void
test_made (void)
{
  static const char *const names[] = { "Received", "X-A", "from", "Subject", "X-Very-Long-Name-That-Goes-On-And-On", "Date" };
  static const char *const colons[] = { ":", ": ", ":\t", " : ", "  :" };
  static const char *const values[] = { "a", "", "a b", "a\n b", "a\n\tb\n  c", "\n b", "=?utf-8?q?x?=", "a:b", "(c\n d)", "a  " };

  for (guint round = 0; round < 2000; round++) {
    g_autoptr (GString) header = g_string_new (NULL);
    gboolean crlf = g_test_rand_bit ();
    gint n = g_test_rand_int_range (1, 12);
    for (gint i = 0; i < n; i++)
      g_string_append_printf (header, "%s%s%s\n", names[g_test_rand_int_range (0, G_N_ELEMENTS (names))],
                              colons[g_test_rand_int_range (0, G_N_ELEMENTS (colons))],
                              values[g_test_rand_int_range (0, G_N_ELEMENTS (values))]);
    if (crlf)
      g_string_replace (header, "\n", "\r\n", 0);
    assert_same_fields (header->str, header->len);
  }
}

static GPtrArray *
gmime_addresses (const char *text)
{
  g_autoptr (InternetAddressList) list = internet_address_list_parse (NULL, text);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; list != NULL && i < internet_address_list_length (list); i++) {
    InternetAddress *address = internet_address_list_get_address (list, i);
    if (INTERNET_ADDRESS_IS_MAILBOX (address))
      g_ptr_array_add (found, g_strdup (internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address))));
  }
  return found;
}

/* Our short ways for plain forms give what GMime gives for the same list. */
static void
test_addresses (void)
{
  static const char *const mailboxes[] = { "a@example.com",
                                           "<b@example.com>",
                                           "Name <c@example.com>",
                                           "\"N, M\" <d@example.com>",
                                           "Two Words <e@example.org>",
                                           "f.g@sub.example.net",
                                           "=?utf-8?q?=C3=A9?= <h@example.com>",
                                           "i@example.com (comment)" };
  HsArena *arena = hs_arena_new (16 << 20);

  for (guint round = 0; round < 2000; round++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GPtrArray) theirs = NULL;
    HsMailbox ours[16];
    guint n;
    for (gint i = g_test_rand_int_range (1, 6); i > 0; i--)
      g_string_append_printf (text, "%s%s", mailboxes[g_test_rand_int_range (0, G_N_ELEMENTS (mailboxes))], i > 1 ? ", " : "");
    theirs = gmime_addresses (text->str);
    n = hs_mime_addresses (arena, (HsSlice){ text->str, text->len }, hs_limits_default (), ours, G_N_ELEMENTS (ours), NULL);
    g_assert_cmpuint (n, ==, theirs->len);
    for (guint i = 0; i < n; i++)
      g_assert_cmpmem (ours[i].address.ptr, ours[i].address.len, theirs->pdata[i], strlen (theirs->pdata[i]));
    hs_arena_reset (arena);
  }
  hs_arena_free (arena);
}

/* What GMime loses, and ours keeps. */
static void
test_known_differences (void)
{
  static const char malformed[] = "A: 1\nno colon here\nB: 2\n";
  static const char nul[] = "A: x\0y\nB: 2\n";
  HsFields fields = { 0 };
  g_autoptr (GMimeObject) part = gmime_part (malformed, sizeof malformed - 1), cut = gmime_part (nul, sizeof nul - 1);

  hs_fields_split (&fields, (HsSlice){ malformed, sizeof malformed - 1 }, 1, NULL, 0, hs_limits_default ());
  g_assert_cmpuint (fields.n, ==, 3);
  g_assert_true (fields.items[1].flags & HS_FIELD_MALFORMED);
  g_assert_cmpint (g_mime_header_list_get_count (g_mime_object_get_header_list (part)), ==, 2);
  hs_fields_split (&fields, (HsSlice){ nul, sizeof nul - 1 }, 1, NULL, 0, hs_limits_default ());
  g_assert_cmpuint (fields.items[0].value.len, ==, 4);
  g_assert_cmpuint (strlen (g_mime_header_get_raw_value (g_mime_header_list_get_header_at (g_mime_object_get_header_list (cut), 0))), <, 4);
  hs_fields_clear (&fields);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  g_test_add_func ("/fields-gmime/samples", test_samples);
  g_test_add_func ("/fields-gmime/made", test_made);
  g_test_add_func ("/fields-gmime/addresses", test_addresses);
  g_test_add_func ("/fields-gmime/known-differences", test_known_differences);
  return g_test_run ();
}
