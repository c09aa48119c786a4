/* Any bytes as a date: what was read is written so that it reads the same, and a comment before it changes nothing.
   SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "date.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *copy = g_memdup2 (data, size);
  char text[HS_TIME_TEXT_MAX];
  g_autofree char *commented = g_strdup_printf ("()%.*s", (int)size, copy);
  HsTime time, again;

  if (!hs_date_parse ((HsSlice){ copy, size }, &time)) {
    g_assert_true (time.flags == 0 || time.flags == HS_TIME_MALFORMED);
    return 0;
  }
  g_assert_true (time.flags & HS_TIME_KNOWN);
  if (memchr (copy, '\0', size) == NULL) {
    g_assert_true (hs_date_parse (hs_slice_str (commented), &again)); /* the comment keeps it from the short cut */
    g_assert_cmpint (again.us, ==, time.us);
    g_assert_cmpint (again.zone_minutes, ==, time.zone_minutes);
    g_assert_cmphex (again.flags, ==, time.flags);
  }
  hs_date_format_utc (&time, text);
  if (text[0] == '1' && text[1] == '8')
    return 0; /* the last hours of 1899, west of Greenwich */
  g_assert_true (hs_date_parse (hs_slice_str (text), &again));
  g_assert_cmpint (again.us, ==, time.us);
  hs_date_format_zone (&time, text);
  g_assert_true (hs_date_parse (hs_slice_str (text), &again));
  g_assert_cmpint (again.us, ==, time.us);
  g_assert_cmpint (again.zone_minutes, ==, time.zone_minutes);
  return 0;
}
