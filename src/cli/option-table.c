/* The option table. --help, hopscope(1) and the shells' completions are made from it.  SPDX-License-Identifier: MIT */
#include "options.h"

#include "language.h"

#define ANALYZE (1 << CLI_ANALYZE)
#define SUMMARY (1 << CLI_SUMMARY)
#define EXPLAIN (1 << CLI_EXPLAIN)
#define SERVE (1 << CLI_SERVE)
#define MAIL (ANALYZE | SUMMARY)
#define ALL (ANALYZE | SUMMARY | EXPLAIN | SERVE)
#define AT(member) G_STRUCT_OFFSET (CliOptions, member)
#define WHEN "auto|always|never"

G_STATIC_ASSERT (HS_FORMAT_TEXT == 0 && HS_FORMAT_JSON == 1 && HS_FORMAT_NDJSON == 2 && HS_FORMAT_HTML == 3);
G_STATIC_ASSERT (HS_FORMAT_MARKDOWN == 4 && HS_FORMAT_CSV == 5);

const char *const cli_command_names[] = { "", "summary", "explain", "serve", NULL };

static const CliOption output_options[] = {
  { 'f', "format", "FORMAT", "text|json|ndjson|html|markdown|csv", CLI_OFFER_WORDS, CLI_COMMON, ALL, cli_set_word, AT (format),
    N_ ("text, json, ndjson, html, markdown or csv"),
    N_ ("How the report is written; *text* if not said. *json* is one document, *ndjson* one line a message, *csv* one row a hop.") },
  { 'o', "output", "FILE", NULL, CLI_OFFER_FILES, CLI_COMMON, MAIL | EXPLAIN, cli_set_text, AT (output),
    N_ ("write there: all of it, or the old file stays"),
    N_ ("Write to _FILE_ instead of standard output: to a temporary file beside it, renamed at the end. On any failure the old file stays whole.") },
  { 0, "headers", NULL, NULL, CLI_OFFER_NOTHING, CLI_COMMON, ALL, cli_set_flag, AT (headers), N_ ("every header field as well"),
    N_ ("Report every header field too.") },
  { 0, "redact", NULL, NULL, CLI_OFFER_NOTHING, CLI_COMMON, ALL, cli_set_flag, AT (redact),
    N_ ("pseudonyms for people, hosts and addresses"),
    N_ ("Replace local parts, subjects, and hosts and addresses that are not Microsoft's by pseudonyms, the same one for the same thing. "
        "The verdict and the findings stay.") },
  { 0, "color", "WHEN", WHEN, CLI_OFFER_WORDS, 0, ALL, cli_set_word, AT (color), N_ ("auto, always or never"),
    N_ ("Colours in text. *auto*: on a terminal that has them, unless *NO_COLOR* is set.") },
  { 0, "utc", NULL, NULL, CLI_OFFER_NOTHING, 0, ALL, cli_set_utc, AT (zone), N_ ("times in UTC only"),
    N_ ("Show times in UTC only; takes back an earlier *--zone*.") },
  { 0, "zone", "TZ", NULL, CLI_OFFER_NOTHING, 0, ALL, cli_set_zone, AT (zone), N_ ("times in this zone as well"),
    N_ ("Show times in this zone beside UTC: a name such as _Asia/Seoul_, or _+09:00_.") },
  { 0, "schema", "N", "1", CLI_OFFER_WORDS, 0, MAIL, cli_set_word, AT (schema), N_ ("version of the JSON schema"),
    N_ ("Version of the JSON that the reader of *json* and *ndjson* expects. There is one, _1_; any other is refused.") },
  { 0, "pager", NULL, NULL, CLI_OFFER_NOTHING, 0, ALL, cli_set_flag, AT (pager), N_ ("through a pager, on a terminal"),
    N_ ("On a terminal, show the report through *$PAGER* (*less* if unset).") },
  { 0 }
};

