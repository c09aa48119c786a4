#!/bin/bash
# The summaries of all parts become one, or it says which part is missing.  SPDX-License-Identifier: MIT
#
# usage: merge.sh OUT
#
# Writes OUT/summary.json, by rename. Refuses (1, and no summary.json) if a part is missing, is not complete, or could not open or read
# what it was given, as on a node where a disk was not mounted (ALLOW_ERRORS=1 lets that pass: it is counted under "errors").
# The records of all, in the order of the input: cat OUT/part-*.ndjson
set -euo pipefail
(($# >= 1)) || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
out=$1
rm -f -- "$out/summary.json"
parts=$(sed -n 's/^parts //p' "$out/plan")

# Codes of the errors that a summary counts.
codes () { awk '/"errors": \[/ { on = 1 } on && /"name":/ { gsub(/[",]/, "", $2); print $2 } on && /\]/ { exit }' "$1"; }

bad=0 summaries=()
for ((part = 0; part < parts; part++)); do
  name=$out/part-$(printf %05d "$part") why=
  if ! [[ -f $name.json && -f $name.ndjson ]]; then why='is missing'
  elif ! grep -q '^  "complete": true,$' "$name.json"; then why='is not complete'
  elif [[ ${ALLOW_ERRORS:-0} != 1 ]] && codes "$name.json" | grep -xE 'open|read' > /dev/null; then why='could not open or read its input'
  fi
  if [[ -n $why ]]; then echo "merge.sh: part $part $why" >&2; bad=$((bad + 1)); fi
  summaries+=("$name.json")
done
if ((bad > 0)); then
  echo "merge.sh: $bad of $parts parts are not as they should be: no summary. Remove those that are there but wrong, and submit the same again" >&2
  exit 1
fi

printf '%s\0' "${summaries[@]}" | "${HOPSCOPE:-hopscope}" summary -f json -o "$out/summary.tmp" --files0-from -
grep -q '^  "complete": true,$' "$out/summary.tmp" || { echo 'merge.sh: what comes out is not complete' >&2; exit 1; }
mv -- "$out/summary.tmp" "$out/summary.json"
find "$out" -maxdepth 1 -name 'try-part-*' -exec rm -rf -- {} + # what killed tries left
