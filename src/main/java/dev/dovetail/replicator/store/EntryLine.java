package dev.dovetail.replicator.store;

import dev.dovetail.replicator.Priority;
import dev.dovetail.replicator.QueueEntry;
import dev.dovetail.replicator.Replica;
import dev.dovetail.replicator.Trouble;
import dev.dovetail.text.TabEscaping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A user as a line of the queue's file and of its journal: the eight columns of {@code
 * replicator.db}, then ours, and a checksum at the end.
 */
final class EntryLine {
  private static final int COMMON = 8;
  private static final int STATE = 6;
  private static final int OWN = 4;
  private static final int OF_REPLICA = 6;
  private static final String REMOVED = "-";

  private EntryLine() {}

  static String of(QueueEntry entry) {
    StringBuilder line = new StringBuilder();
    List<Replica> replicas = entry.replicas();
    append(line, entry.user());
    append(line, entry.priority().ordinal());
    append(line, entry.lastUpdate());
    append(line, entry.lastFast());
    append(line, entry.lastFull());
    append(line, entry.failed() ? 1 : 0);
    append(line, replicas.isEmpty() ? "" : replicas.get(0).state());
    append(line, entry.lastSuccess());
    append(line, entry.forceFull() ? 1 : 0);
    append(line, entry.trouble());
    for (int i = 0; i < replicas.size(); i++) {
      Replica replica = replicas.get(i);
      append(line, replica.destination());
      // The first one's is in the common column.
      append(line, i == 0 ? "" : replica.state());
      append(line, replica.lastSuccess());
      append(line, replica.trouble());
    }
    return line.append(checksum(line.toString())).toString();
  }

  /** The line that says that a user is no longer there. */
  static String ofRemoved(String user) {
    StringBuilder line = new StringBuilder();
    append(line, user);
    append(line, REMOVED);
    return line.append(checksum(line.toString())).toString();
  }

  private static void append(StringBuilder line, String text) {
    line.append(TabEscaping.escape(text)).append('\t');
  }

  private static void append(StringBuilder line, long number) {
    line.append(number).append('\t');
  }

  private static void append(StringBuilder line, Trouble trouble) {
    append(line, trouble.attempts());
    append(line, trouble.nextTry());
    append(line, trouble.reason());
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue() | 1L << 32).substring(1);
  }

  /**
   * What a line says.
   *
   * @param entry null if the user has been removed
   */
  record Content(String user, QueueEntry entry) {}

  /**
   * Reads a line of ours.
   *
   * @return null if it is not one, or not whole
   */
  static Content parse(String line) {
    int last = line.lastIndexOf('\t') + 1;
    if (last == 0 || !line.substring(last).equals(checksum(line.substring(0, last)))) {
      return null;
    }
    List<String> fields = fields(line.substring(0, last - 1));
    if (fields.size() == 2 && fields.get(1).equals(REMOVED)) {
      return new Content(fields.get(0), null);
    }
    int rest = fields.size() - COMMON - OWN;
    if (rest < 0 || rest % OF_REPLICA != 0) {
      return null;
    }
    try {
      List<Replica> replicas = new ArrayList<>();
      for (int i = COMMON + OWN; i < fields.size(); i += OF_REPLICA) {
        String state = fields.get(replicas.isEmpty() ? STATE : i + 1);
        replicas.add(
            new Replica(fields.get(i), state, time(fields.get(i + 2)), trouble(fields, i + 3)));
      }
      boolean forceFull = fields.get(COMMON).equals("1");
      return content(fields, forceFull, trouble(fields, COMMON + 1), replicas);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Reads a line of {@code replicator.db}, with or without the last success.
   *
   * @return null if it is not one
   */
  static QueueEntry parseDovecot(String line) {
    List<String> fields = fields(line);
    if (fields.size() == COMMON - 1) {
      fields.add("0");
    }
    if (fields.size() != COMMON) {
      return null;
    }
    try {
      long lastFast = time(fields.get(3));
      Trouble trouble =
          fields.get(5).equals("0")
              ? Trouble.NONE
              : new Trouble(1, lastFast, "the last sync by Dovecot's replicator failed");
      Replica replica = new Replica("", fields.get(6), time(fields.get(7)), trouble);
      return content(fields, false, Trouble.NONE, List.of(replica)).entry();
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Content content(
      List<String> fields, boolean forceFull, Trouble trouble, List<Replica> replicas) {
    int number = Integer.parseInt(fields.get(1));
    if (fields.get(0).isEmpty() || number < 0 || number >= Priority.values().length) {
      throw new NumberFormatException("priority");
    }
    return new Content(
        fields.get(0),
        new QueueEntry(
            fields.get(0),
            Priority.values()[number],
            time(fields.get(2)),
            time(fields.get(3)),
            time(fields.get(4)),
            time(fields.get(7)),
            forceFull,
            trouble,
            replicas));
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>(COMMON + OWN + OF_REPLICA);
    int start = 0;
    for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', start)) {
      fields.add(TabEscaping.unescape(line.substring(start, tab)));
      start = tab + 1;
    }
    fields.add(TabEscaping.unescape(line.substring(start)));
    return fields;
  }

  private static Trouble trouble(List<String> fields, int at) {
    int attempts = Integer.parseInt(fields.get(at));
    return attempts <= 0
        ? Trouble.NONE
        : new Trouble(attempts, time(fields.get(at + 1)), fields.get(at + 2));
  }

  private static long time(String text) {
    long time = Long.parseLong(text);
    if (time < 0) {
      throw new NumberFormatException(text);
    }
    return time;
  }
}
