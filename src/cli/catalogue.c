/* SPDX-License-Identifier: MIT */
#include "catalogue.h"

#include <gio/gio.h>
#include <pthread.h>
#include <string.h>

/* GNU gettext manual, "The Format of GNU MO Files": magic, revision, number of texts, where the table of English texts begins, where
   that of their translations. A row is length and place. Little-endian, as msgfmt writes it unless told otherwise. */
enum { MAGIC = 0, COUNT = 8, ORIGINALS = 12, TRANSLATIONS = 16, HEADER = 20, ROW = 8 };
#define MO_MAGIC 0x950412deu

struct _Catalogue {
  const char *lang;
  const char *data;
  gsize len;
  guint32 count;
  guint32 originals, translations;
};

static guint32
read32 (const char *p)
{
  guint32 n;
  memcpy (&n, p, sizeof n);
  return GUINT32_FROM_LE (n);
}

/* The text of a row, or NULL where it is not all in the file. */
static const char *
checked_text (const Catalogue *catalogue, guint32 table, guint32 row)
{
  const char *p = catalogue->data + table + (gsize)row * ROW;
  gsize len = read32 (p), place = read32 (p + 4);

  if (place >= catalogue->len || len >= catalogue->len - place || catalogue->data[place + len] != '\0')
    return NULL;
  return catalogue->data + place;
}

static const char *
text_at (const Catalogue *catalogue, guint32 table, guint32 row)
{
  return catalogue->data + read32 (catalogue->data + table + (gsize)row * ROW + 4);
}

static gboolean
table_fits (const Catalogue *catalogue, guint32 table)
{
  return table <= catalogue->len && catalogue->count <= (catalogue->len - table) / ROW;
}

static gboolean
is_sound (const Catalogue *catalogue)
{
  const char *before = NULL;

  if (!table_fits (catalogue, catalogue->originals) || !table_fits (catalogue, catalogue->translations))
    return FALSE;
  for (guint32 i = 0; i < catalogue->count; i++) {
    const char *text = checked_text (catalogue, catalogue->originals, i);
    if (text == NULL || checked_text (catalogue, catalogue->translations, i) == NULL || (before != NULL && strcmp (before, text) >= 0))
      return FALSE;
    before = text;
  }
  return TRUE;
}

Catalogue *
catalogue_read (const char *lang, const char *data, gsize len)
{
  g_autoptr (Catalogue) catalogue = NULL;

  if (len < HEADER || read32 (data + MAGIC) != MO_MAGIC)
    return NULL;
  catalogue = g_new0 (Catalogue, 1);
  *catalogue = (Catalogue){ .lang = lang,
                            .data = data,
                            .len = len,
                            .count = read32 (data + COUNT),
                            .originals = read32 (data + ORIGINALS),
                            .translations = read32 (data + TRANSLATIONS) };
  return is_sound (catalogue) ? g_steal_pointer (&catalogue) : NULL;
}

void
catalogue_free (Catalogue *catalogue)
{
  g_free (catalogue);
}

const char *
catalogue_lang (const Catalogue *catalogue)
{
  return catalogue->lang;
}

/* The empty text's translation is the file's own header: never asked for. */
const char *
catalogue_translate (const char *msgid, gpointer data)
{
  const Catalogue *catalogue = data;
  guint32 low = 0, high = catalogue != NULL ? catalogue->count : 0;

  if (*msgid == '\0')
    return msgid;
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    int order = strcmp (msgid, text_at (catalogue, catalogue->originals, middle));
    if (order == 0)
      return text_at (catalogue, catalogue->translations, middle);
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return msgid;
}

/* Languages. */

/* NULL where the tool was built without msgfmt. */
static const Catalogue *
load (const char *lang, const char *path)
{
  GBytes *bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize len;
  const char *data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &len); /* kept for as long as the process runs */
  return catalogue_read (lang, data, len);
}

static const Catalogue *korean;

static void
load_korean (void)
{
  korean = load ("ko", "/org/hopscope/po/ko.mo");
}

/* Is @lang the language @code, whatever the country, character set or script? */
static gboolean
is_language (const char *lang, gsize len, const char *code)
{
  gsize n = strlen (code);
  return len >= n && g_ascii_strncasecmp (lang, code, n) == 0 && (len == n || strchr ("-_.@", lang[n]) != NULL);
}

const Catalogue *
catalogue_for (const char *lang)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;

  if (lang == NULL || !is_language (lang, strlen (lang), "ko"))
    return NULL;
  pthread_once (&once, load_korean);
  return korean;
}

static const char *
value_of (char *(*get) (const char *name), const char *name)
{
  const char *value = get (name);
  return value != NULL && *value != '\0' ? value : NULL;
}

const Catalogue *
catalogue_from_environment (char *(*get) (const char *name))
{
  static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
  const char *locale = NULL, *list = value_of (get, "LANGUAGE");

  for (gsize i = 0; i < G_N_ELEMENTS (names) && locale == NULL; i++)
    locale = value_of (get, names[i]);
  if (locale == NULL || strcmp (locale, "C") == 0 || strcmp (locale, "POSIX") == 0)
    return NULL;
  while (list != NULL && *list != '\0') {
    gsize len = strcspn (list, ":");
    if (is_language (list, len, "ko"))
      return catalogue_for ("ko");
    if (is_language (list, len, "en"))
      return NULL;
    list += len + (list[len] == ':');
  }
  return catalogue_for (locale);
}
