/* What a form sends (multipart/form-data, or urlencoded), read by the library's own parser. Its size is bounded by who feeds it.
   SPDX-License-Identifier: MIT */
#include "serve.h"

#include <string.h>

enum { PARTS_MAX = 1000, NAME_MAX_BYTES = 255, BUFFER = 64 << 10 };

const char *const cli_field_names[CLI_N_FIELDS] = {
  [CLI_FIELD_MAIL] = "mail",
  [CLI_FIELD_FILE] = "file",
  [CLI_FIELD_AGAIN] = "again",
  [CLI_FIELD_CONNECTORS] = "connectors",
  [CLI_FIELD_CONNECTORS_KEPT] = "connectors-kept",
  [CLI_FIELD_DOMAINS] = "domains",
  [CLI_FIELD_TENANTS] = "tenants",
  [CLI_FIELD_TRUST] = "trust",
  [CLI_FIELD_REDACT] = "redact",
};

struct _CliForm {
  struct MHD_PostProcessor *processor;
  GPtrArray *parts;  /* CliPart, as they came */
  CliPart *current;  /* the one whose bytes come; NULL: a field that nobody knows */
  GPtrArray *inputs; /* CliPart */
  CliPart *connectors;
};

static void
part_free (gpointer data)
{
  CliPart *part = data;

  if (part->data->data != NULL)
    explicit_bzero (part->data->data, part->data->len);
  g_byte_array_unref (part->data);
  g_free (part->name);
  g_free (part);
}

/* The name of a file without the folders that some browsers send with it, and of a sane length. */
static char *
base_name (const char *name)
{
  const char *slash = strrchr (name, '/'), *backslash = strrchr (name, '\\');

  if (slash != NULL)
    name = slash + 1;
  if (backslash != NULL && backslash >= name)
    name = backslash + 1;
  return g_strndup (name, NAME_MAX_BYTES);
}

static CliPart *
part_new (CliField field, const char *name)
{
  CliPart *part = g_new0 (CliPart, 1);

  part->field = field;
  part->name = base_name (name != NULL ? name : "");
  part->data = g_byte_array_new ();
  return part;
}

static enum MHD_Result
take_piece (void *data, enum MHD_ValueKind kind, const char *key, const char *filename, const char *type, const char *encoding,
            const char *bytes, uint64_t offset, size_t len)
{
  CliForm *form = data;

  if (offset == 0) {
    if (form->parts->len >= PARTS_MAX)
      return MHD_NO;
    form->current = NULL;
    for (guint i = 0; key != NULL && i < CLI_N_FIELDS; i++)
      if (strcmp (key, cli_field_names[i]) == 0)
        g_ptr_array_add (form->parts, form->current = part_new (i, filename));
  }
  if (form->current != NULL && len > 0)
    g_byte_array_append (form->current->data, (const guint8 *)bytes, (guint)len);
  return MHD_YES;
}

CliForm *
cli_form_new (struct MHD_Connection *connection)
{
  g_autoptr (CliForm) form = g_new0 (CliForm, 1);

  form->parts = g_ptr_array_new_with_free_func (part_free);
  form->inputs = g_ptr_array_new_with_free_func (part_free);
  form->processor = MHD_create_post_processor (connection, BUFFER, take_piece, form);
  return form->processor != NULL ? g_steal_pointer (&form) : NULL;
}

void
cli_form_free (CliForm *form)
{
  if (form->processor != NULL)
    MHD_destroy_post_processor (form->processor);
  g_ptr_array_unref (form->parts);
  g_ptr_array_unref (form->inputs);
  g_clear_pointer (&form->connectors, part_free);
  g_free (form);
}

gboolean
cli_form_feed (CliForm *form, const char *data, gsize len)
{
  return MHD_post_process (form->processor, data, len) == MHD_YES;
}

static gboolean
is_blank (const CliPart *part)
{
  for (guint i = 0; i < part->data->len; i++)
    if (!g_ascii_isspace (part->data->data[i]))
      return FALSE;
  return TRUE;
}

/* NAME.DATA in base64, as serve-page.c wrote it. NULL if it is not. */
static CliPart *
unpack (CliPart *kept)
{
  char *text, *dot;
  g_autofree guchar *name = NULL;
  g_autofree guchar *data = NULL;
  gsize name_len, data_len;
  g_autofree char *terminated = NULL;
  CliPart *part;

  g_byte_array_append (kept->data, (const guint8 *)"", 1);
  text = (char *)kept->data->data;
  dot = strchr (text, '.');
  if (dot == NULL)
    return NULL;
  *dot = '\0';
  name = g_base64_decode (text, &name_len);
  data = g_base64_decode (dot + 1, &data_len);
  terminated = g_strndup ((const char *)name, name_len);
  part = part_new (kept->field, terminated);
  g_byte_array_append (part->data, data, (guint)data_len);
  return part;
}

/* The same bytes under another name. */
static CliPart *
share (const CliPart *part, const char *name)
{
  CliPart *shared = part_new (part->field, name);

  g_byte_array_unref (shared->data);
  shared->data = g_byte_array_ref (part->data);
  return shared;
}

static void
take_new (CliForm *form, const CliPart *part)
{
  if (is_blank (part))
    return;
  if (part->field == CLI_FIELD_MAIL)
    g_ptr_array_add (form->inputs, share (part, "paste"));
  else if (part->field == CLI_FIELD_FILE)
    g_ptr_array_add (form->inputs, share (part, part->name));
  else if (part->field == CLI_FIELD_CONNECTORS && form->connectors == NULL)
    form->connectors = share (part, part->name);
}

/* What was kept in the page counts where nothing new has come. */
static void
take_kept (CliForm *form, CliPart *part, gboolean new_mail)
{
  CliPart *kept = NULL;

  if (part->field == CLI_FIELD_AGAIN && !new_mail && (kept = unpack (part)) != NULL)
    g_ptr_array_add (form->inputs, kept);
  else if (part->field == CLI_FIELD_CONNECTORS_KEPT && form->connectors == NULL)
    form->connectors = unpack (part);
}

gboolean
cli_form_end (CliForm *form)
{
  gboolean new_mail;

  /* Only now does the last part get its last byte. */
  if (MHD_destroy_post_processor (g_steal_pointer (&form->processor)) != MHD_YES)
    return FALSE;
  for (guint i = 0; i < form->parts->len; i++)
    take_new (form, g_ptr_array_index (form->parts, i));
  new_mail = form->inputs->len > 0;
  for (guint i = 0; i < form->parts->len; i++)
    take_kept (form, g_ptr_array_index (form->parts, i), new_mail);
  return TRUE;
}

const char *
cli_form_text (const CliForm *form, CliField field)
{
  for (guint i = 0; form != NULL && i < form->parts->len; i++) {
    CliPart *part = g_ptr_array_index (form->parts, i);
    if (part->field != field)
      continue;
    g_byte_array_append (part->data, (const guint8 *)"", 1);
    g_byte_array_set_size (part->data, part->data->len - 1);
    return (const char *)part->data->data;
  }
  return "";
}

const CliPart *
cli_form_connectors (const CliForm *form)
{
  return form->connectors;
}

const GPtrArray *
cli_form_inputs (const CliForm *form)
{
  return form->inputs;
}
