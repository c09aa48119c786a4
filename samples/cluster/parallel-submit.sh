#!/bin/bash
# Analyze a large mailbox, or many files, with GNU parallel on hosts that mount the same storage.  SPDX-License-Identifier: MIT
#
# usage: parallel-submit.sh HOSTS OUT PARTS mailbox FILE [OPTION...]
#        parallel-submit.sh HOSTS OUT PARTS list    FILE [OPTION...]     FILE holds absolute names of files, one a line
#
# HOSTS is a file with a line such as 8/node1 for each host (eight tasks at once). OUT, FILE, this folder and hopscope (or $HOPSCOPE) have
# the same names everywhere. Only names and numbers travel over ssh. A part that fails is tried on other hosts, three times in all; run the
# same command again and only the parts that failed or are missing are done. $PARALLEL_SSH may hold another ssh command.
set -euo pipefail
(($# >= 5)) || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
hosts=$1
mkdir -p -- "$2"
out=$(cd "$2" && pwd) kind=$4 file=$(realpath -- "$5")
tool=${HOPSCOPE:-hopscope}
if [[ $tool == */* ]]; then tool=$(realpath -- "$tool"); fi
plan=$(bash "$here/plan.sh" "$out" "$3" "$kind" "$file" "${@:6}")
read -r parts size <<< "$plan"
shift 5

# A job that the joblog calls done is never done again; so one that knows of parts that are gone has to go too.
if [[ -f $out/joblog ]]; then
  gone=0
  while IFS=$'\t' read -r job _ _ _ _ _ status _; do
    if [[ $job =~ ^[0-9]+$ && $status == 0 && ! -f $out/part-$(printf %05d $((job - 1))).json ]]; then gone=1; fi
  done < "$out/joblog"
  if ((gone)); then rm -f -- "$out/joblog"; fi
fi

# No --cleanup, --basefile or --transferfile: hosts that share a home would delete each other's files.
seq 0 $((parts - 1)) | parallel --sshloginfile "$hosts" --joblog "$out/joblog" --resume-failed --retries 3 \
  -q env -C "$PWD" "HOPSCOPE=$tool" bash "$here/part.sh" "$out" '{}' "$parts" "$kind" "$file" "$size" "$@" ||
  { status=$?; echo 'parallel-submit.sh: parts failed; run the same again to do only those' >&2; exit "$status"; }
HOPSCOPE=$tool exec bash "$here/merge.sh" "$out"
