/* Microsoft's fields, decoded: for judging (HsMarks) and for showing (HsMicrosoft365).  SPDX-License-Identifier: MIT */
#pragma once

#include "work.h"

/* Parses the fields that the verdict reads into work->marks. */
void hs_m365_marks (HsWork *work);
/* Decodes every Microsoft field for the report into work->decoded. */
void hs_m365_decode (HsWork *work);
/* UTC time inside a Network-Message-Id: its last 12 hex digits are .NET ticks >> 16. FALSE if @guid is none or the time is absurd. */
gboolean hs_m365_guid_time (HsSlice guid, HsTime *time);
/* "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" */
gboolean hs_m365_is_guid (HsSlice text);
/* The next "key<sep>value" item of a list separated by ';': FALSE at the end. Values are trimmed. */
gboolean hs_m365_item (HsSlice *rest, char separator, HsSlice *key, HsSlice *value);
/* Next server name of X-MS-TrafficTypeDiagnostic ("A:EE_|B:EE_"). */
gboolean hs_m365_diagnostic (HsSlice *rest, HsSlice *server);
