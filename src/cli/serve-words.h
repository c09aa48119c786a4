/* What the page of hopscope serve says, in the languages it speaks.  SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

typedef enum { CLI_ENGLISH, CLI_KOREAN, CLI_N_LANGUAGES } CliLanguage;

typedef enum {
  CLI_WORD_TITLE,
  CLI_WORD_TITLE_AGAIN,
  CLI_WORD_MAIL,
  CLI_WORD_MAIL_HINT,
  CLI_WORD_FILES,
  CLI_WORD_FILES_HINT,
  CLI_WORD_DROP_HINT,
  CLI_WORD_AGAIN_HINT,
  CLI_WORD_KNOWN,
  CLI_WORD_CONNECTORS,
  CLI_WORD_CONNECTORS_HINT,
  CLI_WORD_CONNECTORS_KEPT,
  CLI_WORD_DOMAINS,
  CLI_WORD_DOMAINS_HINT,
  CLI_WORD_TENANTS,
  CLI_WORD_TENANTS_HINT,
  CLI_WORD_TRUST,
  CLI_WORD_TRUST_HINT,
  CLI_WORD_REDACT,
  CLI_WORD_REDACT_HINT,
  CLI_WORD_ANALYZE,
  CLI_WORD_WORKING,
  CLI_WORD_PRIVACY,
  CLI_WORD_DOWNLOAD,
  CLI_WORD_DOWNLOAD_LARGE,
  CLI_WORD_GONE,
  CLI_WORD_TOO_LARGE,
  CLI_WORD_NOTHING,
  CLI_WORD_NO_FORM,
  CLI_WORD_CUT,
  CLI_N_WORDS
} CliWord;

/* Between `backquotes` stands what is to be typed. */
const char *cli_word (CliLanguage language, CliWord word);
const char *cli_language_tag (CliLanguage language);
/* The one that an Accept-Language field (RFC 9110 section 12.5.4) likes best; @accept may be NULL. */
CliLanguage cli_language_choose (const char *accept);
