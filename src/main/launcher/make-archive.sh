#!/bin/sh
# usage: make-archive.sh EXECUTABLE SAMPLE-MAILBOX
# Makes the class archive EXECUTABLE.jsa by letting the executable sync the sample
# mailbox. The archive only saves start-up time: whatever fails here ends with
# status 0, and no half-made archive is left behind.
set -u
executable=$1
sample=$2
rm -f "$executable.jsa"
work=$(mktemp -d "${TMPDIR-/tmp}/dovetail-archive.XXXXXX") || exit 0
trap 'rm -rf "$work"' EXIT

# Runs the executable with its arguments and notes in a file of its own which
# classes it loads.
cat >"$work/noted" <<'END' || exit 0
#!/bin/sh
DOVETAIL_JAVA_OPTIONS=-XX:DumpLoadedClassList=$1
export DOVETAIL_JAVA_OPTIONS
shift
exec "$@"
END
cp -R "$sample" "$work/home" || exit 0
printf 'mail_location = maildir:%s/home/Maildir\n' "$work" >"$work/dovecot.conf"
printf 'mail_location = maildir:%s/replica/Maildir\n' "$work" >"$work/replica.conf"
HOME=$work/home USER=training
export HOME USER
train() {
  list=$1
  shift
  sh "$work/noted" "$work/classes.$list" "$executable" -c "$work/dovecot.conf" "$@" \
    </dev/null >/dev/null 2>"$work/errors.$list" || {
    echo "make-archive: training run $list failed:" >&2
    cat "$work/errors.$list" >&2
  }
}
# First the initial copy, then runs with nothing to do, in one process and to a child.
server="sh $work/noted $work/classes.server $executable -c $work/replica.conf dsync-server"
train first sync $server
train local sync "maildir:$work/replica/Maildir"
train piped sync $server

cat "$work"/classes.* | sort -u >"$work/classes"
java=java
if [ -n "${JAVA_HOME-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java=$JAVA_HOME/bin/java
fi
if "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:dump \
  -XX:SharedClassListFile="$work/classes" -XX:SharedArchiveFile="$executable.jsa.new" \
  -cp "$executable" >"$work/dump" 2>&1; then
  mv "$executable.jsa.new" "$executable.jsa"
else
  rm -f "$executable.jsa.new"
  echo "make-archive: no class archive, start-up will be slower:" >&2
  tail -3 "$work/dump" >&2
fi
exit 0
