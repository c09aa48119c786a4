# bash completion of hopscope: hopscope --completion bash
_hopscope ()
{
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  [ "$cur" = = ] && cur=
  [ "$prev" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}
  case $prev in
    --format | -f) COMPREPLY=($(compgen -W "text json ndjson html markdown csv" -- "$cur")); return ;;
    --output | -o) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --color) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
    --zone) COMPREPLY=(); return ;;
    --schema) COMPREPLY=($(compgen -W "1" -- "$cur")); return ;;
    --connectors) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --accepted-domains) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --tenant) COMPREPLY=(); return ;;
    --tenant-domain) COMPREPLY=(); return ;;
    --trust) COMPREPLY=(); return ;;
    --now) COMPREPLY=(); return ;;
    --rules) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
    --endpoints) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --keys) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --files-from) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --files0-from) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --input) COMPREPLY=($(compgen -W "auto records" -- "$cur")); return ;;
    --range) COMPREPLY=(); return ;;
    --limit) COMPREPLY=(); return ;;
    --require) COMPREPLY=($(compgen -W "traversed not-traversed" -- "$cur")); return ;;
    --jobs | -j) COMPREPLY=(); return ;;
    --summary) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    --progress) COMPREPLY=($(compgen -W "auto always never" -- "$cur")); return ;;
    --completion) COMPREPLY=($(compgen -W "bash zsh fish man" -- "$cur")); return ;;
    --port) COMPREPLY=(); return ;;
    --idle) COMPREPLY=(); return ;;
  esac
  case $cur in
    -*) COMPREPLY=($(compgen -W " --format --output --headers --redact --color --utc --zone --schema --pager --connectors --accepted-domains --tenant --tenant-domain --trust --now --no-seals --rules --endpoints --keys --files-from --files0-from --input --range --limit --require --jobs --summary --trailer --line-buffered --progress --no-sandbox --quiet --verbose --completion --version --help --port --open --idle" -- "$cur")) ;;
    *) mapfile -t COMPREPLY < <(compgen -f -- "$cur")
       [ "$COMP_CWORD" -eq 1 ] && COMPREPLY+=($(compgen -W "summary explain serve" -- "$cur")) ;;
  esac
}
complete -o filenames -F _hopscope hopscope
