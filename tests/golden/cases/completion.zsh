#compdef hopscope
# zsh completion of hopscope: hopscope --completion zsh
_arguments -s -S \
  '(-f --format)'{-f+,--format=}'[text, json, ndjson, html, markdown or csv]:FORMAT:(text json ndjson html markdown csv)' \
  '(-o --output)'{-o+,--output=}'[write there\: all of it, or the old file stays]:FILE:_files' \
  '--headers[every header field as well]' \
  '--redact[pseudonyms for people, hosts and addresses]' \
  '--color=[auto, always or never]:WHEN:(auto always never)' \
  '--utc[times in UTC only]' \
  '--zone=[times in this zone as well]:TZ:' \
  '--schema=[version of the JSON schema]:N:(1)' \
  '--pager[through a pager, on a terminal]' \
  '--connectors=[your connectors\: Get-InboundConnector | ConvertTo-Json]:FILE:_files' \
  '--accepted-domains=[your domains\: Get-AcceptedDomain | ConvertTo-Json]:FILE:_files' \
  '*--tenant=[your tenant; may be repeated]:GUID:' \
  '*--tenant-domain=[your domain; may be repeated]:DOMAIN:' \
  '*--trust=[believe this server\: name, .domain, address or range]:HOST:' \
  '--now=[clock to judge future dates by]:TIME:' \
  '--no-seals[check no ARC and DKIM signature]' \
  '--rules=[folder with more or newer tables]:DIR:_files -/' \
  '--endpoints=[JSON of Microsoft'\''s endpoints web service]:FILE:_files' \
  '--keys=[more ARC and DKIM public keys]:FILE:_files' \
  '--files-from=[names of files, one a line; - is standard input]:FILE:_files' \
  '--files0-from=[the same, each ended by a NUL byte]:FILE:_files' \
  '--input=[auto, or records\: an object with id and raw a line]:FORM:(auto records)' \
  '--range=[only messages that start at bytes A to B of an mbox]:A-B:' \
  '*--limit=[another limit on what mail may ask for]:NAME=VALUE:' \
  '--require=[traversed or not-traversed; the exit status tells]:VERDICT:(traversed not-traversed)' \
  '(-j --jobs)'{-j+,--jobs=}'[threads; the output is the same for any number]:N:' \
  '--summary=[a JSON summary of the run as well]:FILE:_files' \
  '--trailer[end ndjson with a summary record]' \
  '--line-buffered[write each record at once]' \
  '--progress=[auto, always or never]:WHEN:(auto always never)' \
  '--no-sandbox[keep the rights that are not needed]' \
  '(-q --quiet)'{-q,--quiet}'[errors only; with --require no report either]' \
  '(-v --verbose)'{-v,--verbose}'[all that was found; with --help every option]' \
  '--completion=[print completions for this shell]:SHELL:(bash zsh fish man)' \
  '--version[version and the libraries it runs with]' \
  '(-h --help)'{-h,--help}'[this help; with -v every option]' \
  '--port=[port on this machine; any free one if not said]:N:' \
  '--open[open the page in a browser]' \
  '--idle=[end when nobody asks for so long; 30 if not said]:MINUTES:' \
  '1:command or file:{_alternative "commands\:command\:(summary explain serve)" "files\:file\:_files"}' \
  '*:file:_files'
