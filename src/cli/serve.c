/* hopscope serve: the analyzer as a page, for whoever sits at this machine and knows the address.  SPDX-License-Identifier: MIT */
#include "serve.h"

#include "commands.h"
#include "complain.h"
#include "language.h"
#include "output.h"
#include "run.h"
#include "sandbox.h"
#include "signals.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

/* Archives may not expand further than this, however small they are. */
static const guint64 archive_bytes_max = 64 << 20;

static gboolean
make_token (char token[CLI_TOKEN_DIGITS + 1], GError **error)
{
  guchar bytes[CLI_TOKEN_DIGITS / 2];
  gssize got;

  do
    got = getrandom (bytes, sizeof bytes, 0);
  while (got < 0 && errno == EINTR);
  if (got != (gssize)sizeof bytes) {
    hs_error_set (error, HS_ERROR_OPEN, "no random numbers to be had: the page would have no secret address", NULL);
    return FALSE;
  }
  for (gsize i = 0; i < sizeof bytes; i++)
    g_snprintf (token + 2 * i, 3, "%02x", bytes[i]);
  explicit_bzero (bytes, sizeof bytes);
  return TRUE;
}

/* Everything that can be wrong is found out before anybody is told an address. */
static gboolean
set_up (CliServe *serve, const CliOptions *options, GError **error)
{
  g_autoptr (HsOptions) analysis = cli_analysis_new (options, error);

  serve->options = options;
  serve->limits = options->limits;
  serve->limits.archive_bytes = MIN (serve->limits.archive_bytes, archive_bytes_max);
  if (analysis == NULL || !make_token (serve->token, error) || (options->open_page && !make_token (serve->ticket, error)))
    return FALSE;
  serve->ruleset = hs_ruleset_new (options->rules, options->endpoints, options->keys, error);
  return serve->ruleset != NULL;
}

static void
name_hosts (CliServe *serve, guint port)
{
  static const char *const names[CLI_SERVE_HOSTS] = { "127.0.0.1", "[::1]", "localhost" };

  for (guint i = 0; i < CLI_SERVE_HOSTS; i++)
    g_snprintf (serve->hosts[i], sizeof serve->hosts[i], port == 80 ? "%s" : "%s:%u", names[i], port);
}

static gboolean
print_address (const CliServe *serve, GError **error)
{
  g_autoptr (CliOutput) output = cli_output_new (NULL, error);
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_printf (line, "http://%s/%s/\n", serve->hosts[0], serve->token);
  return output != NULL && cli_output_write (output, line, error) && cli_output_finish (output, error);
}

/* Everybody on this machine can read the command line of a browser: what it holds leads to the page once, and then nowhere. */
static void
open_browser (const CliServe *serve)
{
  g_autofree char *address = g_strdup_printf ("http://%s/%s/", serve->hosts[0], serve->ticket);
  char *arguments[] = { (char *)"xdg-open", address, NULL };
  g_autoptr (GError) error = NULL;

  if (!g_spawn_async (NULL, arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                      NULL, &error))
    cli_complain ("serve", error->message, T_ ("open the address in a browser yourself"));
}

static int
serve_on (CliServe *serve, const int sockets[2])
{
  g_autoptr (GError) error = NULL;

  if (!print_address (serve, &error)) {
    cli_complain_of ("serve", error);
    return CLI_STATUS_TROUBLE;
  }
  if (!serve->options->quiet)
    cli_complain ("serve", T_ ("open this address in a browser on this machine"), T_ ("Ctrl-C ends"));
  if (serve->options->open_page)
    open_browser (serve);
  if (!serve->options->no_sandbox)
    cli_sandbox_enter_serving (serve->options);
  if (!cli_serve_loop (serve, sockets)) {
    cli_complain ("serve", T_ ("cannot begin"), T_ ("see whether memory is left"));
    return CLI_STATUS_TROUBLE;
  }
  if (!cli_signals_interrupted () && !serve->options->quiet)
    cli_complain ("serve", T_ ("nobody asked for anything any more"), T_ ("--idle sets how long to wait"));
  return CLI_STATUS_OK;
}

int
cli_serve (const CliOptions *options)
{
  CliServe serve = { 0 };
  g_autoptr (GError) error = NULL;
  int sockets[2] = { -1, -1 }, status = CLI_STATUS_TROUBLE;
  guint port = 0;

  if (options->operands->len > 0)
    cli_complain ("serve", T_ ("takes no files"), T_ ("give them in the page, or leave out serve"));
  else if (!set_up (&serve, options, &error) || !cli_serve_listen (options->port, sockets, &port, &error))
    cli_complain_of ("serve", error);
  else {
    name_hosts (&serve, port);
    status = serve_on (&serve, sockets);
  }
  for (guint i = 0; i < 2; i++)
    if (sockets[i] >= 0)
      close (sockets[i]);
  g_clear_pointer (&serve.ruleset, hs_ruleset_unref);
  explicit_bzero (&serve, sizeof serve);
  return status;
}
