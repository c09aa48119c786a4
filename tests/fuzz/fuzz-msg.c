/* SPDX-License-Identifier: MIT */
#include "ascii.h"
#include "fuzz.h"
#include "msg.h"

static GLogWriterOutput
swallow (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
  return G_LOG_WRITER_HANDLED;
}

/* libgsf speaks of damage; that is no fault of ours. */
static gpointer
quieten (gpointer data)
{
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (swallow, NULL, NULL);
  return GINT_TO_POINTER (1);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  gboolean cut;

  static GOnce once = G_ONCE_INIT;

  g_once (&once, quieten, NULL);
  found = hs_msg_read ((HsSlice){ (const char *)data, size }, hs_limits_default (), &cut, &error);
  g_assert ((found == NULL) == (error != NULL));
  g_assert (found == NULL || found->len > 0);
  return 0;
}
