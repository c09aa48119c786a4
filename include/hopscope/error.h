/* SPDX-License-Identifier: MIT */
#ifndef HOPSCOPE_ERROR_H
#define HOPSCOPE_ERROR_H

#include <hopscope/types.h>

G_BEGIN_DECLS

/**
 * HS_ERROR:
 *
 * Errors are for input, output, tables and options. Malformed mail is never an error but a finding. The message is English;
 * hs_error_text() says it in the reader's language.
 */
#define HS_ERROR (hs_error_quark ())
HS_API GQuark hs_error_quark (void);

/**
 * HsError:
 * @HS_ERROR_OPEN: a file could not be opened
 * @HS_ERROR_READ: reading failed halfway
 * @HS_ERROR_WRITE: output could not be written
 * @HS_ERROR_EMPTY: the input has no byte
 * @HS_ERROR_NOT_MAIL: no header field in it
 * @HS_ERROR_BINARY: a binary file of no known kind
 * @HS_ERROR_NO_HEADERS: an Outlook item that was never transported (draft or sent item)
 * @HS_ERROR_ARCHIVE: a damaged or refused archive (damaged, encrypted, expands too far)
 * @HS_ERROR_TABLE: a row of a rule table is wrong
 * @HS_ERROR_CONFIG: a connectors, domains, endpoints or keys file is wrong
 * @HS_ERROR_OPTION: an option's value is wrong
 * @HS_ERROR_LIMIT: a limit was reached before anything could be analyzed
 * @HS_ERROR_RECORD: a record of a stream is not what it should be
 */
typedef enum {
  HS_ERROR_OPEN,
  HS_ERROR_READ,
  HS_ERROR_WRITE,
  HS_ERROR_EMPTY,
  HS_ERROR_NOT_MAIL,
  HS_ERROR_BINARY,
  HS_ERROR_NO_HEADERS,
  HS_ERROR_ARCHIVE,
  HS_ERROR_TABLE,
  HS_ERROR_CONFIG,
  HS_ERROR_OPTION,
  HS_ERROR_LIMIT,
  HS_ERROR_RECORD
} HsError;

/**
 * hs_error_code_name:
 *
 * Returns: (transfer none): the stable name of @code in error records, such as "not-mail"
 */
HS_API const char *hs_error_code_name (int code);

/**
 * HS_ERROR_WORDS:
 *
 * Before an argument of hs_error_set(): the next one is a text of ours as well, and translated.
 */
#define HS_ERROR_WORDS "\1"

/**
 * hs_error_set:
 * @format: English, with placeholders {1} to {4}; the key of its translations
 * @...: what they stand for, ended by %NULL
 *
 * Sets an error of the library, for programs that have something of their own to say beside it. g_prefix_error() may put names and
 * places in front: they are never translated.
 */
HS_API void hs_error_set (GError **error, HsError code, const char *format, ...) G_GNUC_NULL_TERMINATED;

/**
 * hs_error_text:
 * @error: any error; one that is not of %HS_ERROR keeps its words
 * @translate: (nullable): the reader's language
 *
 * Returns: (transfer full): what @error says
 */
HS_API char *hs_error_text (const GError *error, HsTranslate translate, gpointer user_data);

G_END_DECLS

#endif
