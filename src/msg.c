/* SPDX-License-Identifier: MIT */
#include "msg.h"

#include "ascii.h"
#include "compound.h"
#include "error-private.h"
#include "scan.h"
#include "utf16.h"

#include <hopscope/error.h>

/* MS-OXMSG section 2.1: streams are named by property and type; 001F is UTF-16, 001E 8-bit, 0102 bytes, 000D a storage.
   MS-OXPROPS: 007D transport message headers, 3707 attachment long file name, 3701 attachment data. */
#define HEADERS_UNICODE "__substg1.0_007D001F"
#define HEADERS_STRING8 "__substg1.0_007D001E"
#define PROPERTIES "__properties_version1.0"
#define ATTACHMENT "__attach_version1.0_"
#define NAME_UNICODE "__substg1.0_3707001F"
#define NAME_STRING8 "__substg1.0_3707001E"
#define DATA_STORAGE "__substg1.0_3701000D"
#define DATA_BYTES "__substg1.0_37010102"
/* Outlook 2003 puts this line of its own in front. */
#define BANNER "Microsoft Mail Internet Headers Version 2.0"

#define MAX_ATTACHMENTS 4096 /* looked at in one item */

/* An item still to be looked at, or a saved message. */
typedef struct {
  guint32 storage; /* HS_COMPOUND_NONE: a saved message */
  GBytes *saved;
  char *part;
  guint depth;
} Item;

typedef struct {
  HsCompound *file;
  const HsLimits *limits;
  GArray *stack; /* Item */
  GPtrArray *found;
  gboolean cut;
} Walk;

static void
attached_free (HsAttached *attached)
{
  g_free (attached->part);
  g_clear_pointer (&attached->bytes, g_bytes_unref);
  g_free (attached);
}

static void
item_clear (Item *item)
{
  g_clear_pointer (&item->saved, g_bytes_unref);
  g_clear_pointer (&item->part, g_free);
}

/* A text property, as UTF-8 or as its bytes are. */
static GBytes *
read_text (HsCompound *file, guint32 storage, const char *unicode, const char *string8, gsize max)
{
  g_autoptr (GBytes) bytes = hs_compound_read (file, hs_compound_find (file, storage, unicode), max * 2);
  HsSlice units;

  if (bytes == NULL)
    return hs_compound_read (file, hs_compound_find (file, storage, string8), max);
  units.ptr = g_bytes_get_data (bytes, &units.len);
  return g_string_free_to_bytes (hs_utf16_decode (units, FALSE));
}

static GBytes *
without_banner (GBytes *bytes)
{
  HsSlice text;
  const char *next;
  GBytes *rest;

  text.ptr = g_bytes_get_data (bytes, &text.len);
  if (text.len == 0 || !hs_slice_ihas_prefix (text, BANNER))
    return bytes;
  next = hs_scan_next_line (text.ptr, text.ptr + text.len);
  rest = g_bytes_new_from_bytes (bytes, (gsize)(next - text.ptr), (gsize)(text.ptr + text.len - next));
  g_bytes_unref (bytes);
  return rest;
}

static void
add_found (Walk *walk, const char *part, GBytes *bytes, gboolean headers_only)
{
  HsAttached *attached = g_new0 (HsAttached, 1);

  attached->part = g_strdup (part);
  attached->bytes = bytes;
  attached->headers_only = headers_only;
  g_ptr_array_add (walk->found, attached);
}

static gboolean
is_named_message (HsCompound *file, guint32 attachment)
{
  g_autoptr (GBytes) name = read_text (file, attachment, NAME_UNICODE, NAME_STRING8, 1024);
  HsSlice text = HS_SLICE_NONE;

  if (name != NULL)
    text.ptr = g_bytes_get_data (name, &text.len);
  return text.ptr != NULL && hs_slice_ihas_suffix (hs_slice_trim (text), ".eml");
}

