/* Who may ask, and for what. Everything that is refused is refused before its body is looked at; the body is read to its end all the
   same, or the client might never see the answer.  SPDX-License-Identifier: MIT */
#include "serve.h"

#include <string.h>

enum {
  TIMEOUT_S = 15,
  DRAIN_MAX = 64 << 20, /* of a body that is too large; whoever sends more is cut off */
  CONNECTION_MEMORY = 32 << 10
};

typedef struct {
  guint status; /* of a refusal; 0: none so far */
  guint64 bytes;
  gboolean posts;
  CliLanguage language;
  CliForm *form;
} Request;

static void
request_free (Request *request)
{
  g_clear_pointer (&request->form, cli_form_free);
  g_free (request);
}

/* As MHD_http_unescape() is not wanted: the path is compared as it is written. */
static size_t
keep_escapes (void *data, struct MHD_Connection *connection, char *text)
{
  return strlen (text);
}

typedef struct {
  const char *name;
  const char *value;
  guint count;
} Header;

static enum MHD_Result
find_header (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  Header *header = data;

  if (g_ascii_strcasecmp (name, header->name) == 0) {
    header->value = value;
    header->count++;
  }
  return MHD_YES;
}

/* NULL if it is missing or there are several. */
static const char *
only_header (struct MHD_Connection *connection, const char *name)
{
  Header header = { name, NULL, 0 };

  MHD_get_connection_values (connection, MHD_HEADER_KIND, find_header, &header);
  return header.count == 1 ? header.value : NULL;
}

