/* SPDX-License-Identifier: MIT */
#include "zone.h"

#include "ascii.h"

/* In minutes east of UTC. CST, EST and the like are those of RFC 5322, whoever else uses the letters. */
static const struct {
  char name[6];
  gint16 minutes;
} zones[] = {
  { "UT", 0 },     { "UTC", 0 },    { "GMT", 0 },     { "Z", 0 },      { "EST", -300 },  { "EDT", -240 },  { "CST", -360 }, { "CDT", -300 },
  { "MST", -420 }, { "MDT", -360 }, { "PST", -480 },  { "PDT", -420 }, { "AKST", -540 }, { "AKDT", -480 }, { "HST", -600 }, { "NST", -210 },
  { "NDT", -150 }, { "BRT", -180 }, { "BRST", -120 }, { "ART", -180 }, { "CLT", -240 },  { "CLST", -180 }, { "COT", -300 }, { "PET", -300 },
  { "WET", 0 },    { "WEST", 60 },  { "BST", 60 },    { "CET", 60 },   { "CEST", 120 },  { "MET", 60 },    { "MEST", 120 }, { "MEZ", 60 },
  { "MESZ", 120 }, { "EET", 120 },  { "EEST", 180 },  { "SAST", 120 }, { "CAT", 120 },   { "EAT", 180 },   { "WAT", 60 },   { "MSK", 180 },
  { "MSD", 240 },  { "PKT", 300 },  { "ICT", 420 },   { "WIB", 420 },  { "WITA", 480 },  { "WIT", 540 },   { "HKT", 480 },  { "SGT", 480 },
  { "MYT", 480 },  { "PHT", 480 },  { "AWST", 480 },  { "KST", 540 },  { "JST", 540 },   { "ACST", 570 },  { "ACDT", 630 }, { "AEST", 600 },
  { "AEDT", 660 }, { "NZST", 720 }, { "NZDT", 780 },
};

gboolean
hs_zone_find (HsSlice name, HsZone *zone)
{
  char first;

  *zone = (HsZone){ .flags = HS_TIME_ZONE_NAMED };
  if (hs_slice_is_empty (name) || name.len > 5)
    return FALSE;
  first = name.ptr[0] & ~0x20;
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    if (zones[i].name[0] == first && hs_slice_iequal_str (name, zones[i].name)) {
      zone->minutes = zones[i].minutes;
      return TRUE;
    }
  if (name.len == 1 && hs_is_alpha (name.ptr[0]) && first != 'J') {
    zone->flags |= HS_TIME_ZONE_UNKNOWN;
    return TRUE;
  }
  return FALSE;
}
