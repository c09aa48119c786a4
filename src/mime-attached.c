/* Messages attached to messages.  SPDX-License-Identifier: MIT */
#include "mime.h"

#include "fields.h"
#include "scan.h"

#include <gmime/gmime.h>

#define MAX_NESTING 24    /* multiparts in multiparts */
#define MAX_ENTITIES 2000 /* parts looked at in one message */
#define MAX_FIELDS 200    /* of a part's header */
#define MAX_BOUNDARY 200  /* RFC 2046 allows 70 */
#define MAX_CONTENT_LINE 1024

/* A part still to be looked at. */
typedef struct {
  HsSlice header;
  HsSlice body;
  GBytes *owner; /* decoded bytes it lies in; NULL: the message itself */
  char *part;
  guint nesting;
  guint depth;  /* messages it lies in */
  gboolean top; /* a whole message, not a part of a multipart */
  gboolean cut; /* its end is missing */
} Entity;

typedef struct {
  const HsLimits *limits;
  GArray *stack; /* Entity, the next one last */
  GPtrArray *found;
  guint entities;
  gsize decoded; /* bytes held beside the message itself */
  gboolean cut;
} Walk;

/* What a part's header says of its content. */
typedef struct {
  HsSlice type; /* "message/rfc822" */
  HsSlice boundary;
  HsSlice encoding;
  HsSlice file_name;
} Content;

static void
attached_free (HsAttached *attached)
{
  g_free (attached->part);
  g_bytes_unref (attached->bytes);
  g_free (attached);
}

static void
entity_clear (Entity *entity)
{
  g_clear_pointer (&entity->owner, g_bytes_unref);
  g_clear_pointer (&entity->part, g_free);
}

static const char *
skip_space (const char *p, const char *end)
{
  while (p < end && hs_is_space (*p))
    p++;
  return p;
}

/* A token or quoted string (its quotes dropped, its backslashes kept: no boundary or file name that matters has any). */
static HsSlice
read_word (const char **p, const char *end)
{
  const char *start = skip_space (*p, end), *q = start;

  if (q < end && *q == '"') {
    for (q = ++start; q < end && *q != '"'; q++)
      if (*q == '\\' && q + 1 < end)
        q++;
    *p = q < end ? q + 1 : end;
    return hs_slice (start, MIN (q, end));
  }
  while (q < end && *q != ';' && *q != '=' && !hs_is_space (*q))
    q++;
  *p = q;
  return hs_slice (start, q);
}

/* The value of a parameter: type; name=value; name="value". */
static HsSlice
find_parameter (HsSlice value, const char *name)
{
  const char *p = value.ptr, *end = value.ptr + value.len;

  while ((p = memchr (p, ';', (gsize)(end - p))) != NULL) {
    HsSlice key, word;
    p++;
    key = read_word (&p, end);
    p = skip_space (p, end);
    if (p == end || *p != '=')
      continue;
    p++;
    word = read_word (&p, end);
    if (hs_slice_iequal_str (key, name))
      return word;
  }
  return HS_SLICE_NONE;
}

static HsSlice
find_type (HsSlice value)
{
  const char *p = value.ptr, *end = value.ptr + value.len, *q;

  q = p = skip_space (p, end);
  while (q < end && *q != ';' && !hs_is_space (*q))
    q++;
  return hs_slice (p, q);
}

static Content
read_content (HsSlice header)
{
  HsLimits limits = *hs_limits_default ();
  HsFields fields = { 0 };
  Content content = { 0 };

  limits.fields = MAX_FIELDS;
  hs_fields_split (&fields, header, 1, NULL, 0, &limits);
  for (guint i = fields.n; i-- > 0;) { /* the first of several counts */
    HsSlice name = fields.items[i].name, value = fields.items[i].value;
    if (hs_slice_iequal_str (name, "content-type")) {
      content.type = find_type (value);
      content.boundary = find_parameter (value, "boundary");
      if (content.file_name.ptr == NULL)
        content.file_name = find_parameter (value, "name");
    } else if (hs_slice_iequal_str (name, "content-transfer-encoding")) {
      content.encoding = hs_slice_trim (value);
    } else if (hs_slice_iequal_str (name, "content-disposition")) {
      content.file_name = find_parameter (value, "filename");
    }
  }
  hs_fields_clear (&fields);
  return content;
}

/* Header and body of what begins at @s; blank lines in front of a header are passed over. */
static void
cut_entity (HsSlice s, gboolean skip_blank, HsSlice *header, HsSlice *body)
{
  const char *p = s.ptr, *end = s.ptr + s.len, *start, *next;

  while (skip_blank && hs_scan_is_blank (p, end, &next))
    p = next;
  for (start = p; p < end; p = hs_scan_next_line (p, end))
    if (hs_scan_is_blank (p, end, &next)) {
      *header = hs_slice (start, p);
      *body = hs_slice (next, end);
      return;
    }
  *header = hs_slice (start, end);
  *body = hs_slice (end, end);
}

