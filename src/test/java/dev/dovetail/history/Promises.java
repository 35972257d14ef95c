package dev.dovetail.history;

import dev.dovetail.history.Replica.Mailbox;
import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What must be there in the end, after all that the story's people did. */
final class Promises {
  private final Set<String> mails = new TreeSet<>();

  /** Mails of which several mailboxes may have an instance. */
  private final Set<String> linked = new HashSet<>();

  private final Set<Guid128> deletedMailboxes = new HashSet<>();

  /** Flags that were set and never removed, by mail. */
  private final Map<String, Set<String>> flags = new HashMap<>();

  private final Set<String> contested = new HashSet<>();

  void added(String mail, Guid128 mailbox) {
    if (!deletedMailboxes.contains(mailbox)) {
      mails.add(mail);
    }
  }

  void linked(String mail) {
    linked.add(mail);
    flags.remove(mail);
    contested.add(mail);
  }

  void expunged(String mail) {
    mails.remove(mail);
  }

  void flagged(String mail, String flag, boolean set) {
    if (!set) {
      contested.add(mail + flag);
      flags.getOrDefault(mail, new TreeSet<>()).remove(flag);
    } else if (!contested.contains(mail + flag) && !contested.contains(mail)) {
      flags.computeIfAbsent(mail, absent -> new TreeSet<>()).add(flag);
    }
  }

  /** Flags may be lost: an index with them was, or an end was made equal to one without. */
  void forgetFlags(Collection<String> ofMails) {
    for (String mail : ofMails) {
      flags.remove(mail);
      contested.add(mail);
    }
  }

  void forgetAllFlags() {
    forgetFlags(Set.copyOf(flags.keySet()));
  }

  /** A deleted mailbox takes with it what is in it at the other end, seen or not. */
  void deleted(Guid128 mailbox, Collection<Mailbox> everywhere) {
    deletedMailboxes.add(mailbox);
    for (Mailbox one : everywhere) {
      if (one.guid().equals(mailbox)) {
        mails.removeAll(one.mails());
      }
    }
  }

  /** The other end was made equal to this one: what is not here may be gone. */
  void reducedTo(Collection<Mailbox> source) {
    Set<String> present = new HashSet<>();
    for (Mailbox mailbox : source) {
      present.addAll(mailbox.mails());
    }
    mails.retainAll(present);
    forgetAllFlags();
  }

  boolean isDeleted(Guid128 mailbox) {
    return deletedMailboxes.contains(mailbox);
  }

  /** What was broken; empty if all was kept. */
  List<String> broken(Replica replica) throws IOException {
    List<String> complaints = new ArrayList<>();
    Set<String> present = new HashSet<>();
    for (Map.Entry<String, Mailbox> mailbox : replica.mailboxes().entrySet()) {
      Set<String> here = new HashSet<>();
      for (String mail : mailbox.getValue().mails()) {
        if (!here.add(mail)) {
          complaints.add(mail + " is twice in " + mailbox.getKey());
        }
      }
      present.addAll(here);
    }
    for (String mail : mails) {
      if (!present.contains(mail)) {
        complaints.add(mail + " is lost");
      }
    }
    for (Map.Entry<String, Set<String>> entry : flags.entrySet()) {
      if (mails.contains(entry.getKey()) && present.contains(entry.getKey())) {
        Set<String> missing = new TreeSet<>(entry.getValue());
        missing.removeAll(replica.flagsOf(entry.getKey()));
        if (!missing.isEmpty()) {
          complaints.add(entry.getKey() + " has lost " + missing);
        }
      }
    }
    return complaints;
  }
}
