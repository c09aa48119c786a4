/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <string.h>

gboolean
hs_word_cloud (const char *word, HsCloud *cloud)
{
  *cloud = HS_CLOUD_NONE;
  for (int i = HS_CLOUD_WORLDWIDE; word[0] != '\0' && i <= HS_CLOUD_CONSUMER; i++)
    if (strcmp (word, hs_cloud_name ((HsCloud)i)) == 0)
      *cloud = (HsCloud)i;
  return word[0] == '\0' || *cloud != HS_CLOUD_NONE;
}

gboolean
hs_word_pool (const char *word, HsPool *pool)
{
  *pool = HS_POOL_UNKNOWN;
  for (int i = HS_POOL_STANDARD; word[0] != '\0' && i <= HS_POOL_ACS; i++)
    if (strcmp (word, hs_pool_name ((HsPool)i)) == 0)
      *pool = (HsPool)i;
  return word[0] == '\0' || *pool != HS_POOL_UNKNOWN;
}

gboolean
hs_word_severity (const char *word, HsSeverity *severity)
{
  for (int i = HS_SEVERITY_INFO; i <= HS_SEVERITY_ALERT; i++) {
    *severity = (HsSeverity)i;
    if (strcmp (word, hs_severity_name ((HsSeverity)i)) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
hs_word_yes_no (const char *word, gboolean *value)
{
  *value = strcmp (word, "yes") == 0;
  return *value || word[0] == '\0' || strcmp (word, "no") == 0;
}
