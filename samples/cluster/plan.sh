#!/bin/bash
# How a large input is split; kept in OUT/plan, so that a second run cuts in the same places.  SPDX-License-Identifier: MIT
#
# usage: plan.sh OUT PARTS mailbox|list FILE [OPTION...]
#
# Prints PARTS and the size that the parts are shares of: bytes of a mailbox, lines of a list. An input that grows meanwhile is analyzed
# up to the size it had. Refuses (2) if OUT belongs to other work, or the input is shorter than it was.
set -euo pipefail
out=$1 parts=$2 kind=$3 file=$4
shift 4

refuse () { echo "plan.sh: $*" >&2; exit 2; }
[[ $parts =~ ^[1-9][0-9]{0,4}$ ]] || refuse "PARTS is a number from 1 to 99999, not $parts"
case $kind in
  mailbox) size=$(stat -L -c %s -- "$file") ;;
  list) size=$(awk 'END { print NR }' "$file") ;; # the last line may lack its end
  *) refuse "$kind is neither mailbox nor list" ;;
esac

plan=$(printf '%s\n' "parts $parts" "$kind $file" "${@/#/option }")
mkdir -p -- "$out"
if [[ -f $out/plan ]]; then
  { read -r _ planned; then=$(cat); } < "$out/plan"
  [[ $then == "$plan" ]] || refuse "$out belongs to other work: other parts, another input or other options. Name another folder"
  ((size >= planned)) || refuse "$file is shorter than it was when $out was begun"
  size=$planned
else
  new=$out/plan.$(uname -n).$$
  printf 'size %s\n%s\n' "$size" "$plan" > "$new"
  mv -- "$new" "$out/plan"
fi
echo "$parts $size"
