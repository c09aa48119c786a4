/* SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <hopscope/hopscope.h>

/* Reads everything; FNV-1a of all headers and places, so that ways to read can be compared. */
static guint64
drain (HsSource *source, gsize *n)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (;;) {
    const HsMessage *m;
    g_autoptr (GError) error = NULL;
    if (!hs_source_next (source, &m, &error)) {
      if (error == NULL)
        return hash;
      hash = hash * 31 + (guint)error->code;
      continue;
    }
    ++*n;
    for (gsize i = 0; i < m->header.len; i++)
      hash = (hash ^ (guint8)m->header.ptr[i]) * G_GUINT64_CONSTANT (1099511628211);
    for (gsize i = 0; i < m->body.len; i++)
      hash = (hash ^ (guint8)m->body.ptr[i]) * G_GUINT64_CONSTANT (1099511628211);
    hash = hash * 31 + m->info.offset + m->info.index;
  }
}

static guint64
drain_range (const guint8 *data, gsize size, guint64 start, guint64 end, gsize *n)
{
  g_autoptr (HsSource) source = hs_source_new_for_bytes (data, size, NULL, NULL, 0);
  hs_source_set_range (source, start, end);
  return drain (source, n);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  HsLimits limits = *hs_limits_default ();
  gsize whole = 0, parts = 0, few = 0;
  gboolean is_mbox = size > 5 && memcmp (data, "From ", 5) == 0;

  drain_range (data, size, 0, G_MAXUINT64, &whole);
  for (guint flags = 0; flags < 4; flags++) {
    g_autoptr (HsSource) source = NULL;
    limits.header_bytes = 40;
    limits.body_bytes = 30;
    source = hs_source_new_for_bytes (data, size, NULL, &limits, flags);
    drain (source, &few);
  }
  if (is_mbox) {
    drain_range (data, size, 0, size / 2, &parts);
    drain_range (data, size, size / 2, G_MAXUINT64, &parts);
    g_assert_cmpuint (parts, ==, whole);
  }
  return 0;
}