/* An attachment: an item of its own, or a saved message as a file. */
static void
look_at_attachment (Walk *walk, const Item *item, guint32 attachment, guint number)
{
  g_autofree char *part = item->part != NULL ? g_strdup_printf ("%s.%u", item->part, number) : g_strdup_printf ("%u", number);
  guint32 inner = hs_compound_find (walk->file, attachment, DATA_STORAGE);

  if (item->depth >= walk->limits->attached_depth || walk->found->len > walk->limits->attached_messages) {
    walk->cut |= inner != HS_COMPOUND_NONE || is_named_message (walk->file, attachment);
  } else if (hs_compound_is_storage (walk->file, inner)) {
    Item next = { inner, NULL, g_strdup (part), item->depth + 1 };
    g_array_append_val (walk->stack, next);
  } else if (is_named_message (walk->file, attachment)) {
    guint32 data = hs_compound_find (walk->file, attachment, DATA_BYTES);
    GBytes *saved = hs_compound_read (walk->file, data, walk->limits->header_bytes + walk->limits->body_bytes);
    Item next = { HS_COMPOUND_NONE, saved, g_strdup (part), item->depth + 1 };
    g_array_append_val (walk->stack, next);
  }
}

static void
look_at_item (Walk *walk, const Item *item)
{
  GBytes *headers = read_text (walk->file, item->storage, HEADERS_UNICODE, HEADERS_STRING8, walk->limits->header_bytes * 2);
  guint number = 0, pushed = walk->stack->len;

  if (headers != NULL || item->part == NULL)
    add_found (walk, item->part, headers != NULL ? without_banner (headers) : NULL, TRUE);
  for (guint32 i = hs_compound_first (walk->file, item->storage); i != HS_COMPOUND_NONE; i = hs_compound_next (walk->file, i)) {
    if (!hs_compound_is_storage (walk->file, i) || !g_str_has_prefix (hs_compound_name (walk->file, i), ATTACHMENT))
      continue;
    if (++number > MAX_ATTACHMENTS)
      break;
    look_at_attachment (walk, item, i, number);
  }
  for (guint a = pushed, b = walk->stack->len; a + 1 < b; a++) { /* the first attachment is to come off the stack first */
    Item swap = g_array_index (walk->stack, Item, --b);
    g_array_index (walk->stack, Item, b) = g_array_index (walk->stack, Item, a);
    g_array_index (walk->stack, Item, a) = swap;
  }
}

static GPtrArray *
walk_items (HsCompound *file, const HsLimits *limits, gboolean *cut)
{
  Walk walk = { .file = file, .limits = limits, .stack = g_array_new (FALSE, FALSE, sizeof (Item)) };
  Item first = { HS_COMPOUND_ROOT, NULL, NULL, 0 };

  walk.found = g_ptr_array_new_with_free_func ((GDestroyNotify)attached_free);
  g_array_append_val (walk.stack, first);
  while (walk.stack->len > 0) {
    Item item = g_array_index (walk.stack, Item, walk.stack->len - 1);
    g_array_set_size (walk.stack, walk.stack->len - 1);
    if (item.storage != HS_COMPOUND_NONE)
      look_at_item (&walk, &item);
    else if (item.saved != NULL)
      add_found (&walk, item.part, g_steal_pointer (&item.saved), FALSE);
    item_clear (&item);
  }
  g_array_unref (walk.stack);
  *cut = walk.cut;
  return walk.found;
}

GPtrArray *
hs_msg_read (HsSlice bytes, const HsLimits *limits, gboolean *cut, GError **error)
{
  g_autoptr (HsCompound) file = hs_compound_new (bytes);

  if (file != NULL && hs_compound_find (file, HS_COMPOUND_ROOT, PROPERTIES) != HS_COMPOUND_NONE)
    return walk_items (file, limits, cut);
  if (file == NULL)
    hs_error_set (error, HS_ERROR_BINARY, "it is a damaged compound file; save the message again in Outlook", NULL);
  else
    hs_error_set (error, HS_ERROR_BINARY, "it is a compound file (an older Office document, perhaps), not an Outlook message", NULL);
  return NULL;
}