static gboolean
is_own_host (const CliServe *serve, const char *host)
{
  for (guint i = 0; host != NULL && i < CLI_SERVE_HOSTS; i++)
    if (g_ascii_strcasecmp (host, serve->hosts[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Takes the same time wherever the difference is. */
static gboolean
is_token (const char *token, const char *text, gsize len)
{
  guchar different = 0;

  if (len != CLI_TOKEN_DIGITS || token[0] == '\0')
    return FALSE;
  for (gsize i = 0; i < CLI_TOKEN_DIGITS; i++)
    different |= (guchar)(token[i] ^ text[i]);
  return different == 0;
}

/* "/TOKEN" and "/TOKEN/". */
static gboolean
leads_to (const char *token, const char *path)
{
  gsize len = strlen (path);

  if (len > 0 && path[len - 1] == '/')
    len--;
  return len > 0 && path[0] == '/' && is_token (token, path + 1, len - 1);
}

static gboolean
is_own_origin (const char *origin, const char *host)
{
  return origin != NULL && g_str_has_prefix (origin, "http://") && g_ascii_strcasecmp (origin + strlen ("http://"), host) == 0;
}

/* 0, or the status of the refusal. */
static guint
judge (CliServe *serve, struct MHD_Connection *connection, const char *path, const char *method, gboolean posts)
{
  const char *host = only_header (connection, "Host");

  if (!is_own_host (serve, host))
    return MHD_HTTP_MISDIRECTED_REQUEST;
  if (leads_to (serve->ticket, path) && !posts) {
    explicit_bzero (serve->ticket, sizeof serve->ticket);
    return MHD_HTTP_SEE_OTHER;
  }
  if (!leads_to (serve->token, path))
    return MHD_HTTP_NOT_FOUND;
  if (!posts && strcmp (method, MHD_HTTP_METHOD_GET) != 0 && strcmp (method, MHD_HTTP_METHOD_HEAD) != 0)
    return MHD_HTTP_METHOD_NOT_ALLOWED;
  if (posts && !is_own_origin (only_header (connection, "Origin"), host))
    return MHD_HTTP_FORBIDDEN;
  serve->last_asked_us = g_get_monotonic_time ();
  return 0;
}

static void
add_headers (struct MHD_Response *response, const char *policy)
{
  static const char *const headers[][2] = {
    { "Cache-Control", "no-store" },
    { "Referrer-Policy", "same-origin" }, /* no-referrer would make browsers send "Origin: null" with our own form */
    { "X-Content-Type-Options", "nosniff" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Connection", "close" }, /* places are few */
  };
  g_autofree char *whole = g_strconcat (policy, "; frame-ancestors 'none'", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    MHD_add_response_header (response, headers[i][0], headers[i][1]);
  MHD_add_response_header (response, "Content-Security-Policy", whole);
}

static enum MHD_Result
refuse (const CliServe *serve, struct MHD_Connection *connection, guint status)
{
  struct MHD_Response *response = MHD_create_response_from_buffer (0, (void *)"", MHD_RESPMEM_PERSISTENT);
  enum MHD_Result result;

  add_headers (response, "default-src 'none'");
  if (status == MHD_HTTP_SEE_OTHER) {
    g_autofree char *location = g_strconcat ("/", serve->token, "/", NULL);
    MHD_add_response_header (response, "Location", location);
  } else if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header (response, "Allow", "GET, HEAD, POST");
  result = MHD_queue_response (connection, status, response);
  MHD_destroy_response (response);
  return result;
}

static enum MHD_Result
send_answer (struct MHD_Connection *connection, CliAnswer *answer)
{
  gsize len = answer->body->len;
  char *text = g_string_free (g_steal_pointer (&answer->body), FALSE);
  struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback (len, text, g_free);
  enum MHD_Result result;

  add_headers (response, answer->policy);
  MHD_add_response_header (response, "Content-Type", "text/html; charset=utf-8");
  MHD_add_response_header (response, "Vary", "Accept-Language");
  result = MHD_queue_response (connection, answer->status, response);
  MHD_destroy_response (response);
  g_clear_pointer (&answer->policy, g_free);
  return result;
}

static enum MHD_Result
respond (const CliServe *serve, struct MHD_Connection *connection, Request *request)
{
  CliAnswer answer;

  if (request->posts && request->status == 0 && !cli_form_end (request->form))
    request->status = MHD_HTTP_BAD_REQUEST;
  if (request->status == MHD_HTTP_BAD_REQUEST)
    answer = cli_answer_page (serve, request->language, request->status, NULL, cli_word (request->language, CLI_WORD_NO_FORM));
  else if (request->status == MHD_HTTP_CONTENT_TOO_LARGE)
    answer = cli_answer_page (serve, request->language, request->status, NULL, cli_word (request->language, CLI_WORD_TOO_LARGE));
  else if (request->status != 0)
    return refuse (serve, connection, request->status);
  else if (request->posts)
    answer = cli_answer_form (serve, request->language, request->form);
  else
    answer = cli_answer_page (serve, request->language, MHD_HTTP_OK, NULL, NULL);
  g_clear_pointer (&request->form, cli_form_free);
  return send_answer (connection, &answer);
}

static void
take_body (Request *request, const char *data, gsize len)
{
  request->bytes += len;
  if (request->status == 0 && request->posts && request->bytes > CLI_SERVE_BODY_MAX)
    request->status = MHD_HTTP_CONTENT_TOO_LARGE;
  if (request->status != 0 || !request->posts)
    g_clear_pointer (&request->form, cli_form_free);
  else if (!cli_form_feed (request->form, data, len))
    request->status = MHD_HTTP_BAD_REQUEST;
}

static Request *
begin (CliServe *serve, struct MHD_Connection *connection, const char *path, const char *method)
{
  Request *request = g_new0 (Request, 1);

  request->posts = strcmp (method, MHD_HTTP_METHOD_POST) == 0;
  request->status = judge (serve, connection, path, method, request->posts);
  request->language = cli_language_choose (MHD_lookup_connection_value (connection, MHD_HEADER_KIND, "Accept-Language"));
  if (request->status == 0 && request->posts)
    request->form = cli_form_new (connection);
  if (request->status == 0 && request->posts && request->form == NULL)
    request->status = MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
  return request;
}

/* Called once with the header, then with each piece of the body, and at its end. */
static enum MHD_Result
handle (void *data, struct MHD_Connection *connection, const char *path, const char *method, const char *version, const char *upload,
        size_t *upload_len, void **context)
{
  Request *request = *context;

  if (request == NULL) {
    *context = begin (data, connection, path, method);
    return MHD_YES;
  }
  if (*upload_len == 0)
    return respond (data, connection, request);
  take_body (request, upload, *upload_len);
  *upload_len = 0;
  return request->bytes <= DRAIN_MAX ? MHD_YES : MHD_NO;
}

static void
completed (void *data, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code)
{
  g_clear_pointer ((Request **)context, request_free);
}

struct MHD_Daemon *
cli_serve_daemon (CliServe *serve, MHD_NotifyConnectionCallback notify, gpointer notify_data)
{
  /* No MHD_USE_ERROR_LOG: nothing is logged. */
  return MHD_start_daemon (MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, handle, serve, MHD_OPTION_NOTIFY_COMPLETED, completed,
                           NULL, MHD_OPTION_NOTIFY_CONNECTION, notify, notify_data, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
                           MHD_OPTION_CONNECTION_LIMIT, (unsigned int)CLI_SERVE_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
                           (unsigned int)TIMEOUT_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                           MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
}
