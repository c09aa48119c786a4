/* SPDX-License-Identifier: MIT */
#include <hopscope/error.h>

G_DEFINE_QUARK (hs - error - quark, hs_error)

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
