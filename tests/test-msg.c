/* SPDX-License-Identifier: MIT */
#include "guard.h"

#include <hopscope/hopscope.h>

#ifdef HS_HAVE_MSG
#include "make-msg.h"

#define OUTER \
  "Received: from a.example.com by b.example.net; Mon, 1 Jan 2024 00:00:00 +0000\r\nFrom: a@example.com\r\nSubject: gr\xc3\xbc\xc3\x9f\r\n\r\n"
#define INNER "Received: from c.example.com by d.example.net; Mon, 1 Jan 2024 00:00:00 +0000\r\nFrom: c@example.com\r\n\r\n"
#define SAVED "From: saved@example.com\nTo: x\n\nbody\n"

/* "part[header]flags;" or "!code;" */
static char *
drain (GBytes *file, guint flags)
{
  gsize len;
  const void *data = g_bytes_get_data (file, &len);
  g_autoptr (HsSource) source = hs_source_new_for_bytes (data, len, "x.msg", NULL, flags);
  GString *out = g_string_new (NULL);

  for (;;) {
    const HsMessage *m;
    g_autoptr (GError) error = NULL;
    if (hs_source_next (source, &m, &error)) {
      g_string_append_printf (out, "%s[", m->info.part ? m->info.part : "");
      g_string_append_len (out, m->header.ptr, (gssize)m->header.len);
      g_string_append_printf (out, "]%u;", m->flags);
    } else if (error != NULL) {
      g_string_append_printf (out, "!%s;", hs_error_code_name (error->code));
    } else {
      return g_string_free (out, FALSE);
    }
  }
}

/* @inner, @saved: attach an item and a saved message. */
static GBytes *
make (const char *headers, gboolean unicode, gboolean attachments)
{
  GsfOutput *memory;
  GsfOutfile *root = hs_msg_begin (&memory);

  hs_msg_fill_item (root, headers, unicode);
  if (attachments) {
    GsfOutfile *first = hs_msg_add_storage (root, "__attach_version1.0_#00000000"), *item;
    GsfOutfile *second = hs_msg_add_storage (root, "__attach_version1.0_#00000001");
    item = hs_msg_add_storage (first, "__substg1.0_3701000D");
    hs_msg_fill_item (item, INNER, TRUE);
    hs_msg_close_storage (item);
    hs_msg_close_storage (first);
    hs_msg_add_unicode (second, "__substg1.0_3707001F", "Original.EML");
    hs_msg_add_stream (second, "__substg1.0_37010102", SAVED, strlen (SAVED));
    hs_msg_close_storage (second);
  }
  return hs_msg_finish (root, memory);
}

static void
check (GBytes *file, guint flags, const char *wanted)
{
  g_autofree char *got = drain (file, flags);
  g_assert_cmpstr (got, ==, wanted);
  g_bytes_unref (file);
}

static void
test_headers (void)
{
  const char *wanted =
      "[Received: from a.example.com by b.example.net; Mon, 1 Jan 2024 00:00:00 +0000\r\nFrom: a@example.com\r\nSubject: gr\xc3\xbc\xc3\x9f\r\n]0;";

  check (make (OUTER, TRUE, FALSE), 0, wanted);
  check (make (OUTER, FALSE, FALSE), 0, wanted);
  check (make (OUTER, TRUE, FALSE), HS_SOURCE_HEADERS_ONLY, wanted);
  check (make ("Microsoft Mail Internet Headers Version 2.0\r\n" OUTER, TRUE, FALSE), 0, wanted);
}

static void
test_no_headers (void)
{
  check (make (NULL, TRUE, FALSE), 0, "!no-headers;");
}

static void
test_attached (void)
{
  const char *attached = "1[Received: from c.example.com by d.example.net; Mon, 1 Jan 2024 00:00:00 +0000\r\nFrom: c@example.com\r\n]64;"
                         "2[From: saved@example.com\nTo: x\n]0;";
  g_autofree char *sent = g_strconcat ("!no-headers;", attached, NULL);

  check (make (NULL, TRUE, TRUE), 0, sent);
  check (make (NULL, TRUE, TRUE), HS_SOURCE_HEADERS_ONLY, "!no-headers;");
}

/* A compound file that is no Outlook item. */
static void
test_other (void)
{
  GsfOutput *memory;
  GsfOutfile *root = hs_msg_begin (&memory);

  hs_msg_add_stream (root, "WordDocument", "x", 1);
  check (hs_msg_finish (root, memory), 0, "!binary;");
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) file = make (OUTER, TRUE, TRUE);
  gsize len;
  const guint8 *data = g_bytes_get_data (file, &len);
  g_autofree guint8 *copy = g_memdup2 (data, len);

  for (gsize at = 0; at < len; at += 1 + len / 500) {
    g_autoptr (GBytes) cut = g_bytes_new (data, at), flipped = NULL;
    copy[at] ^= 0xff;
    flipped = g_bytes_new (copy, len);
    copy[at] ^= 0xff;
    g_free (drain (cut, 0));
    g_free (drain (flipped, 0));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/msg/headers", test_headers);
  g_test_add_func ("/msg/no-headers", test_no_headers);
  g_test_add_func ("/msg/attached", test_attached);
  g_test_add_func ("/msg/other", test_other);
  g_test_add_func ("/msg/damaged", test_damaged);
  return g_test_run ();
}
#else
int
main (void)
{
  g_print ("1..0 # SKIP built without libgsf\n");
  return 0;
}
#endif
