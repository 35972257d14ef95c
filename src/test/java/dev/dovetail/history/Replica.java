package dev.dovetail.history;

import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One end of a story: a mail store, and what users, deliveries and accidents do to it. Names of
 * mailboxes are joined with a slash, mails have the names that the story gives them.
 */
public interface Replica {

  /**
   * A mailbox as it is on disk.
   *
   * @param guid empty if it is not known before somebody opens the mailbox
   * @param mails those whose content is there
   */
  record Mailbox(Guid128 guid, List<String> mails) {}

  /** What is there, without anybody having looked: the picture changes nothing. */
  Map<String, Mailbox> mailboxes() throws IOException;

  void deliver(String mailbox, String mail) throws IOException;

  /** Puts a copy into {@code to}; it is the same mail if {@code copy} is {@code mail}. */
  void copy(String from, String mail, String to, String copy) throws IOException;

  void flag(String mailbox, String mail, String flag, boolean set) throws IOException;

  void expunge(String mailbox, String mail) throws IOException;

  void create(String mailbox) throws IOException;

  void delete(String mailbox) throws IOException;

  void rename(String from, String to) throws IOException;

  void subscribe(String mailbox, boolean subscribed) throws IOException;

  /** Removes a mail behind everybody's back. */
  void vanish(String mailbox, String mail, boolean noticed) throws IOException;

  /** The damages that {@link #lose} knows. */
  Set<String> damages();

  /** Whether this damage takes nothing away that the other end cannot give back. */
  boolean mayLose(String what, String mailbox) throws IOException;

  void lose(String what, String mailbox) throws IOException;

  /** Lets the time go on. */
  void await() throws IOException;

  /** Everything that two equal replicas have in common; one line each. */
  List<String> describe() throws IOException;

  /** The system flags and keywords of a mail, wherever it is. */
  Set<String> flagsOf(String mail) throws IOException;
}
