/* SPDX-License-Identifier: MIT */
#include "inputs.h"

#include "walk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct _CliInputs {
  const GPtrArray *operands;
  guint next;
  gboolean standard_input; /* nothing was named: read it once */
  gboolean every_line;     /* also an empty line of the list has an answer: whoever counts lines waits for it */
  FILE *list;
  int delimiter;
  char *line;
  size_t line_size;
  CliWalk *walk;
  CliFolder *folder;  /* the one being walked */
  GPtrArray *folders; /* all of them: events point here */
};

static void
folder_free (gpointer data)
{
  CliFolder *folder = data;
  g_free (folder->path);
  g_free (folder);
}

CliInputs *
cli_inputs_new (const CliOptions *options, GError **error)
{
  g_autoptr (CliInputs) inputs = g_new0 (CliInputs, 1);
  const char *list = options->files_from != NULL ? options->files_from : options->files0_from;

  inputs->operands = options->operands;
  inputs->standard_input = options->operands->len == 0 && list == NULL;
  inputs->every_line = options->format == HS_FORMAT_NDJSON && options->command != CLI_SUMMARY;
  inputs->delimiter = options->files_from != NULL ? '\n' : '\0';
  inputs->folders = g_ptr_array_new_with_free_func (folder_free);
  if (list != NULL)
    inputs->list = strcmp (list, "-") == 0 ? stdin : fopen (list, "re");
  if (list != NULL && inputs->list == NULL) {
    hs_error_set (error, HS_ERROR_OPEN, "{1}; it should hold names of files", HS_ERROR_WORDS, strerrordesc_np (errno), NULL);
    g_prefix_error (error, "%s: ", list);
    return NULL;
  }
  return g_steal_pointer (&inputs);
}

void
cli_inputs_free (CliInputs *inputs)
{
  if (inputs->list != NULL && inputs->list != stdin)
    fclose (inputs->list);
  free (inputs->line);
  g_clear_pointer (&inputs->walk, cli_walk_free);
  g_ptr_array_unref (inputs->folders);
  g_free (inputs);
}

void
cli_event_clear (CliEvent *event)
{
  g_clear_pointer (&event->path, g_free);
  g_clear_error (&event->error);
}

/* The next name given, NULL at the end. */
static const char *
next_name (CliInputs *inputs)
{
  if (inputs->next < inputs->operands->len)
    return g_ptr_array_index (inputs->operands, inputs->next++);
  while (inputs->list != NULL) {
    ssize_t len = getdelim (&inputs->line, &inputs->line_size, inputs->delimiter, inputs->list);
    if (len < 0)
      return NULL;
    if (len > 0 && inputs->line[len - 1] == inputs->delimiter)
      inputs->line[len - 1] = '\0';
    if (inputs->line[0] != '\0' || inputs->every_line)
      return inputs->line;
  }
  return NULL;
}

static void
enter_folder (CliInputs *inputs, const char *path)
{
  inputs->folder = g_new0 (CliFolder, 1);
  inputs->folder->path = g_strdup (path);
  g_ptr_array_add (inputs->folders, inputs->folder);
  inputs->walk = cli_walk_new (path);
}

static CliEvent
next_in_folder (CliInputs *inputs)
{
  CliEvent event = { CLI_EVENT_FILE, .folder = inputs->folder };

  if (cli_walk_next (inputs->walk, &event.path, &event.error))
    return event;
  if (event.error != NULL) {
    event.kind = CLI_EVENT_ERROR;
    return event;
  }
  event.kind = CLI_EVENT_FOLDER_END;
  g_clear_pointer (&inputs->walk, cli_walk_free);
  inputs->folder = NULL;
  return event;
}

static CliEvent
empty_line (void)
{
  CliEvent event = { CLI_EVENT_ERROR };

  hs_error_set (&event.error, HS_ERROR_EMPTY, "an empty line where a name should be", NULL);
  return event;
}

CliEvent
cli_inputs_next (CliInputs *inputs)
{
  const char *name;
  struct stat status;

  if (inputs->walk != NULL)
    return next_in_folder (inputs);
  if (inputs->standard_input) {
    inputs->standard_input = FALSE;
    return (CliEvent){ CLI_EVENT_FILE };
  }
  name = next_name (inputs);
  if (name == NULL)
    return (CliEvent){ CLI_EVENT_END };
  if (strcmp (name, "-") == 0)
    return (CliEvent){ CLI_EVENT_FILE };
  if (name == inputs->line && name[0] == '\0')
    return empty_line ();
  if (stat (name, &status) == 0 && S_ISDIR (status.st_mode)) {
    enter_folder (inputs, name);
    return next_in_folder (inputs);
  }
  return (CliEvent){ CLI_EVENT_FILE, .path = g_strdup (name) };
}

guint64
cli_inputs_total (const CliOptions *options)
{
  guint64 total = 0;
  struct stat status;

  if (options->files_from != NULL || options->files0_from != NULL || options->range.given)
    return 0;
  for (guint i = 0; i < options->operands->len; i++) {
    if (stat (g_ptr_array_index (options->operands, i), &status) != 0 || !S_ISREG (status.st_mode))
      return 0;
    total += (guint64)status.st_size;
  }
  return total;
}
