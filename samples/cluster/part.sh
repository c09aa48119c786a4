#!/bin/bash
# One part of a large input: its records and its summary, each put in place by rename, the summary last.  SPDX-License-Identifier: MIT
#
# usage: part.sh OUT PART PARTS mailbox FILE SIZE [OPTION...]    messages that start in the PARTth of PARTS equal stretches of an mbox
#        part.sh OUT PART PARTS list    FILE LINES [OPTION...]   that share of the names in FILE, one a line
#
# PART counts from 0. A part that was killed has left no summary: it may be run again anywhere, also while the first try is still alive,
# because both write the same bytes. A part that is there is not done again.
set -euo pipefail
out=$1 part=$2 parts=$3 kind=$4 file=$5 size=$6
shift 6

name=part-$(printf %05d "$part")
if [[ -f $out/$name.json && -f $out/$name.ndjson ]]; then exit 0; fi
from=$((size * part / parts)) to=$((size * (part + 1) / parts))
try=$(mktemp -d -- "$out/try-$name.XXXXXXXX")
trap 'rm -rf -- "$try"' EXIT
trap 'exit 1' HUP INT TERM

tool () { "${HOPSCOPE:-hopscope}" -f ndjson -j "${SLURM_CPUS_PER_TASK:-1}" --summary "$try/summary" "$@" > "$try/records"; }
case $kind in
  mailbox) tool "$@" --range "$from-$to" -- "$file" ;;
  list) awk -v from="$from" -v to="$to" 'NR > to { exit } NR > from' "$file" | tool "$@" --files-from - ;;
  *) echo "part.sh: $kind is neither mailbox nor list" >&2; exit 2 ;;
esac
sync -- "$try/records" "$try/summary"
mv -- "$try/records" "$out/$name.ndjson"
mv -- "$try/summary" "$out/$name.json"
