/* SPDX-License-Identifier: MIT */
#include "date-canonical.h"

#include "ascii.h"

/* Three letters of a name as one number, in lower case. */
#define LETTERS(a, b, c) ((guint32)(a) << 16 | (guint32)(b) << 8 | (guint32)(c))

static const guint32 weekdays[] = { LETTERS ('s', 'u', 'n'), LETTERS ('m', 'o', 'n'), LETTERS ('t', 'u', 'e'), LETTERS ('w', 'e', 'd'),
                                    LETTERS ('t', 'h', 'u'), LETTERS ('f', 'r', 'i'), LETTERS ('s', 'a', 't') };
static const guint32 months[] = { LETTERS ('j', 'a', 'n'), LETTERS ('f', 'e', 'b'), LETTERS ('m', 'a', 'r'), LETTERS ('a', 'p', 'r'),
                                  LETTERS ('m', 'a', 'y'), LETTERS ('j', 'u', 'n'), LETTERS ('j', 'u', 'l'), LETTERS ('a', 'u', 'g'),
                                  LETTERS ('s', 'e', 'p'), LETTERS ('o', 'c', 't'), LETTERS ('n', 'o', 'v'), LETTERS ('d', 'e', 'c') };

/* The index of the name at @p, or -1. */
static int
find_letters (const char *p, const guint32 *names, guint n)
{
  guint32 letters = LETTERS ((guint8)hs_lower (p[0]), (guint8)hs_lower (p[1]), (guint8)hs_lower (p[2]));

  for (guint i = 0; i < n; i++)
    if (names[i] == letters)
      return (int)i;
  return -1;
}

/* Behind the white space that must stand at @p, if @needed bytes are left there; else NULL. */
static const char *
skip_space (const char *p, const char *end, gssize needed)
{
  if (p == NULL || p == end || !hs_is_space (*p))
    return NULL;
  while (p < end && hs_is_space (*p))
    p++;
  return end - p >= needed ? p : NULL;
}

/* Two digits, as a number; beyond any year for anything else. */
static guint
two_digits (const char *p)
{
  guint tens = (guint)(p[0] - '0'), ones = (guint)(p[1] - '0');

  return tens <= 9 && ones <= 9 ? tens * 10 + ones : 100000;
}

/* "Mon, 9 Mar 2026 " */
static const char *
read_date (HsDateReader *r, const char *p, const char *end)
{
  if (end - p > 4 && p[3] == ',') {
    r->weekday = find_letters (p, weekdays, 7);
    p = r->weekday >= 0 ? skip_space (p + 4, end, 1) : NULL;
  }
  if (p == NULL || end - p < 2 || !hs_is_digit (*p))
    return NULL;
  r->day = (guint)(*p++ - '0');
  if (hs_is_digit (*p))
    r->day = r->day * 10 + (guint)(*p++ - '0');
  p = skip_space (p, end, 3);
  if (p == NULL)
    return NULL;
  r->month = (guint)(find_letters (p, months, 12) + 1);
  p = skip_space (p + 3, end, 4);
  if (p == NULL)
    return NULL;
  r->year = two_digits (p) * 100 + two_digits (p + 2);
  return r->day >= 1 && r->day <= 31 && r->month >= 1 && r->year >= 1900 && r->year <= 9999 ? skip_space (p + 4, end, 8) : NULL;
}

/* "03:53:37 " */
static const char *
read_time (HsDateReader *r, const char *p, const char *end)
{
  if (p == NULL || p[2] != ':' || p[5] != ':')
    return NULL;
  r->hour = two_digits (p);
  r->minute = two_digits (p + 3);
  r->second = two_digits (p + 6);
  return r->hour <= 23 && r->minute <= 59 && r->second <= 60 ? skip_space (p + 8, end, 5) : NULL;
}

/* "-0500" */
static const char *
read_zone (HsDateReader *r, const char *p, const char *end)
{
  guint hours, minutes;

  if (p == NULL || (*p != '+' && *p != '-') || (end - p > 5 && hs_is_digit (p[5])))
    return NULL;
  hours = two_digits (p + 1);
  minutes = two_digits (p + 3);
  if (hours > 23 || minutes > 59)
    return NULL;
  r->zone_minutes = (int)(hours * 60 + minutes) * (*p == '-' ? -1 : 1);
  r->flags = *p == '-' && r->zone_minutes == 0 ? HS_TIME_ZONE_UNKNOWN : 0;
  r->order = HS_DATE_RFC5322_ORDER;
  return p + 5;
}

gboolean
hs_date_read_canonical (HsDateReader *r)
{
  HsDateReader kept = *r;
  const char *p = r->p, *end = r->end;

  while (p < end && hs_is_space (*p))
    p++;
  p = read_zone (r, read_time (r, read_date (r, p, end), end), end);
  if (p == NULL) {
    *r = kept;
    return FALSE;
  }
  r->p = p;
  return TRUE;
}
