/* The parts of a date-time that are numbers: inner half of date.h.  SPDX-License-Identifier: MIT */
#pragma once

#include <hopscope/types.h>

/* What is known so far. The parts may come in any order that leaves no doubt: see hs_date_read (). */
typedef struct {
  const char *p;
  const char *end;
  guint32 order; /* one hexadecimal digit per part read, oldest first */
  int weekday;   /* 0 Sunday; -1 not written */
  guint day;
  guint month;
  guint year;
  guint hour;
  guint minute;
  guint second;
  guint us;
  int zone_minutes;
  guint flags;
  guint skipped;  /* words before the date that mean nothing here */
  char separator; /* before the token at hand */
} HsDateReader;

typedef enum { HS_DATE_DAY = 1, HS_DATE_MONTH, HS_DATE_YEAR, HS_DATE_TIME, HS_DATE_ZONE } HsDatePart;

#define HS_DATE_RFC5322_ORDER 0x12345u /* day month year time zone */

typedef enum { HS_DATE_STEP_ON, HS_DATE_STEP_DONE, HS_DATE_STEP_FAIL } HsDateStep;

gboolean hs_date_has_part (const HsDateReader *r, HsDatePart part);
void hs_date_add_part (HsDateReader *r, HsDatePart part);
/* Up to nine digits at the cursor. */
guint hs_date_read_number (HsDateReader *r, guint *digits);
/* The number at the cursor, as whatever part it must be here. */
HsDateStep hs_date_on_number (HsDateReader *r, gboolean time_known);
