/* Makes small Outlook files for tests.  SPDX-License-Identifier: MIT */
#pragma once

#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-outfile.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>
#include <string.h>

static inline void
hs_msg_add_stream (GsfOutfile *storage, const char *name, const void *bytes, gsize len)
{
  GsfOutput *child = gsf_outfile_new_child (storage, name, FALSE);
  gsf_output_write (child, len, bytes);
  gsf_output_close (child);
  g_object_unref (child);
}

static inline void
hs_msg_add_unicode (GsfOutfile *storage, const char *name, const char *text)
{
  gsize len = 0;
  char *units = g_convert (text, -1, "UTF-16LE", "UTF-8", NULL, &len, NULL);
  hs_msg_add_stream (storage, name, units, len);
  g_free (units);
}

/* Properties and transport headers (NULL: none; @unicode or 8-bit) of an item. */
static inline void
hs_msg_fill_item (GsfOutfile *item, const char *headers, gboolean unicode)
{
  const char properties[32] = { 0 };
  hs_msg_add_stream (item, "__properties_version1.0", properties, sizeof properties);
  if (headers != NULL && unicode)
    hs_msg_add_unicode (item, "__substg1.0_007D001F", headers);
  else if (headers != NULL)
    hs_msg_add_stream (item, "__substg1.0_007D001E", headers, strlen (headers));
}

static inline GsfOutfile *
hs_msg_add_storage (GsfOutfile *parent, const char *name)
{
  return GSF_OUTFILE (gsf_outfile_new_child (parent, name, TRUE));
}

static inline void
hs_msg_close_storage (GsfOutfile *storage)
{
  gsf_output_close (GSF_OUTPUT (storage));
  g_object_unref (storage);
}

/* A new file in memory; hs_msg_finish() gives its bytes. */
static inline GsfOutfile *
hs_msg_begin (GsfOutput **memory)
{
  gsf_init ();
  *memory = gsf_output_memory_new ();
  return gsf_outfile_msole_new (*memory);
}

static inline GBytes *
hs_msg_finish (GsfOutfile *root, GsfOutput *memory)
{
  GBytes *bytes;
  hs_msg_close_storage (root); /* closes the memory too */
  bytes = g_bytes_new (gsf_output_memory_get_bytes (GSF_OUTPUT_MEMORY (memory)), (gsize)gsf_output_size (memory));
  g_object_unref (memory);
  return bytes;
}
