# Written from the table of options by dev.dovetail.cli.completion; change it there.
_dovetail() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -f | -c | -i | -o) ((i++)) ;;
      -*) ;;
      *)
        command=${command:+$command }${COMP_WORDS[i]}
        [[ $command == replicator ]] || break
        ;;
    esac
  done
  COMPREPLY=()
  case $command in
    '')
      case $prev in
        -f) mapfile -t COMPREPLY < <(compgen -W 'flow tab table pager json' -- "$cur"); return ;;
        -c) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -i) return ;;
        -o) return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-D -v -f -h -c -i -o -O -k -L backup config dsync-server help replicator server sync user version' -- "$cur")
      ;;
    backup)
      case $prev in
        -S | --socket-path) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -u | --user) return ;;
        -F | --user-file) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -l | --lock-timeout) return ;;
        -r | --rawlog) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -m | --mailbox) return ;;
        -g | --mailbox-guid) return ;;
        -n | --namespace) return ;;
        -x | --exclude-mailbox) return ;;
        -a | --all-mailbox) return ;;
        -s | --state) return ;;
        -t | --sync-since-time) return ;;
        -e | --sync-until-time) return ;;
        -O | --sync-flags) mapfile -t COMPREPLY < <(compgen -W '\\Answered \\Flagged \\Deleted \\Seen \\Draft' -- "$cur"); return ;;
        -I | --sync-max-size) return ;;
        -T | --timeout) return ;;
        --jobs) return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-A --all-users -S --socket-path -u --user -F --user-file -f --full-sync -P --purge-remote -R --reverse-sync -U --replicator-notify -l --lock-timeout -r --rawlog -m --mailbox -g --mailbox-guid -n --namespace -N --all-namespaces -x --exclude-mailbox -a --all-mailbox -s --state -t --sync-since-time -e --sync-until-time -O --sync-flags -I --sync-max-size -T --timeout -d --default-destination -E --legacy-dsync --jobs --help' -- "$cur")
      ;;
    config)
      mapfile -t COMPREPLY < <(compgen -W '-n --non-defaults --help' -- "$cur")
      ;;
    dsync-server)
      case $prev in
        -u | --user) return ;;
        -r | --rawlog) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -T | --timeout) return ;;
        --allow-users) return ;;
        --print-authorized-key) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-u --user -E --legacy-dsync -r --rawlog -T --timeout -U --replicator-notify --forced-command --allow-users --print-authorized-key --help' -- "$cur")
      ;;
    help)
      mapfile -t COMPREPLY < <(compgen -W 'backup config dsync-server help replicator server sync user version' -- "$cur")
      ;;
    'replicator add')
      case $prev in
        -a | --socket-path) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-a --socket-path --help' -- "$cur")
      ;;
    'replicator dsync-status')
      case $prev in
        -a | --socket-path) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-a --socket-path --help' -- "$cur")
      ;;
    'replicator remove')
      case $prev in
        -a | --socket-path) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-a --socket-path --help' -- "$cur")
      ;;
    'replicator replicate')
      case $prev in
        -a | --socket-path) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -p | --priority) mapfile -t COMPREPLY < <(compgen -W 'none low high sync' -- "$cur"); return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-a --socket-path -f --full -p --priority --help' -- "$cur")
      ;;
    'replicator run')
      mapfile -t COMPREPLY < <(compgen -W '--help' -- "$cur")
      ;;
    'replicator status')
      case $prev in
        -a | --socket-path) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-a --socket-path --json --check --help' -- "$cur")
      ;;
    server)
      mapfile -t COMPREPLY < <(compgen -W '--help' -- "$cur")
      ;;
    sync)
      case $prev in
        -S | --socket-path) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -u | --user) return ;;
        -F | --user-file) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -l | --lock-timeout) return ;;
        -r | --rawlog) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -m | --mailbox) return ;;
        -g | --mailbox-guid) return ;;
        -n | --namespace) return ;;
        -x | --exclude-mailbox) return ;;
        -a | --all-mailbox) return ;;
        -s | --state) return ;;
        -t | --sync-since-time) return ;;
        -e | --sync-until-time) return ;;
        -O | --sync-flags) mapfile -t COMPREPLY < <(compgen -W '\\Answered \\Flagged \\Deleted \\Seen \\Draft' -- "$cur"); return ;;
        -I | --sync-max-size) return ;;
        -T | --timeout) return ;;
        --jobs) return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-A --all-users -S --socket-path -u --user -F --user-file -f --full-sync -P --purge-remote -R --reverse-sync -U --replicator-notify -l --lock-timeout -r --rawlog -m --mailbox -g --mailbox-guid -n --namespace -N --all-namespaces -x --exclude-mailbox -a --all-mailbox -s --state -t --sync-since-time -e --sync-until-time -O --sync-flags -I --sync-max-size -T --timeout -d --default-destination -E --legacy-dsync -1 --oneway-sync --jobs --help' -- "$cur")
      ;;
    user)
      case $prev in
        -a | --socket-path) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
        -x | --auth-info) return ;;
        -f | --field) return ;;
        -e | --expand-field) return ;;
      esac
      mapfile -t COMPREPLY < <(compgen -W '-a --socket-path -x --auth-info -f --field -e --expand-field -u --userdb-only --help' -- "$cur")
      ;;
    version)
      ;;
    replicator)
      mapfile -t COMPREPLY < <(compgen -W 'add dsync-status remove replicate run status' -- "$cur")
      ;;
  esac
}
complete -o default -F _dovetail dovetail
