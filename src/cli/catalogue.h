/* Translations of what is said to people: gettext's .mo files, compiled in. Independent of the locale of the process, so that a server
   can answer each reader in his own language.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/hopscope.h>

typedef struct _Catalogue Catalogue;

/* The catalogue of a language tag or locale name: "ko", "ko-KR", "ko_KR.UTF-8"; NULL where there is none, and for English. */
const Catalogue *catalogue_for (const char *lang);
/* Its language tag, for HsReportOptions.lang. */
const char *catalogue_lang (const Catalogue *catalogue);
/* An HsTranslate: @catalogue is what catalogue_for() gave, cast to gpointer, or NULL. @msgid itself where it has no translation. */
const char *catalogue_translate (const char *msgid, gpointer catalogue);

/* The reader's catalogue as gettext would choose it: LC_ALL, LC_MESSAGES or LANG names the locale, and where that is not "C" the list
   in LANGUAGE goes first. @get: getenv(), or what a test puts in its place. */
const Catalogue *catalogue_from_environment (char *(*get) (const char *name));

/* A .mo file in memory that is checked as a whole first: NULL unless every text lies in it, is terminated by NUL and comes after the
   one before it. @data is borrowed. */
Catalogue *catalogue_read (const char *lang, const char *data, gsize len);
void catalogue_free (Catalogue *catalogue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Catalogue, catalogue_free)
