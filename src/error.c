/* SPDX-License-Identifier: MIT */
#include "error-private.h"

#include <string.h>

#define ARGS 4
#define TEXTS 3

typedef struct {
  char *format;
  char *args[ARGS];
  guint words; /* a set of 1 << number of those that are texts themselves */
} Text;

/* What the message says after its untranslated prefix: texts joined by ": ", the last one made first. */
typedef struct {
  Text texts[TEXTS];
  guint n;
} HsErrorPrivate;

static void
hs_error_private_init (HsErrorPrivate *self)
{
}

static void
hs_error_private_copy (const HsErrorPrivate *from, HsErrorPrivate *to)
{
  to->n = from->n;
  for (guint i = 0; i < from->n; i++) {
    to->texts[i] = (Text){ g_strdup (from->texts[i].format), { NULL }, from->texts[i].words };
    for (guint j = 0; j < ARGS; j++)
      to->texts[i].args[j] = g_strdup (from->texts[i].args[j]);
  }
}

static void
hs_error_private_clear (HsErrorPrivate *self)
{
  for (guint i = 0; i < self->n; i++) {
    g_free (self->texts[i].format);
    for (guint j = 0; j < ARGS; j++)
      g_free (self->texts[i].args[j]);
  }
}

G_DEFINE_EXTENDED_ERROR (HsError, hs_error)

const char *
hs_error_code_name (int code)
{
  static const char *const names[] = {
    [HS_ERROR_OPEN] = "open",         [HS_ERROR_READ] = "read",     [HS_ERROR_WRITE] = "write",           [HS_ERROR_EMPTY] = "empty",
    [HS_ERROR_NOT_MAIL] = "not-mail", [HS_ERROR_BINARY] = "binary", [HS_ERROR_NO_HEADERS] = "no-headers", [HS_ERROR_ARCHIVE] = "archive",
    [HS_ERROR_TABLE] = "table",       [HS_ERROR_CONFIG] = "config", [HS_ERROR_OPTION] = "option",         [HS_ERROR_LIMIT] = "limit",
    [HS_ERROR_RECORD] = "record",
  };
  return code >= 0 && code < (int)G_N_ELEMENTS (names) ? names[code] : "unknown";
}

/* What the system says, as strerrordesc_np() does in every locale; the rest of that list stays English. */
static const struct {
  int file_error; /* GFileError, or -1 */
  const char *words;
} system_words[] = {
  { G_FILE_ERROR_NOENT, N_ ("No such file or directory") },
  { G_FILE_ERROR_ACCES, N_ ("Permission denied") },
  { G_FILE_ERROR_PERM, N_ ("Operation not permitted") },
  { G_FILE_ERROR_ISDIR, N_ ("Is a directory") },
  { G_FILE_ERROR_NOTDIR, N_ ("Not a directory") },
  { G_FILE_ERROR_EXIST, N_ ("File exists") },
  { G_FILE_ERROR_NOSPC, N_ ("No space left on device") },
  { G_FILE_ERROR_ROFS, N_ ("Read-only file system") },
  { G_FILE_ERROR_IO, N_ ("Input/output error") },
  { G_FILE_ERROR_MFILE, N_ ("Too many open files") },
  { G_FILE_ERROR_NFILE, N_ ("Too many open files in system") },
  { G_FILE_ERROR_LOOP, N_ ("Too many levels of symbolic links") },
  { G_FILE_ERROR_NAMETOOLONG, N_ ("File name too long") },
  { G_FILE_ERROR_INVAL, N_ ("Invalid argument") },
  { G_FILE_ERROR_NOMEM, N_ ("Cannot allocate memory") },
  { G_FILE_ERROR_BADF, N_ ("Bad file descriptor") },
  { G_FILE_ERROR_PIPE, N_ ("Broken pipe") },
  { G_FILE_ERROR_TXTBSY, N_ ("Text file busy") },
  { G_FILE_ERROR_NXIO, N_ ("No such device or address") },
  { -1, N_ ("Disk quota exceeded") },
  { -1, N_ ("File too large") },
  { -1, N_ ("Device or resource busy") },
  { -1, N_ ("Stale file handle") },
  { -1, N_ ("Address already in use") },
  { -1, N_ ("Cannot assign requested address") },
};

