/* Date-times as mail writes them, to an instant plus the zone as written.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

#define HS_TIME_TEXT_MAX 40

/* Reads all of @text (white space and comments around allowed): RFC 5322 with all obsolete forms, RFC 850, asctime, ISO 8601 /
   RFC 3339, Go ("2022-09-21 21:14:02.235624227 +0000 UTC m=+169265.42"), full month and day names, two-digit years, 12-hour
   clocks, fractional seconds, comments before the date. Nothing is ever silently midnight or UTC: see HsTimeFlags.
   FALSE with HS_TIME_MALFORMED where no instant can be read. Years 1900 to 9999 (RFC 5322 section 3.3; a broken clock west of
   Greenwich writes 1969). Text behind a whole date-time is passed over with HS_TIME_ODD_FORM. */
gboolean hs_date_parse (HsSlice text, HsTime *time);
/* Reads one date-time that starts at @p (white space and comments may stand before it); returns the place behind its zone, or NULL
   with @time zeroed. Looks no further than it has to, so that trying at many places of one text stays linear. */
const char *hs_date_read (const char *p, const char *end, HsTime *time);
/* RFC 3339 in UTC, fraction only where known ("2026-03-09T03:53:37.479Z"), NUL-terminated; 0 if unknown. */
gsize hs_date_format_utc (const HsTime *time, char text[HS_TIME_TEXT_MAX]);
/* In the zone as written: "2026-03-09 12:53:37 +0900"; "-0000" where so written; 0 if unknown. */
gsize hs_date_format_zone (const HsTime *time, char text[HS_TIME_TEXT_MAX]);
/* Days since 1970-01-01 of a civil date (proleptic Gregorian). */
gint64 hs_date_days (gint year, guint month, guint day);
