/* hopscope serve: what its parts share. serve.c starts and ends it, serve-listen.c has the sockets, serve-loop.c the connections,
   serve-http.c judges requests, serve-form.c reads what a form sends, serve-answer.c analyzes it, serve-page.c writes the form.
   SPDX-License-Identifier: MIT */
#pragma once

#include "serve-words.h"

#include "options.h"

#include <microhttpd.h>

enum {
  CLI_SERVE_BODY_MAX = 4 << 20, /* bytes of a request's body */
  CLI_SERVE_CONNECTIONS = 16,
  CLI_SERVE_HOSTS = 3,
  CLI_TOKEN_DIGITS = 32 /* 128 bits */
};

typedef struct {
  const CliOptions *options;
  HsLimits limits;
  HsRuleset *ruleset;
  char token[CLI_TOKEN_DIGITS + 1];
  char ticket[CLI_TOKEN_DIGITS + 1]; /* leads to the page once, for --open; empty when used or never given out */
  char hosts[CLI_SERVE_HOSTS][32];   /* what a request's Host may say */
  gint64 last_asked_us;              /* when somebody who knows the token last asked for something; monotonic */
} CliServe;

/* Listens on 127.0.0.1 and ::1, on @port or, if 0, on any that both have. @sockets[1] is -1 on a machine without IPv6. */
gboolean cli_serve_listen (guint port, int sockets[2], guint *bound, GError **error);
/* Answers until a signal comes, or until nobody has asked for anything for --idle minutes. FALSE: could not begin. */
gboolean cli_serve_loop (CliServe *serve, const int sockets[2]);
/* What answers requests; the loop gives it connections. NULL if there is no memory for it. */
struct MHD_Daemon *cli_serve_daemon (CliServe *serve, MHD_NotifyConnectionCallback notify, gpointer notify_data);

/* The fields of the form. */
typedef enum {
  CLI_FIELD_MAIL,            /* text area */
  CLI_FIELD_FILE,            /* files */
  CLI_FIELD_AGAIN,           /* what was analyzed before, kept in the page: NAME.DATA in base64 */
  CLI_FIELD_CONNECTORS,      /* a file */
  CLI_FIELD_CONNECTORS_KEPT, /* the one given before, kept in the page: NAME.DATA in base64 */
  CLI_FIELD_DOMAINS,
  CLI_FIELD_TENANTS,
  CLI_FIELD_TRUST,
  CLI_FIELD_REDACT,
  CLI_N_FIELDS
} CliField;

extern const char *const cli_field_names[CLI_N_FIELDS];

/* Something to read: a file, a paste. */
typedef struct {
  CliField field;
  char *name;
  GByteArray *data;
} CliPart;

typedef struct _CliForm CliForm;

/* NULL if the request carries no form. */
CliForm *cli_form_new (struct MHD_Connection *connection);
void cli_form_free (CliForm *form);
/* The next bytes of the body. FALSE: it is not a form, or has too many parts. */
gboolean cli_form_feed (CliForm *form, const char *data, gsize len);
/* The body has ended: nothing more comes. */
gboolean cli_form_end (CliForm *form);
/* Text of a field; "" if there is none, or no @form. */
const char *cli_form_text (const CliForm *form, CliField field);
/* The connectors file, new or kept; NULL if there is none. */
const CliPart *cli_form_connectors (const CliForm *form);
/* CliPart to be analyzed: what was pasted and chosen or, if nothing was, what was analyzed before. */
const GPtrArray *cli_form_inputs (const CliForm *form);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliForm, cli_form_free)

typedef enum { CLI_DOCUMENT_HTML, CLI_DOCUMENT_MARKDOWN, CLI_DOCUMENT_CSV, CLI_DOCUMENT_JSON, CLI_N_DOCUMENTS } CliDocument;

/* What stands above the reports: the form as it was filled in, a complaint, links that hold the documents. */
typedef struct {
  CliLanguage language;
  const char *complaint;     /* NULL for none */
  const CliForm *form;       /* NULL: empty */
  GString *const *documents; /* by CliDocument; NULL where nothing was analyzed */
} CliPage;

char *cli_page_top (const CliPage *page);
const char *cli_page_style (void);
const char *cli_page_script (void);

typedef struct {
  guint status;
  GString *body;
  char *policy;
} CliAnswer;

/* The page with an empty form, or with what @complaint says is wrong with @form. */
CliAnswer cli_answer_page (const CliServe *serve, CliLanguage language, guint status, const CliForm *form, const char *complaint);
/* What @form asks for. */
CliAnswer cli_answer_form (const CliServe *serve, CliLanguage language, const CliForm *form);
