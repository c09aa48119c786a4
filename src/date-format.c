/* Counting days, and writing instants: the other half of date.h.  SPDX-License-Identifier: MIT */
#include "date.h"

#include "ascii.h"

gint64
hs_date_days (gint year, guint month, guint day)
{
  /* Counted from 1 March, so that the leap day is the last of a year; 400-year eras. */
  gint64 y = month <= 2 ? (gint64)year - 1 : year, era = (y >= 0 ? y : y - 399) / 400;
  guint year_of_era = (guint)(y - era * 400);
  guint day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  guint day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + (gint64)day_of_era - 719468;
}

/* Year, month and day of a count of days since 1970-01-01: hs_date_days() backwards. */
static void
civil_date (gint64 days, gint *year, guint *month, guint *day)
{
  gint64 z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
  guint day_of_era = (guint)(z - era * 146097);
  guint year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  guint day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint shifted = (5 * day_of_year + 2) / 153;

  *day = day_of_year - (153 * shifted + 2) / 5 + 1;
  *month = shifted < 10 ? shifted + 3 : shifted - 9;
  *year = (gint)(year_of_era + era * 400) + (*month <= 2);
}

/* The last two digits. */
static char *
put_pair (char *p, guint value)
{
  return mempcpy (p, hs_digit_pairs + value % 100 * 2, 2);
}

/* "2026-03-09T03:53:37.479", with @separator for the T and as many digits of the fraction as are not zero. */
static char *
put_date_time (char *p, gint64 us, char separator, gboolean fraction)
{
  gint64 seconds = us / G_USEC_PER_SEC - (us % G_USEC_PER_SEC < 0), days = seconds / 86400 - (seconds % 86400 < 0);
  guint rest = (guint)(us - seconds * G_USEC_PER_SEC), of_day = (guint)(seconds - days * 86400), month, day;
  gint year;

  civil_date (days, &year, &month, &day);
  p = put_pair (put_pair (p, (guint)year / 100), (guint)year);
  *p++ = '-';
  p = put_pair (p, month);
  *p++ = '-';
  p = put_pair (p, day);
  *p++ = separator;
  p = put_pair (p, of_day / 3600);
  *p++ = ':';
  p = put_pair (p, of_day / 60 % 60);
  *p++ = ':';
  p = put_pair (p, of_day % 60);
  if (!fraction)
    return p;
  *p++ = '.';
  p = put_pair (put_pair (put_pair (p, rest / 10000), rest / 100), rest);
  for (guint i = 0; i < 5 && p[-1] == '0'; i++)
    p--;
  return p;
}

gsize
hs_date_format_utc (const HsTime *time, char text[HS_TIME_TEXT_MAX])
{
  char *p = text;

  if (time->flags & HS_TIME_KNOWN) {
    p = put_date_time (p, time->us, 'T', (time->flags & HS_TIME_FRACTION) != 0);
    *p++ = 'Z';
  }
  *p = '\0';
  return (gsize)(p - text);
}

gsize
hs_date_format_zone (const HsTime *time, char text[HS_TIME_TEXT_MAX])
{
  char *p = text;
  int minutes = time->zone_minutes;
  guint absolute = (guint)ABS (minutes);

  if (time->flags & HS_TIME_KNOWN) {
    p = put_date_time (p, time->us + (gint64)minutes * 60 * G_USEC_PER_SEC, ' ', (time->flags & HS_TIME_FRACTION) != 0);
    *p++ = ' ';
    *p++ = minutes < 0 || (time->flags & HS_TIME_ZONE_UNKNOWN) ? '-' : '+';
    p = put_pair (p, absolute / 60);
    p = put_pair (p, absolute % 60);
  }
  *p = '\0';
  return (gsize)(p - text);
}