static void
append_argument (GString *out, const Text *text, guint i, HsTranslate translate, gpointer user_data)
{
  if (text->args[i] != NULL)
    g_string_append (out, translate != NULL && (text->words & 1u << i) ? translate (text->args[i], user_data) : text->args[i]);
}

static void
append_text (GString *out, const Text *text, HsTranslate translate, gpointer user_data)
{
  for (const char *p = translate != NULL ? translate (text->format, user_data) : text->format; *p != '\0'; p++) {
    int n = hs_text_placeholder (p);
    if (n < 0) {
      g_string_append_c (out, *p);
      continue;
    }
    append_argument (out, text, (guint)n, translate, user_data);
    p += 2;
  }
}

static char *
fill (const HsErrorPrivate *self, HsTranslate translate, gpointer user_data)
{
  GString *out = g_string_new (NULL);

  for (guint i = self->n; i-- > 0;) {
    append_text (out, &self->texts[i], translate, user_data);
    g_string_append (out, i > 0 ? ": " : "");
  }
  return g_string_free (out, FALSE);
}

static Text *
add_text (HsErrorPrivate *self, const char *format, va_list args)
{
  Text *text = &self->texts[self->n++];
  const char *value;
  guint n = 0;

  text->format = g_strdup (format);
  while (n < ARGS && (value = va_arg (args, const char *)) != NULL)
    if (strcmp (value, HS_ERROR_WORDS) == 0)
      text->words |= 1u << n;
    else
      text->args[n++] = g_strdup (value);
  return text;
}

void
hs_error_set (GError **error, HsError code, const char *format, ...)
{
  GError *made;
  HsErrorPrivate *self;
  va_list args;

  if (error == NULL)
    return;
  made = g_error_new_literal (HS_ERROR, code, "");
  self = hs_error_get_private (made);
  va_start (args, format);
  add_text (self, format, args);
  va_end (args);
  g_free (made->message);
  made->message = fill (self, NULL, NULL);
  g_propagate_error (error, made);
}

void
hs_error_wrap (GError **error, const char *format, ...)
{
  g_autoptr (GString) outer = g_string_new (NULL);
  HsErrorPrivate *self;
  va_list args;

  if (error == NULL || *error == NULL || (self = hs_error_get_private (*error)) == NULL || self->n == TEXTS)
    return;
  va_start (args, format);
  append_text (outer, add_text (self, format, args), NULL, NULL);
  va_end (args);
  g_prefix_error (error, "%s: ", outer->str);
}

void
hs_error_set_file (GError **error, HsError code, const char *path, const GError *cause)
{
  const char *why = cause->message;

  for (gsize i = 0; i < G_N_ELEMENTS (system_words); i++)
    if (g_error_matches (cause, G_FILE_ERROR, system_words[i].file_error))
      why = system_words[i].words;
  hs_error_set (error, code, N_ ("cannot read it: {1}"), HS_ERROR_WORDS, why, NULL);
  g_prefix_error (error, "%s: ", path);
}

/* The texts are the end of the message; what g_prefix_error() put in front of them stays. */
char *
hs_error_text (const GError *error, HsTranslate translate, gpointer user_data)
{
  const HsErrorPrivate *self = error->domain == HS_ERROR ? hs_error_get_private (error) : NULL;
  g_autofree char *english = NULL, *own = NULL;
  gsize prefix;

  if (self == NULL || self->n == 0 || translate == NULL)
    return g_strdup (error->message);
  english = fill (self, NULL, NULL);
  if (!g_str_has_suffix (error->message, english))
    return g_strdup (error->message);
  own = fill (self, translate, user_data);
  prefix = strlen (error->message) - strlen (english);
  return g_strdup_printf ("%.*s%s", (int)prefix, error->message, own);
}
