#!/bin/sh
# Dovetail: this shell stub, and behind it in the same file the program as a jar.
# Nothing here may write to standard output: in dsync-server that is the wire.
self=$0
case $self in
  */*) ;;
  *) [ -f "$self" ] || self=$(command -v -- "$self") ;;
esac
while [ -h "$self" ]; do
  link=$(readlink -- "$self") || break
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
case $self in
  /*/./* | /*/../*) self=$(cd -P -- "${self%/*}" && pwd)/${self##*/} ;;
  /*) ;;
  */*) self=$(cd -P -- "${self%/*}" && pwd)/${self##*/} ;;
  *) self=$PWD/$self ;;
esac

if [ -n "${JAVA_HOME-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
  java=$JAVA_HOME/bin/java
else
  java=$(command -v java) || {
    echo "dovetail: no Java found: install a Java 17 runtime or later, or set JAVA_HOME" >&2
    exit 78
  }
fi
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH

# Without a UTF-8 locale the JVM cannot open files with non-ASCII names. Child
# processes get the caller's value back.
DOVETAIL_LC_ALL=${LC_ALL-}
LC_ALL=C.UTF-8
export DOVETAIL_LC_ALL LC_ALL

# A class archive that is missing, stale or of another Java only costs time: the
# JVM is told not to mention it.
archive=-Xshare:auto
if [ -f "$self.jsa" ]; then
  archive=-XX:SharedArchiveFile=$self.jsa
fi
# A server is compiled as well as can be. Everything else is over too soon, and the
# replicator's syncs are so short that a third of its time went into compiling.
tiers=-XX:TieredStopAtLevel=1
hangup=
before=
for word; do
  case $before/$word in
    */server) tiers=-XX:+TieredCompilation ;;
    replicator/run) hangup=heeded ;;
  esac
  before=$word
done
# As doveadm does: a lost terminal does not end a sync. A JVM keeps ignoring what was
# ignored before it. For the replicator the signal has another meaning.
[ -n "$hangup" ] || trap '' HUP

# The JVM's own messages go to standard error, and only its errors. The heap
# grows in small steps, to stay near what is in use. The class archive is mapped
# where it was made for, and not relocated word by word at every start; a JVM
# that no longer knows how is not to fail for it.
# DOVETAIL_JAVA_OPTIONS, split at blanks, comes last and so wins.
# shellcheck disable=SC2086
exec "$java" -XX:+UseSerialGC "$tiers" -XX:-UsePerfData \
  -Xlog:disable -Xlog:all=error:stderr -Xlog:cds*=off:stderr "$archive" \
  -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 \
  -Xms32m -XX:MaxNewSize=24m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=25 \
  -Ddovetail.name="${0##*/}" -Ddovetail.executable="$self" \
  ${DOVETAIL_JAVA_OPTIONS-} \
  -cp "$self" dev.dovetail.Main "$@"
exit 78