static const CliOption knowledge_options[] = {
  { 0, "connectors", "FILE", NULL, CLI_OFFER_FILES, CLI_COMMON, MAIL | SERVE, cli_set_text, AT (connectors),
    N_ ("your connectors: Get-InboundConnector | ConvertTo-Json"),
    N_ ("What \"Get-InboundConnector | ConvertTo-Json -Depth 5\" prints, one object or an array. Every verdict then says which connector "
        "matches, or which setting rules each one out.") },
  { 0, "accepted-domains", "FILE", NULL, CLI_OFFER_FILES, 0, MAIL | SERVE, cli_set_text, AT (accepted_domains),
    N_ ("your domains: Get-AcceptedDomain | ConvertTo-Json"),
    N_ ("What \"Get-AcceptedDomain | ConvertTo-Json\" prints: each domain in it is one of yours, as with *--tenant-domain*.") },
  { 0, "tenant", "GUID", NULL, CLI_OFFER_NOTHING, CLI_COMMON | CLI_REPEATABLE, MAIL | SERVE, cli_set_list, AT (tenants),
    N_ ("your tenant; may be repeated"),
    N_ ("A tenant of yours. Needed to tell mail that was attributed to somebody else's tenant. May be repeated.") },
  { 0, "tenant-domain", "DOMAIN", NULL, CLI_OFFER_NOTHING, CLI_COMMON | CLI_REPEATABLE, MAIL | SERVE, cli_set_list, AT (tenant_domains),
    N_ ("your domain; may be repeated"),
    N_ ("A domain of yours. Needed to tell direct send and spoofing of your own domain. May be repeated.") },
  { 0, "trust", "HOST", NULL, CLI_OFFER_NOTHING, CLI_COMMON | CLI_REPEATABLE, MAIL | SERVE, cli_set_list, AT (trusted),
    N_ ("believe this server: name, .domain, address or range"),
    N_ ("A server on your side of the trust boundary, whose Received lines are believed: a host name, _.domain_, an address or a CIDR "
        "range. May be repeated.") },
  { 0, "now", "TIME", NULL, CLI_OFFER_NOTHING, 0, MAIL | SERVE, cli_set_instant, AT (now), N_ ("clock to judge future dates by"),
    N_ ("The clock to judge dates in the future by: RFC 3339, such as _2026-03-09T03:53:31Z_, or _now_. Without it no date is called future, "
        "and the same input gives the same output for ever.") },
  { 0, "no-seals", NULL, NULL, CLI_OFFER_NOTHING, 0, MAIL | SERVE, cli_set_flag, AT (no_seals), N_ ("check no ARC and DKIM signature"),
    N_ ("Do not check ARC and DKIM signatures: faster, and no verdict is _proven_.") },
  { 0 }
};

static const CliOption table_options[] = {
  { 0, "rules", "DIR", NULL, CLI_OFFER_FOLDERS, 0, ALL, cli_set_text, AT (rules), N_ ("folder with more or newer tables"),
    N_ ("A folder with more or newer tables in the format of *hopscope-tables*(5). Their rows come before the built-in ones.") },
  { 0, "endpoints", "FILE", NULL, CLI_OFFER_FILES, 0, ALL, cli_set_text, AT (endpoints), N_ ("JSON of Microsoft's endpoints web service"),
    N_ ("The JSON of Microsoft's endpoints web service. It replaces the built-in address ranges of the cloud it speaks of.") },
  { 0, "keys", "FILE", NULL, CLI_OFFER_FILES, 0, ALL, cli_set_text, AT (keys), N_ ("more ARC and DKIM public keys"),
    N_ ("More ARC and DKIM public keys: zone-file TXT lines, or a table as in *hopscope-tables*(5).") },
  { 0 }
};

static const CliOption input_options[] = {
  { 0, "files-from", "FILE", NULL, CLI_OFFER_FILES, 0, MAIL, cli_set_text, AT (files_from),
    N_ ("names of files, one a line; - is standard input"),
    N_ ("Read names of files and directories from _FILE_, one a line, beside those on the command line. - is standard input. An empty line is "
        "passed over; in *ndjson* it is answered by an error record, as each line is.") },
  { 0, "files0-from", "FILE", NULL, CLI_OFFER_FILES, 0, MAIL, cli_set_text, AT (files0_from), N_ ("the same, each ended by a NUL byte"),
    N_ ("The same with names ended by NUL bytes, as *find -print0* writes them.") },
  { 0, "input", "FORM", "auto|records", CLI_OFFER_WORDS, 0, MAIL, cli_set_word, AT (input),
    N_ ("auto, or records: an object with id and raw a line"),
    N_ ("*auto* recognizes the input by its content. *records*: one JSON object a line with _id_ and _raw_, or _raw_b64_, and one record in the "
        "answer for each line, whatever it holds.") },
  { 0, "range", "A-B", NULL, CLI_OFFER_NOTHING, 0, MAIL, cli_set_range, AT (range),
    N_ ("only messages that start at bytes A to B of an mbox"),
    N_ ("Only messages whose \"From \" line starts at byte _A_ or behind it and before byte _B_ of an mbox; K, M and G are powers of 1024, no "
        "_B_ is the end. However a mailbox is split, the parts together give the records of the whole.") },
  { 0, "limit", "NAME=VALUE", NULL, CLI_OFFER_NOTHING, CLI_REPEATABLE, ALL, cli_set_limit, AT (limits),
    N_ ("another limit on what mail may ask for"),
    N_ ("Another limit on what a message may make hopscope do; see *LIMITS*. May be repeated.") },
  { 0 }
};