/* The bytes without their transfer encoding; what would go beyond the limit is cut off. */
static GBytes *
decode (Walk *walk, Entity *entity, HsSlice encoding, gboolean *encoded)
{
  GMimeContentEncoding kind = GMIME_CONTENT_ENCODING_DEFAULT;
  GMimeEncoding state;
  char *out;
  gsize n;

  if (hs_slice_iequal_str (encoding, "base64"))
    kind = GMIME_CONTENT_ENCODING_BASE64;
  else if (hs_slice_iequal_str (encoding, "quoted-printable"))
    kind = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
  *encoded = kind != GMIME_CONTENT_ENCODING_DEFAULT;
  if (!*encoded && entity->owner != NULL)
    return g_bytes_new_with_free_func (entity->body.ptr, entity->body.len, (GDestroyNotify)g_bytes_unref, g_bytes_ref (entity->owner));
  if (!*encoded)
    return g_bytes_new_static (entity->body.ptr, entity->body.len);
  if (entity->body.len > walk->limits->body_bytes - walk->decoded) {
    entity->body.len = walk->limits->body_bytes - walk->decoded;
    entity->cut = TRUE;
  }
  hs_mime_init ();
  g_mime_encoding_init_decode (&state, kind);
  out = g_malloc (g_mime_encoding_outlen (&state, entity->body.len) + 1);
  n = g_mime_encoding_step (&state, entity->body.ptr, entity->body.len, out);
  walk->decoded += MIN (n, walk->limits->body_bytes - walk->decoded);
  return g_bytes_new_take (g_realloc (out, MAX (n, 1)), n);
}

/* A message found: reported, and its own body looked into. */
static void
add_attached (Walk *walk, Entity *entity, const Content *content, gboolean headers_only)
{
  HsAttached *attached;
  Entity inside = { .nesting = entity->nesting, .depth = entity->depth + 1, .top = TRUE };
  HsSlice bytes;

  if (entity->depth >= walk->limits->attached_depth || walk->found->len >= walk->limits->attached_messages) {
    walk->cut = TRUE;
    return;
  }
  attached = g_new0 (HsAttached, 1);
  if (entity->top) /* the only part of its message */
    attached->part = entity->part[0] != '\0' ? g_strdup_printf ("%s.1", entity->part) : g_strdup ("1");
  else
    attached->part = g_strdup (entity->part);
  attached->headers_only = headers_only;
  attached->bytes = decode (walk, entity, content->encoding, &attached->encoded);
  attached->cut = entity->cut;
  g_ptr_array_add (walk->found, attached);
  if (headers_only)
    return;
  bytes.ptr = g_bytes_get_data (attached->bytes, &bytes.len);
  if (bytes.ptr == NULL)
    return;
  cut_entity (bytes, TRUE, &inside.header, &inside.body);
  inside.owner = g_bytes_ref (attached->bytes);
  inside.cut = attached->cut;
  inside.part = g_strdup (attached->part);
  g_array_append_val (walk->stack, inside);
}

/* The next delimiter line at or after @p: "--boundary" at the start of a line. *@after: the line behind it; *@last: a closing one. */
static const char *
find_delimiter (const char *p, const char *start, const char *end, HsSlice boundary, const char **after, gboolean *last)
{
  char needle[MAX_BOUNDARY + 2] = "--";
  gsize n = boundary.len + 2;

  memcpy (needle + 2, boundary.ptr, boundary.len);
  while ((p = memmem (p, (gsize)(end - p), needle, n)) != NULL) {
    const char *rest = p + n;
    *last = end - rest >= 2 && rest[0] == '-' && rest[1] == '-';
    if ((p == start || p[-1] == '\n') && (*last || rest == end || hs_is_space (*rest))) {
      *after = hs_scan_next_line (rest, end);
      return p;
    }
    p = rest;
  }
  return NULL;
}

static void
push_part (GArray *parts, const Entity *parent, HsSlice bytes, gboolean cut)
{
  Entity part = { .nesting = parent->nesting + 1, .depth = parent->depth, .cut = cut };

  if (bytes.len > 0 && bytes.ptr[bytes.len - 1] == '\n') /* the line end before a delimiter is the delimiter's */
    bytes.len--;
  if (bytes.len > 0 && bytes.ptr[bytes.len - 1] == '\r')
    bytes.len--;
  cut_entity (bytes, FALSE, &part.header, &part.body);
  part.owner = parent->owner != NULL ? g_bytes_ref (parent->owner) : NULL;
  part.part = parent->part[0] != '\0' ? g_strdup_printf ("%s.%u", parent->part, parts->len + 1) : g_strdup_printf ("%u", parts->len + 1);
  g_array_append_val (parts, part);
}

