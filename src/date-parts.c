/* SPDX-License-Identifier: MIT */
#include "date-parts.h"

#include "ascii.h"

gboolean
hs_date_has_part (const HsDateReader *r, HsDatePart part)
{
  for (guint32 order = r->order; order != 0; order >>= 4)
    if ((order & 15) == part)
      return TRUE;
  return FALSE;
}

void
hs_date_add_part (HsDateReader *r, HsDatePart part)
{
  r->order = r->order << 4 | part;
}

guint
hs_date_read_number (HsDateReader *r, guint *digits)
{
  guint value = 0;

  for (*digits = 0; r->p < r->end && hs_is_digit (*r->p) && *digits < 9; (*digits)++)
    value = value * 10 + (guint)(*r->p++ - '0');
  return value;
}

/* A fraction to microseconds; further digits are cut off. */
static void
read_fraction (HsDateReader *r)
{
  guint scale = 100000;

  if (r->end - r->p < 2 || (*r->p != '.' && *r->p != ',') || !hs_is_digit (r->p[1]))
    return;
  for (r->p++; r->p < r->end && hs_is_digit (*r->p); r->p++, scale /= 10)
    r->us += (guint)(*r->p - '0') * scale;
  r->flags |= HS_TIME_FRACTION;
}

static HsDateStep
read_time (HsDateReader *r, guint hour, char colon)
{
  guint digits;

  r->hour = hour;
  r->flags |= colon == ':' ? 0 : HS_TIME_ODD_FORM;
  r->p++;
  r->minute = hs_date_read_number (r, &digits);
  if (digits != 2)
    return HS_DATE_STEP_FAIL;
  if (r->end - r->p > 1 && *r->p == colon && hs_is_digit (r->p[1])) {
    r->p++;
    r->second = hs_date_read_number (r, &digits);
    if (digits != 2)
      return HS_DATE_STEP_FAIL;
    read_fraction (r);
  }
  if (r->hour > 23 || r->minute > 59 || r->second > 60)
    return HS_DATE_STEP_FAIL;
  hs_date_add_part (r, HS_DATE_TIME);
  return HS_DATE_STEP_ON;
}

static HsDateStep
set_year (HsDateReader *r, guint value, guint digits)
{
  if (digits == 2)
    value += value < 50 ? 2000 : 1900;
  else if (digits == 3)
    value += 1900;
  if (digits == 2 || digits == 3)
    r->flags |= HS_TIME_TWO_DIGIT_YEAR;
  else if (digits != 4)
    return HS_DATE_STEP_FAIL;
  r->year = value;
  hs_date_add_part (r, HS_DATE_YEAR);
  return value >= 1900 ? HS_DATE_STEP_ON : HS_DATE_STEP_FAIL;
}

/* Both day and month as numbers: "21.09.2022" and "9/21/2022" leave no doubt, "9/10/2022" does. */
static HsDateStep
set_numeric_month (HsDateReader *r, guint value)
{
  gboolean year_first = (r->order & 15) == HS_DATE_YEAR;

  r->flags |= HS_TIME_ODD_FORM;
  if (year_first) {
    r->month = value;
  } else if (value > 12 && r->day <= 12) {
    r->month = r->day;
    r->day = value;
  } else if (r->separator == '/' && r->day <= 12 && r->day != value) {
    return HS_DATE_STEP_FAIL;
  } else {
    r->month = value;
  }
  hs_date_add_part (r, HS_DATE_MONTH);
  return r->month >= 1 && r->month <= 12 ? HS_DATE_STEP_ON : HS_DATE_STEP_FAIL;
}

static HsDateStep
set_day (HsDateReader *r, guint value)
{
  r->day = value;
  hs_date_add_part (r, HS_DATE_DAY);
  return value >= 1 && value <= 31 ? HS_DATE_STEP_ON : HS_DATE_STEP_FAIL;
}

/* "20220921T211402Z": eight digits are a date, six behind a date a time (ISO 8601 basic format). */
static HsDateStep
read_basic_format (HsDateReader *r, guint value, guint digits)
{
  r->flags |= HS_TIME_ODD_FORM;
  if (digits == 8 && r->order == 0) {
    set_year (r, value / 10000, 4);
    r->month = value / 100 % 100;
    hs_date_add_part (r, HS_DATE_MONTH);
    set_day (r, value % 100);
    return r->year >= 1900 && r->month >= 1 && r->month <= 12 && r->day >= 1 && r->day <= 31 ? HS_DATE_STEP_ON : HS_DATE_STEP_FAIL;
  }
  if (digits != 6 || !hs_date_has_part (r, HS_DATE_DAY) || hs_date_has_part (r, HS_DATE_TIME) || r->p[-7] != 'T')
    return HS_DATE_STEP_FAIL;
  r->hour = value / 10000;
  r->minute = value / 100 % 100;
  r->second = value % 100;
  read_fraction (r);
  hs_date_add_part (r, HS_DATE_TIME);
  return r->hour <= 23 && r->minute <= 59 && r->second <= 60 ? HS_DATE_STEP_ON : HS_DATE_STEP_FAIL;
}

HsDateStep
hs_date_on_number (HsDateReader *r, gboolean time_known)
{
  guint digits, value = hs_date_read_number (r, &digits);
  char next = r->p < r->end ? *r->p : ' ';

  if (!time_known && digits <= 2 && r->end - r->p > 1 && hs_is_digit (r->p[1]) &&
      (next == ':' || (next == '.' && (r->order & 15) == HS_DATE_YEAR)))
    return read_time (r, value, next);
  if (time_known && hs_date_has_part (r, HS_DATE_YEAR))
    return HS_DATE_STEP_DONE;
  if (digits == 8 || digits == 6)
    return read_basic_format (r, value, digits);
  if (digits == 4 && !hs_date_has_part (r, HS_DATE_YEAR))
    return set_year (r, value, digits);
  if (r->order == HS_DATE_YEAR && digits <= 2)
    return set_numeric_month (r, value);
  if (!hs_date_has_part (r, HS_DATE_DAY))
    return digits <= 2 ? set_day (r, value) : HS_DATE_STEP_FAIL;
  if (!hs_date_has_part (r, HS_DATE_MONTH))
    return digits <= 2 ? set_numeric_month (r, value) : HS_DATE_STEP_FAIL;
  return hs_date_has_part (r, HS_DATE_YEAR) ? HS_DATE_STEP_FAIL : set_year (r, value, digits);
}
