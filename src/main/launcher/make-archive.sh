#!/bin/sh
# usage: make-archive.sh EXECUTABLE FIXTURES
# Makes the class archive EXECUTABLE.jsa by letting the executable sync the sample
# mailbox and an index of Dovecot's. Method references to the JDK's own methods cannot
# be archived, lambda expressions can. The archive only saves start-up time: whatever fails here ends with
# status 0, and no half-made archive is left behind.
set -u
executable=$1
fixtures=$2
rm -f "$executable.jsa"
work=$(mktemp -d "${TMPDIR-/tmp}/dovetail-archive.XXXXXX") || exit 0
trap 'rm -rf "$work"' EXIT

# Every process notes the classes that it loads in a file of its own. The variable is
# not handed on to remote commands, so these get it by env.
mkdir -m 1777 "$work/lists" || exit 0
DOVETAIL_JAVA_OPTIONS=-XX:DumpLoadedClassList=$work/lists/%p
export DOVETAIL_JAVA_OPTIONS
cp -R "$fixtures/sample-mailbox" "$work/home" || exit 0
mkdir "$work/home/Maildir/.Indexed" "$work/home/Maildir/.Indexed/cur" || exit 0
cp "$fixtures"/indexes/maildir-rotated/* "$work/home/Maildir/.Indexed/" || exit 0
mkdir "$work/replica" || exit 0

# One configuration for both ends, with what most of them have.
cat >"$work/dovecot.conf" <<END || exit 0
mail_home = $work/%u
mail_location = maildir:~/Maildir
first_valid_uid = 0
namespace inbox {
  inbox = yes
  separator = /
  mailbox Trash {
    special_use = \\Trash
  }
}
passdb {
  driver = passwd-file
  args = $work/users
}
userdb {
  driver = passwd-file
  args = $work/users
}
END
# Root works for others: the users that are looked up belong to somebody else.
uid=$(id -u) gid=$(id -g)
[ "$uid" != 0 ] || uid=65534 gid=65534
for user in home replica; do
  echo "$user:{PLAIN}x:$uid:$gid::$work/$user::"
done >"$work/users"
HOME=$work/home USER=home
export HOME USER
train() {
  "$executable" -c "$work/dovecot.conf" "$@" </dev/null >"$work/output" 2>"$work/errors" || {
    echo "make-archive: training run failed: $*" >&2
    cat "$work/errors" >&2
  }
}

# The initial copy, changes at both ends, and runs with nothing to do: to a child, in
# one process, and for users that are looked up.
noted="env DOVETAIL_JAVA_OPTIONS=$DOVETAIL_JAVA_OPTIONS"
server="$executable -c $work/dovecot.conf dsync-server"
own="$noted HOME=$work/replica USER=replica $server"
train sync $own
for mail in "$work"/home/Maildir/cur/*:2,S; do
  mv "$mail" "${mail}T"
  cp "${mail}T" "$work/replica/Maildir/new/1793642499.M1P1.training"
done
train sync -s '' $own
train sync -s "$(cat "$work/output")" $own
rm "$work"/home/Maildir/cur/*M000004P*
mv "$work"/home/Maildir/cur/*M000003P*:2,Sb "$work"/home/Maildir/cur/1793642403.M000003P1.sample.example,S=195:2,FSa
train -o plugin/dovetail_vanished_mail=expunge sync -s "$(cat "$work/output")" $own
cp "$work/replica/Maildir/new/1793642499.M1P1.training" \
  "$work/replica/Maildir/new/1793642500.M2P1.training"
train backup $own
train sync "maildir:$work/replica/Maildir"
train sync $own
if [ "$uid" = "$(id -u)" ]; then
  train sync -u home $noted $server -u replica
elif setpriv --reuid="$uid" --regid="$gid" --clear-groups test -x "$executable" 2>/dev/null; then
  chown -R "$uid:$gid" "$work/home" "$work/replica"
  chmod 755 "$work"
  train sync -u home $noted $server -u replica
fi

cat "$work"/lists/* | sort -u >"$work/classes"
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