static void
push_parts (Walk *walk, const Entity *entity, HsSlice boundary)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Entity));
  const char *start = entity->body.ptr, *end = start + entity->body.len, *p, *after;
  gboolean last = FALSE;

  p = find_delimiter (start, start, end, boundary, &after, &last);
  while (p != NULL && !last && parts->len < MAX_ENTITIES) {
    const char *from = after;
    p = find_delimiter (after, start, end, boundary, &after, &last);
    push_part (parts, entity, hs_slice (from, p != NULL ? p : end), p == NULL && entity->cut);
  }
  walk->cut |= parts->len >= MAX_ENTITIES;
  for (guint i = parts->len; i-- > 0;)
    g_array_append_val (walk->stack, g_array_index (parts, Entity, i));
}

/* A file called .eml that begins like a header is a message, whatever type it is given. */
static gboolean
is_named_message (const Entity *entity, const Content *content)
{
  if (!hs_slice_ihas_suffix (content->file_name, ".eml"))
    return FALSE;
  return content->encoding.ptr != NULL || hs_scan_is_field (entity->body.ptr, entity->body.ptr + entity->body.len);
}

static void
look_at (Walk *walk, Entity *entity)
{
  Content content = read_content (entity->header);
  gboolean multipart = hs_slice_ihas_prefix (content.type, "multipart/");
  gboolean headers =
      hs_slice_iequal_str (content.type, "text/rfc822-headers") || hs_slice_iequal_str (content.type, "message/rfc822-headers");
  gboolean message = hs_slice_iequal_str (content.type, "message/rfc822") || hs_slice_iequal_str (content.type, "message/global");

  if (multipart && content.boundary.len > 0 && content.boundary.len <= MAX_BOUNDARY && entity->nesting < MAX_NESTING) {
    push_parts (walk, entity, content.boundary);
  } else if (multipart) {
    walk->cut |= entity->nesting >= MAX_NESTING;
  } else if (headers || message || is_named_message (entity, &content)) {
    add_attached (walk, entity, &content, headers);
  }
}

typedef enum { SINGLE, MULTIPART, MESSAGE } Structure;

/* What the Content-Type of a header promises; looks at lines that begin with a C only. */
static Structure
find_structure (HsSlice header)
{
  const char *p = header.ptr, *end = header.ptr + header.len;

  for (; p != NULL; p = hs_scan_line_with (p, end, 'c')) {
    HsSlice rest = hs_slice (p, end);
    const char *value = hs_slice_ihas_prefix (rest, "content-type") ? memchr (p, ':', rest.len) : NULL;
    if (value != NULL) {
      rest = hs_slice (skip_space (value + 1, end), end);
      return hs_slice_ihas_prefix (rest, "multipart/") ? MULTIPART : hs_slice_ihas_prefix (rest, "message/") ? MESSAGE : SINGLE;
    }
    p += p < end;
  }
  return SINGLE;
}

/* A Content-... line of a part that may announce a message. */
static gboolean
announces_message (const char *p, const char *end)
{
  HsScanned scanned = { 0 };
  HsSlice line = { p, MIN ((gsize)(end - p), MAX_CONTENT_LINE) };

  if (!hs_slice_ihas_prefix (line, "content-"))
    return FALSE;
  line = hs_slice (p, hs_scan_field (p, p + line.len, &scanned));
  return hs_slice_ifind (line, "message/") != NULL || hs_slice_ifind (line, "822") != NULL || hs_slice_ifind (line, ".eml") != NULL;
}

gboolean
hs_mime_may_have_attached (HsSlice header, HsSlice body)
{
  const char *p = body.ptr, *end = body.ptr + body.len;

  Structure structure = body.len > 0 ? find_structure (header) : SINGLE;

  if (structure != MULTIPART)
    return structure == MESSAGE;
  for (; (p = hs_scan_line_with (p, end, 'c')) != NULL; p++)
    if (announces_message (p, end))
      return TRUE;
  return FALSE;
}

GPtrArray *
hs_mime_attached (HsSlice header, HsSlice body, gboolean whole, const HsLimits *limits, gboolean *cut)
{
  Walk walk = { .limits = limits, .stack = g_array_new (FALSE, FALSE, sizeof (Entity)) };
  Entity message = { .header = header, .body = body, .part = g_strdup (""), .top = TRUE, .cut = !whole };

  walk.found = g_ptr_array_new_with_free_func ((GDestroyNotify)attached_free);
  g_array_set_clear_func (walk.stack, (GDestroyNotify)entity_clear);
  g_array_append_val (walk.stack, message);
  while (walk.stack->len > 0) {
    Entity entity = g_array_index (walk.stack, Entity, walk.stack->len - 1);
    g_array_index (walk.stack, Entity, walk.stack->len - 1) = (Entity){ 0 };
    g_array_set_size (walk.stack, walk.stack->len - 1);
    if (walk.entities++ < MAX_ENTITIES)
      look_at (&walk, &entity);
    else
      walk.cut = TRUE;
    entity_clear (&entity);
  }
  g_array_unref (walk.stack);
  *cut = walk.cut;
  return walk.found;
}
