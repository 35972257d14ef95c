package dev.dovetail.interop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Which mails exist, by their subjects, and what may have become of them on purpose. */
final class MailLedger {
  private final AtomicInteger last = new AtomicInteger();

  /** With the time, in milliseconds since the epoch. */
  private final Map<String, Long> accepted = new ConcurrentHashMap<>();

  private final Set<String> expendable = ConcurrentHashMap.newKeySet();
  private final Set<String> multiplied = ConcurrentHashMap.newKeySet();

  /** A subject that no mail has yet. */
  String newSubject() {
    return "mail-" + last.incrementAndGet();
  }

  /** The server took responsibility for the mail. */
  void accepted(String subject) {
    accepted.put(subject, System.currentTimeMillis());
  }

  /**
   * The mails that a server had by then.
   *
   * @param time in seconds since the epoch
   */
  Set<String> acceptedBefore(long time) {
    Set<String> before = new HashSet<>();
    accepted.forEach(
        (subject, millis) -> {
          if (millis < time * 1000) {
            before.add(subject);
          }
        });
    return before;
  }

  /** Somebody is about to expunge the mail, or the mailbox that it is in. */
  void expendable(String subject) {
    expendable.add(subject);
  }

  /**
   * The mail is about to be copied, or moved, which two may do at once. False if that was done
   * before: Dovecot warns of a duplicate in its uidlist when a mail is moved away and back.
   */
  boolean multiply(String subject) {
    return multiplied.add(subject);
  }

  int size() {
    return accepted.size();
  }

  int expendableCount() {
    return expendable.size();
  }

  /**
   * What is wrong with an account.
   *
   * @param places where its mails are, by subject
   */
  List<String> complaints(Map<String, List<String>> places) {
    List<String> complaints = lost(places);
    for (String subject : accepted.keySet()) {
      List<String> found = places.getOrDefault(subject, List.of());
      if (found.size() > 1 && !multiplied.contains(subject)) {
        complaints.add(subject + " is there " + found.size() + " times: " + found);
      }
    }
    return complaints;
  }

  /** The mails that nobody has expunged, and that an account does not have. */
  List<String> lost(Map<String, List<String>> places) {
    List<String> lost = new ArrayList<>();
    for (String subject : accepted.keySet()) {
      if (!places.containsKey(subject) && !expendable.contains(subject)) {
        lost.add(subject + " is lost");
      }
    }
    return lost;
  }
}
