/* SPDX-License-Identifier: MIT */
#include "date.h"

#include "ascii.h"
#include "date-canonical.h"
#include "date-parts.h"
#include "zone.h"

/* Bounds on what may stand between the parts, so that a failed attempt to read a date costs little. */
#define MAX_COMMENT 128 /* bytes that are no white space: folding must not decide */
#define MAX_SKIPPED 3

#define RFC5322_ORDER_WITHOUT_ZONE 0x1234u

/* The place behind the comment at @p, or NULL for one that is overlong or not closed. */
static const char *
skip_comment (const char *p, const char *end)
{
  guint depth = 0, length = 0;

  for (; p < end && length < MAX_COMMENT; p++) {
    length += !hs_is_space (*p);
    if (*p == '\\' && p + 1 < end)
      p++;
    else if (*p == '(')
      depth++;
    else if (*p == ')' && --depth == 0)
      return p + 1;
  }
  return NULL;
}

/* White space, comments and the separators between parts. A sign after the time is the zone's. */
static void
skip_separators (HsDateReader *r, gboolean time_known)
{
  r->separator = ' ';
  while (r->p < r->end) {
    char c = *r->p;
    if (hs_is_space (c)) {
      r->p++;
    } else if (c == ',' || (!time_known && (c == '-' || c == '/' || c == '.'))) {
      r->separator = c;
      r->flags |= c != ',' ? HS_TIME_ODD_FORM : 0;
      r->p++;
    } else {
      const char *behind = c == '(' ? skip_comment (r->p, r->end) : NULL;
      if (behind == NULL)
        return;
      r->p = behind;
    }
  }
}

static gboolean
is_abbreviation (const char *word, gsize len, const char *name)
{
  if (len < 3)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (hs_lower (word[i]) != name[i])
      return FALSE;
  return TRUE;
}

static const char *const month_names[] = { "january", "february", "march",     "april",   "may",      "june",
                                           "july",    "august",   "september", "october", "november", "december" };
static const char *const weekday_names[] = { "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday" };

static int
find_name (const char *word, gsize len, const char *const *names, guint n)
{
  char first = hs_lower (word[0]);

  for (guint i = 0; i < n; i++)
    if (names[i][0] == first && is_abbreviation (word, len, names[i]))
      return (int)i;
  return -1;
}

/* AM and PM behind the time. */
static gboolean
apply_half_day (HsDateReader *r, const char *word, gsize len)
{
  if (len != 2 || hs_lower (word[1]) != 'm' || (hs_lower (word[0]) != 'a' && hs_lower (word[0]) != 'p'))
    return FALSE;
  if (r->hour < 1 || r->hour > 12)
    return TRUE;
  r->hour = r->hour % 12 + (hs_lower (word[0]) == 'p' ? 12 : 0);
  r->flags |= HS_TIME_ODD_FORM;
  return TRUE;
}

static HsDateStep
on_word_after_time (HsDateReader *r, const char *word, gsize len)
{
  HsZone zone;

  if (apply_half_day (r, word, len))
    return HS_DATE_STEP_ON;
  if (!hs_date_has_part (r, HS_DATE_YEAR) && !hs_date_has_part (r, HS_DATE_ZONE) && !hs_zone_find (hs_slice (word, word + len), &zone))
    return HS_DATE_STEP_FAIL;
  if (hs_date_has_part (r, HS_DATE_ZONE))
    return HS_DATE_STEP_DONE;
  hs_date_add_part (r, HS_DATE_ZONE);
  if (!hs_zone_find (hs_slice (word, word + len), &zone)) {
    r->flags |= HS_TIME_ZONE_UNRECOGNIZED;
    return HS_DATE_STEP_ON;
  }
  r->zone_minutes = zone.minutes;
  r->flags |= zone.flags;
  return HS_DATE_STEP_ON;
}

static HsDateStep
on_word (HsDateReader *r, gboolean time_known)
{
  const char *word = r->p;
  gsize len;
  int month;

  while (r->p < r->end && (hs_is_alpha (*r->p) || (guchar)*r->p >= 0x80))
    r->p++;
  len = (gsize)(r->p - word);
  month = find_name (word, len, month_names, 12);
  if (month >= 0 && !hs_date_has_part (r, HS_DATE_MONTH)) {
    r->month = (guint)month + 1;
    r->flags |= len > 3 ? HS_TIME_ODD_FORM : 0;
    hs_date_add_part (r, HS_DATE_MONTH);
    return HS_DATE_STEP_ON;
  }
  if (time_known)
    return on_word_after_time (r, word, len);
  if (r->weekday < 0 && (r->weekday = find_name (word, len, weekday_names, 7)) >= 0) {
    r->flags |= len > 3 ? HS_TIME_ODD_FORM : 0;
    return HS_DATE_STEP_ON;
  }
  r->flags |= HS_TIME_ODD_FORM;
  if (len == 1 && *word == 'T' && hs_date_has_part (r, HS_DATE_DAY))
    return HS_DATE_STEP_ON;
  /* Words of other languages, or what damage left of a weekday. */
  return r->order == 0 && r->skipped++ < MAX_SKIPPED ? HS_DATE_STEP_ON : HS_DATE_STEP_FAIL;
}

