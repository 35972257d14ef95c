package dev.dovetail.storage.maildir;

import dev.dovetail.mail.Guid128;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the bytes of a {@code dovecot-uidlist}, and makes the best of a damaged one: every record
 * that can be understood keeps its UID. Never fails; without a usable first line there is no
 * header.
 */
final class UidListParser {
  private static final int MAX_LINE = 8192;
  private static final int MAX_DIGITS = 10;

  private final byte[] bytes;
  private int position;
  private int version;
  private Optional<UidListHeader> header = Optional.empty();
  private final List<UidListEntry> entries = new ArrayList<>();
  private Optional<UidListEntry> torn = Optional.empty();
  private boolean damaged;
  private boolean unordered;

  UidListParser(byte[] bytes) {
    this.bytes = bytes;
  }

  UidListParser parse() {
    readHeader();
    if (header.isEmpty()) {
      damaged = true;
      return this;
    }
    while (position < bytes.length) {
      int end = lineEnd();
      readLine(end);
      position = end + 1;
    }
    if (unordered) {
      restoreOrder();
    }
    long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).uid();
    header = Optional.of(header.get().withNextUid(Math.max(header.get().nextUid(), last + 1)));
    return this;
  }

  Optional<UidListHeader> header() {
    return header;
  }

  List<UidListEntry> entries() {
    return entries;
  }

  /** A last line without its newline: it counts only if a file of exactly this name exists. */
  Optional<UidListEntry> torn() {
    return torn;
  }

  /** True if the file must be rewritten before anything is appended to it. */
  boolean damaged() {
    return damaged || torn.isPresent();
  }

  private void readHeader() {
    int end = lineEnd();
    if (end >= bytes.length || end > MAX_LINE) {
      position = bytes.length;
      return;
    }
    String[] words = text(0, end).split(" +");
    position = end + 1;
    header =
        switch (words[0]) {
          case "3" -> parseVersion3(words);
          case "1" -> parseVersion1(words);
          default -> Optional.empty();
        };
  }

  private Optional<UidListHeader> parseVersion3(String[] words) {
    version = 3;
    long uidValidity = 0;
    long nextUid = 0;
    Guid128 guid = Guid128.EMPTY;
    StringBuilder others = new StringBuilder();
    for (int i = 1; i < words.length; i++) {
      String word = words[i];
      String value = word.isEmpty() ? "" : word.substring(1);
      char key = word.isEmpty() ? ' ' : word.charAt(0);
      if (key == 'V') {
        uidValidity = number(value);
      } else if (key == 'N') {
        nextUid = number(value);
      } else if (key == 'G' && isGuid(value)) {
        guid = Guid128.parse(value);
      } else if (key == 'G') {
        damaged = true;
      } else if (!word.isEmpty()) {
        others.append(others.isEmpty() ? "" : " ").append(word);
      }
    }
    if (uidValidity <= 0 || nextUid <= 0) {
      return Optional.empty();
    }
    return Optional.of(new UidListHeader(uidValidity, nextUid, guid, others.toString()));
  }

  private Optional<UidListHeader> parseVersion1(String[] words) {
    version = 1;
    // Rewritten as version 3 at the first write: appended records need its format.
    damaged = true;
    if (words.length < 3 || number(words[1]) <= 0 || number(words[2]) <= 0) {
      return Optional.empty();
    }
    return Optional.of(new UidListHeader(number(words[1]), number(words[2]), Guid128.EMPTY, ""));
  }

  private void readLine(int end) {
    boolean complete = end < bytes.length;
    UidListEntry plain = complete && version == 3 ? plainEntry(position, end) : null;
    if (plain != null) {
      add(plain);
    } else if (end - position > MAX_LINE) {
      damaged = true;
    } else {
      readRecord(text(position, end), complete);
    }
  }

  /** The record of a line that is as nearly all lines are; null if this one needs a closer look. */
  private UidListEntry plainEntry(int from, int to) {
    int space = indexOf(' ', from, to);
    int colon = indexOf(':', space, to);
    if (space == from || space - from > MAX_DIGITS || colon == to || bytes[colon - 1] != ' ') {
      return null;
    }
    long uid = number(text(from, space));
    String fields = colon - 1 > space ? text(space + 1, colon - 1) : "";
    String base = text(colon + 1, to);
    return isUid(uid) && fields.indexOf('\0') < 0 && MaildirName.isPlainBase(base)
        ? new UidListEntry(uid, fields, base)
        : null;
  }

  private int indexOf(char wanted, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  private void readRecord(String line, boolean complete) {
    int glue = version == 3 ? gluedAt(line) : -1;
    if (glue >= 0) {
      damaged = true;
      readGlued(line, glue);
      return;
    }
    UidListEntry entry = parseEntry(line);
    if (!complete) {
      damaged = true;
      torn = Optional.ofNullable(entry);
    } else if (entry == null) {
      damaged = true;
    } else {
      add(entry);
    }
  }

  private void add(UidListEntry entry) {
    if (!entries.isEmpty() && entries.get(entries.size() - 1).uid() >= entry.uid()) {
      unordered = true;
      damaged = true;
    }
    entries.add(entry);
  }

  /** Null if the line is no record. */
  private UidListEntry parseEntry(String line) {
    int space = line.indexOf(' ');
    if (space <= 0) {
      return null;
    }
    long uid = number(line.substring(0, space));
    if (!isUid(uid)) {
      return null;
    }
    if (version == 1) {
      return entry(uid, "", line.substring(space + 1));
    }
    if (line.startsWith(" :", space)) {
      return entry(uid, "", line.substring(space + 2));
    }
    int colon = line.indexOf(" :", space + 1);
    if (colon < 0) {
      return null;
    }
    return entry(uid, line.substring(space + 1, colon), line.substring(colon + 2));
  }

  /** The highest value is no UID: nothing could follow it. */
  private static boolean isUid(long number) {
    return number > 0 && number < UidListHeader.MAX_UID;
  }

  private static UidListEntry entry(long uid, String fields, String name) {
    int info = name.indexOf(':');
    String base = info < 0 ? name : name.substring(0, info);
    if (!MaildirName.isPlainBase(base) || fields.indexOf('\0') >= 0) {
      return null;
    }
    return new UidListEntry(uid, fields, base);
  }

  /** Where a second record's {@code " :"} is, behind the first one's; -1 if there is none. */
  private static int gluedAt(String line) {
    int first = line.indexOf(" :");
    return first < 0 ? -1 : line.indexOf(" :", first + 2);
  }

  /**
   * A writer died in the middle of a line and the next one appended its own right behind. The first
   * name is cut off; the second record is whole, but its UID touches the digits before it. Its
   * writer counted the cut line, or did not: these readings are believed.
   */
  private void readGlued(String line, int glue) {
    UidListEntry cut = parseEntry(line.substring(0, glue));
    if (cut == null) {
      return;
    }
    long last = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).uid();
    String rest = line.substring(line.indexOf(" :") + 2);
    for (long uid : new long[] {cut.uid() + 1, cut.uid(), last + 1, header.get().nextUid()}) {
      UidListEntry second = uid > last ? recordIn(rest, uid) : null;
      if (second != null) {
        add(second);
        return;
      }
    }
  }

  /** The record of {@code uid} that ends {@code text}; null if there is none. */
  private UidListEntry recordIn(String text, long uid) {
    String start = uid + " ";
    for (int at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
      String candidate = text.substring(at);
      UidListEntry entry = gluedAt(candidate) < 0 ? parseEntry(candidate) : null;
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /** Of two records with the same UID the first counts, of two with the same name the last. */
  private void restoreOrder() {
    entries.sort(Comparator.comparingLong(UidListEntry::uid));
    List<UidListEntry> unique = new ArrayList<>(entries.size());
    Set<String> bases = new HashSet<>();
    long last = 0;
    for (UidListEntry entry : entries) {
      if (entry.uid() > last) {
        unique.add(entry);
        last = entry.uid();
      }
    }
    entries.clear();
    for (int i = unique.size() - 1; i >= 0; i--) {
      if (bases.add(unique.get(i).base())) {
        entries.add(unique.get(i));
      }
    }
    Collections.reverse(entries);
  }

  private int lineEnd() {
    return indexOf('\n', position, bytes.length);
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean isGuid(String value) {
    if (value.length() != 32) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.digit(value.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The value of up to ten decimal digits that fit 32 bits, else -1. */
  private static long number(String digits) {
    if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value <= UidListHeader.MAX_UID ? value : -1;
  }
}
