package dev.dovetail.storage;

import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.TreeSet;

/** A message of an {@link InMemoryMailbox}. */
final class InMemoryMessage {
  long uid;
  String guid;
  int flags;
  TreeSet<String> keywords = new TreeSet<>();
  long modseq;
  byte[] content;
  long receivedDate;
  long savedDate;
  String pop3Uidl = "";
  long pop3Order;

  boolean present() {
    return content != null;
  }

  InMemoryMessage copy() {
    InMemoryMessage copy = new InMemoryMessage();
    copy.uid = uid;
    copy.guid = guid;
    copy.flags = flags;
    copy.keywords = new TreeSet<>(keywords);
    copy.modseq = modseq;
    copy.content = content;
    copy.receivedDate = receivedDate;
    copy.savedDate = savedDate;
    copy.pop3Uidl = pop3Uidl;
    copy.pop3Order = pop3Order;
    return copy;
  }

  StoredMessage view() {
    return new StoredMessage(uid, guid, flags, new ArrayList<>(keywords), modseq, present());
  }

  boolean hasGuid(Guid128 wanted) {
    return guid.isEmpty() || Guid128.ofMessageGuid(guid).equals(wanted);
  }

  void set(int newFlags, Collection<String> newKeywords) {
    flags = newFlags & Flags.STORED;
    keywords = new TreeSet<>(newKeywords);
  }

  String describe() {
    String body = present() ? new String(content, StandardCharsets.ISO_8859_1) : "(vanished)";
    return "  " + uid + " " + guid + " " + flags + " " + keywords + " " + receivedDate + " " + body;
  }
}