/* "+0200", "+02:00", "+02": NULL if nothing of the kind follows the sign. */
static HsDateStep
on_sign (HsDateReader *r)
{
  int sign = *r->p++ == '-' ? -1 : 1;
  guint digits, value = hs_date_read_number (r, &digits), minutes;

  if (digits <= 2 && digits > 0 && r->end - r->p > 2 && *r->p == ':' && hs_is_digit (r->p[1])) {
    r->p++;
    value = value * 100 + hs_date_read_number (r, &digits);
    r->flags |= HS_TIME_ODD_FORM;
  } else if (digits <= 2) {
    value *= 100;
    r->flags |= HS_TIME_ODD_FORM;
  } else if (digits != 4) {
    r->flags |= HS_TIME_ODD_FORM;
  }
  if (digits == 0)
    return HS_DATE_STEP_DONE;
  if (!hs_date_has_part (r, HS_DATE_ZONE))
    hs_date_add_part (r, HS_DATE_ZONE);
  minutes = value / 100 * 60 + value % 100;
  r->flags &= ~(guint)(HS_TIME_ZONE_NAMED | HS_TIME_ZONE_UNRECOGNIZED | HS_TIME_ZONE_UNKNOWN);
  if (value % 100 > 59 || value / 100 > 23) {
    r->flags |= HS_TIME_ZONE_UNRECOGNIZED;
    return HS_DATE_STEP_ON;
  }
  r->zone_minutes = sign * (int)minutes;
  r->flags |= sign < 0 && minutes == 0 ? HS_TIME_ZONE_UNKNOWN : 0;
  return hs_date_has_part (r, HS_DATE_YEAR) ? HS_DATE_STEP_DONE : HS_DATE_STEP_ON;
}

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && hs_is_space (*p))
    p++;
  return p;
}

/* Go writes the zone twice, then its monotonic clock: "+0000 UTC m=+169265.42", "-0300 -03 m=+1.5". */
static const char *
skip_go_tail (const char *tail, const char *end)
{
  const char *word = skip_space (tail, end), *p = word;

  while (p < end && p - word < 6 && (hs_is_alnum (*p) || *p == '+' || *p == '-'))
    p++;
  p = skip_space (p, end);
  if (end - p < 4 || p[0] != 'm' || p[1] != '=' || (p[2] != '+' && p[2] != '-'))
    return tail;
  for (p += 3; p < end && (hs_is_digit (*p) || *p == '.'); p++)
    ;
  return p;
}

static HsDateStep
read_part (HsDateReader *r)
{
  gboolean time_known = hs_date_has_part (r, HS_DATE_TIME);
  const char *before = r->p;
  HsDateStep step;

  skip_separators (r, time_known);
  if (r->p == r->end)
    return HS_DATE_STEP_DONE;
  if (hs_is_digit (*r->p))
    step = hs_date_on_number (r, time_known);
  else if (hs_is_alpha (*r->p) || (guchar)*r->p >= 0x80)
    step = on_word (r, time_known);
  else if (time_known && (*r->p == '+' || *r->p == '-'))
    return on_sign (r);
  else
    step = time_known ? HS_DATE_STEP_DONE : HS_DATE_STEP_FAIL;
  if (step == HS_DATE_STEP_DONE)
    r->p = before;
  return step;
}

static guint
days_in_month (guint year, guint month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  return month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : days[month - 1];
}

/* The instant, once all parts are there. */
static gboolean
finish (HsDateReader *r, HsTime *time)
{
  gint64 days, seconds;

  if (!hs_date_has_part (r, HS_DATE_DAY) || !hs_date_has_part (r, HS_DATE_MONTH) || !hs_date_has_part (r, HS_DATE_YEAR) ||
      !hs_date_has_part (r, HS_DATE_TIME))
    return FALSE;
  if (r->day > days_in_month (r->year, r->month))
    return FALSE;
  if (!hs_date_has_part (r, HS_DATE_ZONE))
    r->flags |= HS_TIME_ZONE_MISSING;
  if (r->order != HS_DATE_RFC5322_ORDER && r->order != RFC5322_ORDER_WITHOUT_ZONE)
    r->flags |= HS_TIME_ODD_FORM;
  if (r->second == 60) {
    r->second = 59;
    r->flags |= HS_TIME_LEAP_SECOND;
  }
  days = hs_date_days ((gint)r->year, r->month, r->day);
  if (r->weekday >= 0 && r->weekday != (int)((days % 7 + 11) % 7))
    r->flags |= HS_TIME_WEEKDAY_WRONG;
  seconds = days * 86400 + r->hour * 3600 + r->minute * 60 + r->second - (gint64)r->zone_minutes * 60;
  time->us = seconds * G_USEC_PER_SEC + r->us;
  time->zone_minutes = (gint16)r->zone_minutes;
  time->flags = (guint16)(r->flags | HS_TIME_KNOWN);
  return TRUE;
}

const char *
hs_date_read (const char *p, const char *end, HsTime *time)
{
  HsDateReader r = { .p = p, .end = end, .weekday = -1 };
  HsDateStep step = HS_DATE_STEP_ON;

  *time = (HsTime){ 0 };
  if (hs_date_read_canonical (&r))
    step = HS_DATE_STEP_DONE;
  while (step == HS_DATE_STEP_ON)
    step = read_part (&r);
  if (step == HS_DATE_STEP_FAIL || !finish (&r, time))
    return NULL;
  return skip_go_tail (r.p, end);
}

gboolean
hs_date_parse (HsSlice text, HsTime *time)
{
  HsDateReader rest = { 0 };

  *time = (HsTime){ 0 };
  if (text.ptr == NULL || hs_slice_trim (text).len == 0)
    return FALSE;
  rest.end = text.ptr + text.len;
  rest.p = hs_date_read (text.ptr, rest.end, time);
  if (rest.p == NULL) {
    *time = (HsTime){ .flags = HS_TIME_MALFORMED };
    return FALSE;
  }
  skip_separators (&rest, TRUE);
  if (rest.p < rest.end)
    time->flags |= HS_TIME_ODD_FORM;
  return TRUE;
}
