/* SPDX-License-Identifier: MIT */
#include "date.h"

#include "ascii.h"
#include "guard.h"

#define K HS_TIME_KNOWN
#define FRACTION HS_TIME_FRACTION
#define UNKNOWN HS_TIME_ZONE_UNKNOWN
#define MISSING HS_TIME_ZONE_MISSING
#define NAMED HS_TIME_ZONE_NAMED
#define UNRECOGNIZED HS_TIME_ZONE_UNRECOGNIZED
#define WEEKDAY HS_TIME_WEEKDAY_WRONG
#define LEAP HS_TIME_LEAP_SECOND
#define TWO HS_TIME_TWO_DIGIT_YEAR
#define ODD HS_TIME_ODD_FORM

typedef struct {
  const char *name;
  const char *input;
  const char *utc; /* NULL: no instant */
  int zone_minutes;
  guint flags; /* besides HS_TIME_KNOWN */
} Row;

static const Row rows[] = {
  /* RFC 5322 and its obsolete forms */
  { "rfc5322", "Mon, 9 Mar 2026 03:53:37 -0500", "2026-03-09T08:53:37Z", -300, 0 },
  { "no-weekday", "9 Mar 2026 03:53:37 +0000", "2026-03-09T03:53:37Z", 0, 0 },
  { "no-seconds", "Mon, 09 Mar 2026 03:53 +0530", "2026-03-08T22:23:00Z", 330, 0 },
  { "minus-zero", "9 Mar 2026 03:53:37 -0000", "2026-03-09T03:53:37Z", 0, UNKNOWN },
  { "comment-behind", "Mon, 9 Mar 2026 03:53:37 -0700 (PDT)", "2026-03-09T10:53:37Z", -420, 0 },
  { "comments-everywhere", "(x) Mon(x), 9 (a (b) \\) ) Mar (y) 2026 03:53:37 (z) +0100", "2026-03-09T02:53:37Z", 60, 0 },
  { "folded", "Mon,\r\n 9 Mar\r\n\t2026 03:53:37\r\n +0100", "2026-03-09T02:53:37Z", 60, 0 },
  { "two-digit-year", "9 Mar 26 03:53:37 +0000", "2026-03-09T03:53:37Z", 0, TWO },
  { "two-digit-year-of-last-century", "21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z", 0, TWO | NAMED },
  { "three-digit-year", "9 Mar 126 03:53:37 +0000", "2026-03-09T03:53:37Z", 0, TWO },
  { "named-zone", "Wed, 12 Feb 2003 14:22:21 PST", "2003-02-12T22:22:21Z", -480, NAMED },
  { "named-zone-utc", "Wed, 12 Feb 2003 14:22:21 UTC", "2003-02-12T14:22:21Z", 0, NAMED },
  { "named-zone-beyond-rfc", "Wed, 12 Feb 2003 14:22:21 CET", "2003-02-12T13:22:21Z", 60, NAMED },
  { "military", "Wed, 12 Feb 2003 14:22:21 A", "2003-02-12T14:22:21Z", 0, NAMED | UNKNOWN },
  { "zulu", "Wed, 12 Feb 2003 14:22:21 Z", "2003-02-12T14:22:21Z", 0, NAMED },
  { "zone-without-space", "Thu, 6 May 2004 17:40:44-0500", "2004-05-06T22:40:44Z", -300, 0 },
  { "epoch-seen-from-the-west", "Wed, 31 Dec 1969 19:00:00 -0500", "1970-01-01T00:00:00Z", -300, 0 },
  { "before-1970", "Tue, 30 Dec 1969 23:32:54 -0330", "1969-12-31T03:02:54Z", -210, 0 },
  { "leap-day", "Thu, 29 Feb 2024 12:00:00 +0000", "2024-02-29T12:00:00Z", 0, 0 },
  { "leap-second", "Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59Z", 0, LEAP },
  { "zone-of-one-minute", "Sat, 28 Oct 2017 19:41:29 -0001", "2017-10-28T19:42:29Z", -1, 0 },
  { "zone-1345", "17 May 2026 22:15:15 +1345", "2026-05-17T08:30:15Z", 825, 0 },
  { "comma-after-day", "Mon, 9, Mar 2026, 03:53:37 +0000", "2026-03-09T03:53:37Z", 0, 0 },
  { "no-comma", "Mon 9 Mar 2026 03:53:37 +0000", "2026-03-09T03:53:37Z", 0, 0 },
  { "lower-case", "mon, 9 mar 2026 03:53:37 gmt", "2026-03-09T03:53:37Z", 0, NAMED },
  /* what must be said, not guessed */
  { "zone-missing", "Mon, 9 Mar 2026 03:53:37", "2026-03-09T03:53:37Z", 0, MISSING },
  { "zone-only-in-comment", "Mon, 9 Mar 2026 03:53:37 (PST)", "2026-03-09T03:53:37Z", 0, MISSING },
  { "zone-nobody-knows", "Thu, 10 Jul 1997 14:53:31 ZZZZ", "1997-07-10T14:53:31Z", 0, UNRECOGNIZED },
  { "zone-shared-by-several", "Thu, 10 Jul 1997 14:53:31 IST", "1997-07-10T14:53:31Z", 0, UNRECOGNIZED },
  { "zone-out-of-range", "Thu, 10 Jul 1997 14:53:31 +0199", "1997-07-10T14:53:31Z", 0, UNRECOGNIZED },
  { "zone-far-out-of-range", "Thu, 10 Jul 1997 14:53:31 +9900", "1997-07-10T14:53:31Z", 0, UNRECOGNIZED },
  { "weekday-wrong", "Tue, 29 Jan 2023 17:21:28 +0000", "2023-01-29T17:21:28Z", 0, WEEKDAY },
  { "damaged-weekday", "Tue, \xff\xfd\xff, 29 Jan 2023 17:21:28 +0000 (UTC)", "2023-01-29T17:21:28Z", 0, WEEKDAY | ODD },
  /* other forms */
  { "fraction", "Wed, 13 Dec 2023 22:22:31.821 +0000 (UTC)", "2023-12-13T22:22:31.821Z", 0, FRACTION },
  { "fraction-comma", "Wed, 13 Dec 2023 22:22:31,5 +0000", "2023-12-13T22:22:31.5Z", 0, FRACTION },
  { "fraction-zero", "Wed, 13 Dec 2023 22:22:31.000 +0000", "2023-12-13T22:22:31.0Z", 0, FRACTION },
  { "full-month", "Wed, 26 April 2023 19:43:30 +0000 (UTC)", "2023-04-26T19:43:30Z", 0, ODD },
  { "sept", "Thu, 1 Sept 2022 19:43:30 +0000", "2022-09-01T19:43:30Z", 0, ODD },
  { "full-weekday", "Wednesday, 26 Apr 2023 19:43:30 +0000", "2023-04-26T19:43:30Z", 0, ODD },
  { "rfc850", "Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z", 0, NAMED | TWO | ODD },
  { "netscape-cookie", "Sun, 06-Nov-1994 08:49:37 GMT", "1994-11-06T08:49:37Z", 0, NAMED | ODD },
  { "asctime", "Sun Nov 13 14:50:12 2005", "2005-11-13T14:50:12Z", 0, MISSING | ODD },
  { "asctime-zone-inside", "Fri Sep 14 14:36:56 EDT 2018", "2018-09-14T18:36:56Z", -240, NAMED | ODD },
  { "asctime-zone-behind", "Fri Feb 07 10:18:12 2003 -0800", "2003-02-07T18:18:12Z", -480, ODD },
  { "asctime-offset-inside", "Fri Feb 07 10:18:12 -0800 2003", "2003-02-07T18:18:12Z", -480, ODD },
  { "iso-z", "2022-09-21T21:14:02Z", "2022-09-21T21:14:02Z", 0, NAMED | ODD },
  { "iso-offset", "2022-09-21T21:14:02.5+02:00", "2022-09-21T19:14:02.5Z", 120, FRACTION | ODD },
  { "iso-space", "2022-09-21 21:14:02 +0200", "2022-09-21T19:14:02Z", 120, ODD },
  { "iso-basic", "20220921T211402Z", "2022-09-21T21:14:02Z", 0, NAMED | ODD },
  { "iso-slashes", "2022/09/21 21:14:02 +0200", "2022-09-21T19:14:02Z", 120, ODD },
  { "go", "2022-09-21 21:14:02.235624227 +0000 UTC m=+169265.42", "2022-09-21T21:14:02.235624Z", 0, FRACTION | ODD },
  { "go-west", "2022-09-21 21:14:02.2 -0300 -03 m=+1.5", "2022-09-22T00:14:02.2Z", -180, FRACTION | ODD },
  { "twelve-hours", "Wed, 21 Sep 2022 9:14:02 PM +0000", "2022-09-21T21:14:02Z", 0, ODD },
  { "twelve-hours-midnight", "Wed, 21 Sep 2022 12:14:02 AM +0000", "2022-09-21T00:14:02Z", 0, ODD },
  { "twelve-hours-noon", "Wed, 21 Sep 2022 12:14:02 pm +0000", "2022-09-21T12:14:02Z", 0, ODD },
  { "american", "September 21, 2022 9:14:02 PM EST", "2022-09-22T02:14:02Z", -300, NAMED | ODD },
  { "american-numbers", "9/21/2022 9:14:02 PM +0000", "2022-09-21T21:14:02Z", 0, ODD },
  { "german-numbers", "21.09.2022 21:14:02 +0200", "2022-09-21T19:14:02Z", 120, ODD },
  { "numeric-month", "20 11 (some \n 44 comments(more comments\n )) 79 05:34:27 -0300", "1979-11-20T08:34:27Z", -180, TWO | ODD },
  { "gmt-plus", "Wed, 21 Sep 2022 21:14:02 GMT+0200", "2022-09-21T19:14:02Z", 120, 0 },
  { "gmt-plus-colon", "Wed, 21 Sep 2022 21:14:02 GMT+02:00", "2022-09-21T19:14:02Z", 120, ODD },
  { "short-offset", "Wed, 21 Sep 2022 21:14:02 -3", "2022-09-22T00:14:02Z", -180, ODD },
  { "dots-in-time", "Wed, 21 Sep 2022 21.14.02 +0000", "2022-09-21T21:14:02Z", 0, ODD },
  { "foreign-weekday", "Mi, 21 Sep 2022 21:14:02 +0200", "2022-09-21T19:14:02Z", 120, ODD },
  { "text-behind", "Thu, 21 Mar 2019 23:45:46 -0300 : <g @example.org>", "2019-03-22T02:45:46Z", -180, ODD },
  /* no instant */
  { "empty", "", NULL, 0, 0 },
  { "blank", " \t", NULL, 0, 0 },
  { "prose", " some numbers 0 1 2 but invalid ", NULL, 0, HS_TIME_MALFORMED },
  { "numbers", " 4 8 15 16 23 42, 4 8 15 16 23 42, 4 8 15 16 23 42, ", NULL, 0, HS_TIME_MALFORMED },
  { "no-such-month", "13 zzz 2021 09:55:06 +0200", NULL, 0, HS_TIME_MALFORMED },
  { "almost-a-month", "Tue, 7 All 2026 19:14:51 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "month-zero", "Tue, 7 00 2026 19:14:51 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "day-or-month", "9/10/2022 9:14:02 PM +0000", NULL, 0, HS_TIME_MALFORMED },
  { "no-such-day", "Sun, 30 Feb 2025 12:00:00 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "no-leap-day", "29 Feb 2100 12:00:00 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "day-zero", "0 Feb 2025 12:00:00 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "hour-24", "9 Mar 2026 24:00:00 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "minute-60", "9 Mar 2026 03:60:00 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "second-61", "9 Mar 2026 03:00:61 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "seconds-cut", "9 Mar 2026 03:00:0 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "time-only", "14:47:44 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "date-only", "Mon, 9 Mar 2026", NULL, 0, HS_TIME_MALFORMED },
  { "one-digit-year", "9 Mar 6 03:53:37 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "five-digit-year", "9 Mar 20266 03:53:37 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "year-1899", "9 Mar 1899 03:53:37 +0000", NULL, 0, HS_TIME_MALFORMED },
  { "unix", "1663794842", NULL, 0, HS_TIME_MALFORMED },
  { "open-comment", "9 Mar (2026 03:53:37 +0000", NULL, 0, HS_TIME_MALFORMED },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  gsize len = strlen (row->input);
  HsGuard guard = hs_guard_new (row->input, len);
  char text[HS_TIME_TEXT_MAX];
  HsTime time;

  g_assert_cmpint (hs_date_parse ((HsSlice){ guard.data, guard.len }, &time), ==, row->utc != NULL);
  hs_date_format_utc (&time, text);
  g_assert_cmpstr (text, ==, row->utc != NULL ? row->utc : "");
  g_assert_cmpint (time.zone_minutes, ==, row->zone_minutes);
  g_assert_cmphex (time.flags, ==, row->flags | (row->utc != NULL ? K : 0));
  hs_guard_free (&guard);
  for (gsize cut = 0; cut < len; cut++) {
    guard = hs_guard_new (row->input, cut);
    hs_date_parse ((HsSlice){ guard.data, guard.len }, &time);
    g_assert_true ((time.flags & (K | HS_TIME_MALFORMED)) != (K | HS_TIME_MALFORMED));
    hs_guard_free (&guard);
  }
}

