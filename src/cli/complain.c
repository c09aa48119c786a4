/* SPDX-License-Identifier: MIT */
#include "complain.h"

#include "language.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* What to do about each code, where the message does not say it itself. */
static const char *const advice_by_code[] = {
  [HS_ERROR_OPEN] = N_ ("check its name and your right to read it"),
  [HS_ERROR_READ] = N_ ("what came before it was analyzed"),
  [HS_ERROR_WRITE] = N_ ("nothing was replaced"),
  [HS_ERROR_EMPTY] = N_ ("give a message, its header or a mailbox"),
  [HS_ERROR_NOT_MAIL] = N_ ("give a message or its header, such as \"Show original\" in a mail program"),
  [HS_ERROR_BINARY] = N_ ("give a message, its header, a mailbox, an archive of those or an Outlook .msg"),
  [HS_ERROR_NO_HEADERS] = N_ ("take it from the recipient's side, or copy its Internet headers"),
  [HS_ERROR_ARCHIVE] = N_ ("unpack it first and give the files"),
  [HS_ERROR_TABLE] = N_ ("see hopscope-tables(5)"),
  [HS_ERROR_CONFIG] = N_ ("see hopscope(1) for what it should hold"),
  [HS_ERROR_OPTION] = N_ ("see hopscope --help"),
  [HS_ERROR_LIMIT] = N_ ("raise it with --limit"),
  [HS_ERROR_RECORD] = N_ ("give one object a line with \"raw\" or \"raw_b64\""),
};

void
cli_say (const char *text, gsize len)
{
  while (len > 0) {
    gssize n = write (STDERR_FILENO, text, len);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return;
    text += n;
    len -= (gsize)n;
  }
}

static gboolean
is_plain (gunichar c)
{
  return c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0) && g_unichar_type (c) != G_UNICODE_FORMAT && c != 0x2028 && c != 0x2029;
}

/* File names and mail may hold anything; a terminal must not act on it. */
static void
append_plain (GString *line, const char *text)
{
  const char *end = text + strlen (text);

  while (text < end) {
    gunichar c = g_utf8_get_char_validated (text, end - text);
    if (c == (gunichar)-1 || c == (gunichar)-2) {
      g_string_append_printf (line, "\\x%02x", (guchar)*text++);
      continue;
    }
    if (is_plain (c))
      g_string_append_unichar (line, c);
    else
      g_string_append_printf (line, "\\u%04x", c);
    text = g_utf8_next_char (text);
  }
}

void
cli_append_line (GString *line, const char *name, const char *what, const char *advice)
{
  g_string_append (line, "hopscope: ");
  if (name != NULL) {
    append_plain (line, name);
    g_string_append (line, ": ");
  }
  append_plain (line, what);
  if (advice != NULL)
    g_string_append_printf (line, "; %s", advice);
  g_string_append_c (line, '\n');
}

void
cli_complain (const char *name, const char *what, const char *advice)
{
  g_autoptr (GString) line = g_string_new (NULL);

  cli_append_line (line, name, what, advice);
  cli_say (line->str, line->len);
}

void
cli_append_complaint (GString *lines, const char *name, const GError *error)
{
  g_autofree char *text = hs_error_text (error, cli_translate_message, NULL);
  const char *advice = NULL;

  if (error->domain == HS_ERROR && error->code >= 0 && error->code < (int)G_N_ELEMENTS (advice_by_code) &&
      strstr (error->message, "; ") == NULL)
    advice = T_ (advice_by_code[error->code]);
  cli_append_line (lines, name, text, advice);
}

void
cli_complain_of (const char *name, const GError *error)
{
  g_autoptr (GString) line = g_string_new (NULL);

  cli_append_complaint (line, name, error);
  cli_say (line->str, line->len);
}
