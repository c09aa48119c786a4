/* SPDX-License-Identifier: MIT */
#include "language.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { ARGS = 4 };

static const Catalogue *catalogue;

static void
choose_catalogue (void)
{
  catalogue = catalogue_from_environment (getenv);
}

const Catalogue *
cli_catalogue (void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once (&once, choose_catalogue);
  return catalogue;
}

const char *
cli_translate (const char *msgid)
{
  const Catalogue *chosen = cli_catalogue ();
  return chosen != NULL ? catalogue_translate (msgid, (gpointer)chosen) : msgid;
}

const char *
cli_translate_message (const char *msgid, gpointer unused)
{
  return cli_translate (msgid);
}

char *
cli_fill (const char *format, ...)
{
  GString *out = g_string_new (NULL);
  const char *texts[ARGS] = { NULL }, *text;
  va_list args;

  va_start (args, format);
  for (guint i = 0; i < ARGS && (text = va_arg (args, const char *)) != NULL; i++)
    texts[i] = text;
  va_end (args);
  for (const char *p = cli_translate (format); *p != '\0'; p++) {
    if (p[0] != '{' || p[1] < '1' || p[1] >= '1' + ARGS || p[2] != '}') {
      g_string_append_c (out, *p);
      continue;
    }
    g_string_append (out, texts[p[1] - '1'] != NULL ? texts[p[1] - '1'] : "");
    p += 2;
  }
  return g_string_free (out, FALSE);
}

static guint
columns_of (const char *text, gsize len)
{
  guint columns = 0;

  for (const char *p = text; p < text + len; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    columns += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
  }
  return columns;
}

guint
cli_columns (const char *text)
{
  return columns_of (text, strlen (text));
}

void
cli_append_wrapped (GString *out, const char *text, guint indent, guint width)
{
  guint column = indent;
  gboolean first = TRUE;

  for (const char *p = text; *p != '\0';) {
    gsize len = strcspn (p, " ");
    guint wide = columns_of (p, len);
    if (!first && column + 1 + wide > width) {
      g_string_append_printf (out, "\n%*s", (int)indent, "");
      column = indent;
    } else if (!first) {
      g_string_append_c (out, ' ');
      column++;
    }
    g_string_append_len (out, p, (gssize)len);
    column += wide;
    first = FALSE;
    p += len + strspn (p + len, " ");
  }
}