/* hs_date_days() against GLib over every day of four centuries, and the writer against it. */
static void
test_days (void)
{
  gint64 first = hs_date_days (1970, 1, 1), day;

  g_assert_cmpint (first, ==, 0);
  for (day = -25567; day < 120000; day++) {
    g_autoptr (GDateTime) unix_time = g_date_time_new_from_unix_utc (day * 86400);
    g_autofree char *wanted = g_date_time_format (unix_time, "%Y-%m-%dT%H:%M:%SZ");
    HsTime time = { .us = day * 86400 * G_USEC_PER_SEC, .flags = K };
    char text[HS_TIME_TEXT_MAX];
    g_assert_cmpint (hs_date_days (g_date_time_get_year (unix_time), (guint)g_date_time_get_month (unix_time),
                                   (guint)g_date_time_get_day_of_month (unix_time)),
                     ==, day);
    hs_date_format_utc (&time, text);
    g_assert_cmpstr (text, ==, wanted);
  }
}

static void
test_format (void)
{
  HsTime time;
  char text[HS_TIME_TEXT_MAX];

  g_assert_true (hs_date_parse (HS_SLICE_LITERAL ("Mon, 9 Mar 2026 12:53:37.25 +0900"), &time));
  g_assert_cmpuint (hs_date_format_zone (&time, text), ==, strlen (text));
  g_assert_cmpstr (text, ==, "2026-03-09 12:53:37.25 +0900");
  g_assert_true (hs_date_parse (HS_SLICE_LITERAL ("9 Mar 2026 12:53:37 -0000"), &time));
  hs_date_format_zone (&time, text);
  g_assert_cmpstr (text, ==, "2026-03-09 12:53:37 -0000");
  g_assert_true (hs_date_parse (HS_SLICE_LITERAL ("1 Jan 1900 00:00:00 +2359"), &time));
  hs_date_format_utc (&time, text);
  g_assert_cmpstr (text, ==, "1899-12-31T00:01:00Z");
  time = (HsTime){ 0 };
  g_assert_cmpuint (hs_date_format_utc (&time, text), ==, 0);
  g_assert_cmpuint (hs_date_format_zone (&time, text), ==, 0);
  g_assert_cmpstr (text, ==, "");
}

static void
test_read (void)
{
  const char *text = "9 Mar 2026 12:53:37 +0900 (JST) (envelope-from <a@example.com>)", *behind;
  HsTime time;

  behind = hs_date_read (text, text + strlen (text), &time);
  g_assert_true (behind == text + strlen ("9 Mar 2026 12:53:37 +0900"));
  g_assert_null (hs_date_read (text + 2, text + 6, &time));
  g_assert_cmpuint (time.flags, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/date/row/", rows[i].name, NULL);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/date/days", test_days);
  g_test_add_func ("/date/format", test_format);
  g_test_add_func ("/date/read", test_read);
  return g_test_run ();
}
