/* SPDX-License-Identifier: MIT */
#include "serve-words.h"

#include "language.h"

#include <string.h>

static const char *const tags[CLI_N_LANGUAGES] = { "en", "ko" };

static const char *const words[CLI_N_WORDS] = {
  [CLI_WORD_TITLE] = N_ ("Analyze a message"),
  [CLI_WORD_TITLE_AGAIN] = N_ ("Analyze another message, or this one again"),
  [CLI_WORD_MAIL] = N_ ("Message or its headers"),
  [CLI_WORD_MAIL_HINT] = N_ ("Paste what your mail program shows as “Show original”, “Internet headers” or “View source”."),
  [CLI_WORD_FILES] = N_ ("Or files"),
  [CLI_WORD_FILES_HINT] = N_ (".eml, .msg, mbox or an archive of those; 4 MiB at most."),
  [CLI_WORD_DROP_HINT] = N_ ("Files can be dropped anywhere on this page."),
  [CLI_WORD_AGAIN_HINT] = N_ ("What you sent is still in this page: leave both empty to analyze it again."),
  [CLI_WORD_KNOWN] = N_ ("What you know (optional)"),
  [CLI_WORD_CONNECTORS] = N_ ("Your inbound connectors"),
  [CLI_WORD_CONNECTORS_HINT] =
      N_ ("File with what `Get-InboundConnector | ConvertTo-Json -Depth 5` prints; the report then says which one fits."),
  [CLI_WORD_CONNECTORS_KEPT] = N_ ("Use the file given before:"),
  [CLI_WORD_DOMAINS] = N_ ("Your domains"),
  [CLI_WORD_DOMAINS_HINT] = N_ ("Separated by spaces or commas, such as example.com."),
  [CLI_WORD_TENANTS] = N_ ("Your tenant IDs"),
  [CLI_WORD_TENANTS_HINT] = N_ ("GUIDs, separated by spaces or commas."),
  [CLI_WORD_TRUST] = N_ ("Servers you trust"),
  [CLI_WORD_TRUST_HINT] = N_ ("Host, .domain, address or range, on the recipient's side."),
  [CLI_WORD_REDACT] = N_ ("Pseudonyms for people, hosts and addresses"),
  [CLI_WORD_REDACT_HINT] = N_ ("To show a report to others: send them a download, not this page, which still holds the message."),
  [CLI_WORD_ANALYZE] = N_ ("Analyze"),
  [CLI_WORD_WORKING] = N_ ("Analyzing…"),
  [CLI_WORD_PRIVACY] = N_ ("Everything stays on this machine. Nothing is kept but in this page; close it and it is gone."),
  [CLI_WORD_DOWNLOAD] = N_ ("Download"),
  [CLI_WORD_DOWNLOAD_LARGE] =
      N_ ("Some browsers cannot save links this large without JavaScript; the command hopscope writes the same files."),
  [CLI_WORD_GONE] = N_ (
      "Hopscope is not running any more. Start it again with “hopscope serve” and open the address it prints. What you entered is still here."),
  [CLI_WORD_TOO_LARGE] =
      N_ ("That is too large: this page takes 4 MiB at a time. The command “hopscope FILE” reads mailboxes of any size."),
  [CLI_WORD_NOTHING] = N_ ("There is nothing to analyze yet: paste a message or choose a file."),
  [CLI_WORD_NO_FORM] = N_ ("What the browser sent could not be understood. Try again."),
  [CLI_WORD_CUT] = N_ ("this page shows the first messages only; the command “hopscope FILE” reads all"),
};

const char *
cli_word (CliLanguage language, CliWord word)
{
  return catalogue_translate (words[word], (gpointer)catalogue_for (tags[language]));
}

const char *
cli_language_tag (CliLanguage language)
{
  return tags[language];
}

/* The weight in "ko-KR;q=0.8", in thousandths; 0 where it makes no sense. */
static guint
read_weight (const char *range, gsize len)
{
  const char *mark = memchr (range, ';', len);
  const char *end = range + len;
  guint weight = 0, unit = 1000;

  if (mark == NULL)
    return 1000;
  for (mark++; mark < end && *mark == ' ';)
    mark++;
  if (end - mark < 3 || g_ascii_tolower (mark[0]) != 'q' || mark[1] != '=')
    return 0;
  for (mark += 2; mark < end && unit > 0 && (g_ascii_isdigit (*mark) || (*mark == '.' && unit < 1000)); mark++)
    if (*mark != '.') {
      weight += (guint)(*mark - '0') * unit;
      unit /= 10;
    }
  return MIN (weight, 1000);
}

CliLanguage
cli_language_choose (const char *accept)
{
  CliLanguage best = CLI_ENGLISH;
  guint most = 0;

  while (accept != NULL && *accept != '\0') {
    gsize len = strcspn (accept, ",");
    while (len > 0 && *accept == ' ')
      accept++, len--;
    for (guint i = 0; i < CLI_N_LANGUAGES; i++) {
      gboolean named = len >= 2 && g_ascii_strncasecmp (accept, tags[i], 2) == 0 && (len == 2 || !g_ascii_isalnum (accept[2]));
      guint weight = named ? read_weight (accept, len) : 0;
      if (weight > most) {
        most = weight;
        best = i;
      }
    }
    accept += len + (accept[len] == ',');
  }
  return best;
}
