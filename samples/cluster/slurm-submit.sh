#!/bin/bash
# Analyze a large mailbox, or many files, as a Slurm job array, and merge the summaries behind it.  SPDX-License-Identifier: MIT
#
# usage: slurm-submit.sh OUT PARTS mailbox FILE [OPTION...]
#        slurm-submit.sh OUT PARTS list    FILE [OPTION...]     FILE holds absolute names of files, one a line
#
# OUT, FILE, this folder and hopscope (or $HOPSCOPE) are on storage that every node mounts under the same name. Prints the ids of the array
# and of the job that merges. If a task failed for good, submit the same again: only parts that are missing are done. SBATCH_* variables
# set partition, account, memory and time as always; THROTTLE=N lets N tasks run at once.
set -euo pipefail
(($# >= 4)) || { sed -n 's/^# \(usage: .*\)/\1/p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p -- "$1/log"
out=$(cd "$1" && pwd) kind=$3 file=$(realpath -- "$4")
if [[ ${HOPSCOPE:-} == */* ]]; then HOPSCOPE=$(realpath -- "$HOPSCOPE"); export HOPSCOPE; fi
plan=$(bash "$here/plan.sh" "$out" "$2" "$kind" "$file" "${@:5}")
read -r parts size <<< "$plan"
shift 4

# Parts that are not there, as sbatch wants them: 0-3,7,9-11
missing=
for ((part = 0; part <= parts; part++)); do
  if ((part < parts)) && ! [[ -f $out/part-$(printf %05d "$part").json ]]; then
    : "${first:=$part}"
  elif [[ -n ${first:-} ]]; then
    missing+=${missing:+,}$first-$((part - 1)) first=
  fi
done
if [[ -z $missing ]]; then exec bash "$here/merge.sh" "$out"; fi

# --requeue: a task whose node died is run again; --open-mode: its log is kept. The merge starts when every task has ended with 0.
log=${out//%/%%}/log
map=$(sbatch --parsable --job-name hopscope --array "$missing${THROTTLE:+%$THROTTLE}" --requeue --open-mode append \
  --output "$log/part-%a.log" "$here/slurm-part.sbatch" "$here" "$out" "$parts" "$kind" "$file" "$size" "$@")
merge=$(sbatch --parsable --job-name hopscope-merge --dependency "afterok:${map%%;*}" --kill-on-invalid-dep yes --requeue --open-mode append \
  --output "$log/merge.log" "$here/slurm-merge.sbatch" "$here" "$out")
echo "${map%%;*} ${merge%%;*}"
