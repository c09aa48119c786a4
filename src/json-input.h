/* JSON that administrators hand in: bounded parsing, forgiving access, clear errors.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/error.h>
#include <hopscope/types.h>
#include <json-glib/json-glib.h>

/* @data may carry a byte-order mark and be UTF-16 (PowerShell's Out-File). NULL with HS_ERROR_CONFIG "NAME:LINE:COLUMN: what". */
JsonNode *hs_input_parse (const char *data, gsize len, const char *name, GError **error);

/* NULL where the member is not there or of another kind. Member names are compared as written. */
const char *hs_input_string (JsonObject *object, const char *member);
JsonArray *hs_input_array (JsonObject *object, const char *member);
const char *hs_input_element (JsonArray *array, guint i);
/* @fallback where the member is not there; accepts true/false, 0/1 and the words "True"/"False". */
gboolean hs_input_boolean (JsonObject *object, const char *member, gboolean fallback);
