#!/bin/bash
# Analyze a large mailbox with GNU parallel on hosts that share nothing: its bytes travel over ssh, records come back.
# SPDX-License-Identifier: MIT
#
# usage: parallel-pipe.sh HOSTS OUT MAILBOX [OPTION...]
#
# HOSTS as in parallel-submit.sh; each needs hopscope (or $HOPSCOPE) and nothing else. Writes OUT/records.ndjson, in the order of the
# mailbox, and OUT/summary.json; refuses (1) if a message is missing. Positions in records count from the start of their block. BLOCK is
# the size of a block, 64M if not set. STEADY=1 takes the slower, sure way at once (see below).
# Lines of a body that begin with "From " must be quoted (">From "), as mboxo and mboxrd do; a mailbox where they are not is refused.
set -euo pipefail
(($# >= 3)) || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
hosts=$1 out=$2 box=$3
shift 3
mkdir -p -- "$out"
rm -f -- "$out/records.ndjson" "$out/summary.json"
read -ra ssh <<< "${PARALLEL_SSH:-ssh}"

refuse () { echo "parallel-pipe.sh: $*" >&2; exit 1; }
forget () { find "$out" -maxdepth 1 -name 'block-*' -delete; }

# Hosts that answer now. A dead one would take block after block and fail them all.
alive () {
  local login
  sed 's/#.*//; /^[[:space:]]*$/d' "$hosts" | while read -r login; do
    if [[ ${login##*/} == : ]] || "${ssh[@]}" "${login##*/}" true < /dev/null > /dev/null 2>&1; then echo "$login"; fi
  done > "$out/alive"
  [[ -s $out/alive ]] || refuse 'no host answers'
}

# --recstart alone would cut at ">From " within a message: a record begins at "From " behind an end of line.
spread () {
  parallel --sshloginfile "$out/alive" --joblog "$out/joblog" --results "$out/block-{#}.ndjson" \
    --recend '\n' --recstart 'From ' --block "${BLOCK:-64M}" "$@" > /dev/null
}

# --pipepart reads with as many readers as there are hosts, but in GNU parallel 20221122 neither --retries nor --resume-failed may be used
# with it: the second try gets another block (docs/scale-out.md). So a failure ends it, and all is done again with --pipe, which keeps a
# block until it is done.
forget
alive
if [[ ${STEADY:-0} == 1 ]] || ! spread --halt now,fail=1 --pipepart -a "$box" -q "${HOPSCOPE:-hopscope}" -f ndjson --trailer "$@"; then
  forget
  alive
  spread --retries 3 --pipe -q "${HOPSCOPE:-hopscope}" -f ndjson --trailer "$@" < "$box" || refuse 'blocks failed; run it again'
fi

# Strung together by number of the job. Every block ends with its trailer, which is taken out.
blocks=$(find "$out" -maxdepth 1 -name 'block-*.ndjson' | wc -l)
for ((block = 1; block <= blocks; block++)); do
  tail -n 1 "$out/block-$block.ndjson" | grep '^{"type":"summary",.*"complete":true' > /dev/null || refuse "block $block is cut off; run it again"
  sed '$d' "$out/block-$block.ndjson"
done > "$out/records.tmp"

# parallel can end with less than all; so the count of separators has the last word (attached messages have records of their own).
there=$(grep -ac '^From ' "$box" || true)
records=$(grep -acE '^\{"type":"(message|error)","schema":"[^"]*","source":\{[^{}]*"part":null' "$out/records.tmp" || true)
[[ $there == "$records" ]] || refuse "$records records for $there lines that begin with \"From \""
"${HOPSCOPE:-hopscope}" summary -f json -o "$out/summary.json" "$out/records.tmp"
mv -- "$out/records.tmp" "$out/records.ndjson"
forget
rm -f -- "$out/alive"
