/* Dates against GMime's reader: the same instant for every form both know, and for each form of docs/deviations.md "GMime" ours alone is
   right. The instants are made, so the truth is known.  SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "date.h"

#include <gmime/gmime.h>

typedef struct {
  const char *name;
  const char *format; /* of g_date_time_format(); %z is the zone as digits */
  gboolean gmime_agrees;
} Form;

static const Form forms[] = {
  { "rfc5322", "%a, %d %b %Y %H:%M:%S %z", TRUE },
  { "no-weekday", "%d %b %Y %H:%M:%S %z", TRUE },
  { "comment-behind", "%a, %d %b %Y %H:%M:%S %z (x)", TRUE },
  { "comment-before", "(y) %a, %d %b %Y %H:%M:%S %z", TRUE },
  { "folded", "%a,\r\n %d %b %Y\r\n\t%H:%M:%S %z", TRUE },
  { "no-comma", "%a %d %b %Y %H:%M:%S %z", TRUE },
  { "full-names", "%A, %d %B %Y %H:%M:%S %z", TRUE },
  { "two-digit-year", "%a, %d %b %y %H:%M:%S %z", TRUE },
  { "dashes", "%a, %d-%b-%Y %H:%M:%S %z", TRUE },
  { "asctime", "%a %b %d %H:%M:%S %Y %z", TRUE },
  { "asctime-zone-inside", "%a %b %d %H:%M:%S %z %Y", TRUE },
  { "fraction", "%a, %d %b %Y %H:%M:%S.821 %z", FALSE },
  { "glued-zone", "%a, %d %b %Y %H:%M:%S%z", FALSE },
  { "gmt-and-offset", "%a, %d %b %Y %H:%M:%S GMT%z", FALSE },
  { "colon-in-zone", "%a, %d %b %Y %H:%M:%S %:z", FALSE },
  { "twelve-hours", "%a, %d %b %Y %I:%M:%S %p %z", FALSE },
  { "iso", "%Y-%m-%dT%H:%M:%S%:z", FALSE },
  { "iso-basic", "%Y%m%dT%H%M%S%z", FALSE },
  { "go", "%Y-%m-%d %H:%M:%S.235624227 %z UTC m=+169265.42", FALSE },
  { "german", "%d.%m.%Y %H:%M:%S %z", FALSE },
};

static GDateTime *
random_instant (GRand *rand)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (g_rand_int_range (rand, -12 * 4, 14 * 4) * 15 * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (g_rand_int_range (rand, 86400, G_MAXINT32));

  return g_date_time_to_timezone (utc, zone);
}

static gboolean
same_as_gmime (const char *text, GDateTime *wanted)
{
  g_autoptr (GDateTime) theirs = g_mime_utils_header_decode_date (text);

  return theirs != NULL && g_date_time_to_unix (theirs) == g_date_time_to_unix (wanted) &&
         g_date_time_get_utc_offset (theirs) == g_date_time_get_utc_offset (wanted);
}

static void
test_form (gconstpointer data)
{
  const Form *form = data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (2822);
  guint differences = 0;

  for (guint i = 0; i < 3000; i++) {
    g_autoptr (GDateTime) wanted = random_instant (rand);
    g_autofree char *text = g_date_time_format (wanted, form->format);
    HsTime ours;
    g_assert_true (hs_date_parse (hs_slice_str (text), &ours));
    g_assert_cmpint (ours.us / G_USEC_PER_SEC, ==, g_date_time_to_unix (wanted));
    g_assert_cmpint (ours.zone_minutes, ==, g_date_time_get_utc_offset (wanted) / G_TIME_SPAN_MINUTE);
    g_assert_false (ours.flags & (HS_TIME_WEEKDAY_WRONG | HS_TIME_ZONE_MISSING | HS_TIME_ZONE_UNRECOGNIZED));
    differences += !same_as_gmime (text, wanted);
  }
  g_test_message ("%u of 3000 differ", differences);
  if (form->gmime_agrees)
    g_assert_cmpuint (differences, ==, 0);
  else
    g_assert_cmpuint (differences, >, 1000);
}

/* Texts without an instant: GMime fills in what is missing. */
static void
test_guesses (void)
{
  static const char *const texts[] = { "Mon, 9 Mar 2026", "9/10/2022 9:14:02 PM +0000", "9 Mar 2026 03:00:0 +0000",
                                       "9 Mar 6 03:53:37 +0000" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GDateTime) theirs = g_mime_utils_header_decode_date (texts[i]);
    HsTime ours;
    g_assert_nonnull (theirs);
    g_assert_false (hs_date_parse (hs_slice_str (texts[i]), &ours));
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_mime_init ();
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autofree char *path = g_strconcat ("/date-gmime/", forms[i].name, NULL);
    g_test_add_data_func (path, &forms[i], test_form);
  }
  g_test_add_func ("/date-gmime/guesses", test_guesses);
  status = g_test_run ();
  g_mime_shutdown ();
  return status;
}