static const CliOption run_options[] = {
  { 0, "require", "VERDICT", "traversed|not-traversed", CLI_OFFER_WORDS, CLI_COMMON, ANALYZE, cli_set_requirement, AT (require),
    N_ ("traversed or not-traversed; the exit status tells"),
    N_ ("For scripts and monitoring: exit with 0 if every message has this verdict, 1 if one has the other, else 3 if one is undecided.") },
  { 'j', "jobs", "N", NULL, CLI_OFFER_NOTHING, 0, MAIL, cli_set_jobs, AT (jobs), N_ ("threads; the output is the same for any number"),
    N_ ("Threads that analyze. If not said, one for one message and the processors there are for *ndjson* and *summary*. The output is the same.") },
  { 0, "summary", "FILE", NULL, CLI_OFFER_FILES, 0, ANALYZE, cli_set_text, AT (summary), N_ ("a JSON summary of the run as well"),
    N_ ("Write a summary of the whole run to _FILE_ too, as JSON that *hopscope summary* merges.") },
  { 0, "trailer", NULL, NULL, CLI_OFFER_NOTHING, 0, ANALYZE, cli_set_flag, AT (trailer), N_ ("end ndjson with a summary record"),
    N_ ("End *ndjson* with a record of type _summary_. Its _complete_ is true only if the input was read to its end.") },
  { 0, "line-buffered", NULL, NULL, CLI_OFFER_NOTHING, 0, ANALYZE, cli_set_flag, AT (line_buffered), N_ ("write each record at once"),
    N_ ("Write each record as soon as its message has been read. Implies *--jobs 1*.") },
  { 0, "progress", "WHEN", WHEN, CLI_OFFER_WORDS, 0, MAIL, cli_set_word, AT (progress), N_ ("auto, always or never"),
    N_ ("Messages, bytes, rate and time left on standard error. *auto*: on a terminal, when it takes longer than a second.") },
  { 0, "no-sandbox", NULL, NULL, CLI_OFFER_NOTHING, 0, ALL, cli_set_flag, AT (no_sandbox), N_ ("keep the rights that are not needed"),
    N_ ("Do not give up network, new programs and writing to other files before mail is read.") },
  { 'q', "quiet", NULL, NULL, CLI_OFFER_NOTHING, CLI_COMMON, ALL, cli_set_flag, AT (quiet),
    N_ ("errors only; with --require no report either"),
    N_ ("Say nothing but errors on standard error. With *--require* there is no report either, only the exit status.") },
  { 'v', "verbose", NULL, NULL, CLI_OFFER_NOTHING, CLI_COMMON, ALL, cli_set_flag, AT (verbose),
    N_ ("all that was found; with --help every option"),
    N_ ("Report decoded Microsoft fields, signatures and timing in full; name skipped files. With *--help* every option, with *--version* "
        "the age of each table.") },
  { 0, "completion", "SHELL", "bash|zsh|fish|man", CLI_OFFER_WORDS, 0, ALL, cli_set_completion, AT (print_for),
    N_ ("print completions for this shell"),
    N_ ("Print completions for *bash*, *zsh* or *fish*, made from the same table as this page (*man* prints its OPTIONS).") },
  { 0, "version", NULL, NULL, CLI_OFFER_NOTHING, 0, ALL, cli_set_flag, AT (version), N_ ("version and the libraries it runs with"),
    N_ ("Print the version, and those of the libraries it runs with.") },
  { 'h', "help", NULL, NULL, CLI_OFFER_NOTHING, 0, ALL, cli_set_flag, AT (help), N_ ("this help; with -v every option"),
    N_ ("Print a short help, with *-v* every option.") },
  { 0 }
};

static const CliOption serve_options[] = {
  { 0, "port", "N", NULL, CLI_OFFER_NOTHING, 0, SERVE, cli_set_port, AT (port), N_ ("port on this machine; any free one if not said"),
    N_ ("Port to listen on, on this machine only. If not said, any that is free.") },
  { 0, "open", NULL, NULL, CLI_OFFER_NOTHING, 0, SERVE, cli_set_flag, AT (open_page), N_ ("open the page in a browser"),
    N_ ("Open the page in a browser (*xdg-open*).") },
  { 0, "idle", "MINUTES", NULL, CLI_OFFER_NOTHING, 0, SERVE, cli_set_minutes, AT (idle_minutes),
    N_ ("end when nobody asks for so long; 30 if not said"),
    N_ ("End when nobody has asked for anything for so many minutes; 30 if not said, _0_ is never.") },
  { 0 }
};

const CliOptionGroup cli_option_groups[] = {
  { N_ ("Report"), output_options },
  { N_ ("What you know"), knowledge_options },
  { N_ ("Tables"), table_options },
  { N_ ("Input"), input_options },
  { N_ ("Run"), run_options },
  { N_ ("Serve"), serve_options },
  { NULL },
};
