package dev.dovetail.interop;

import dev.dovetail.failure.SyncException;
import dev.dovetail.replicator.control.ControlClient;
import dev.dovetail.replicator.control.ControlRequest;
import dev.dovetail.replicator.control.UserReport;
import dev.dovetail.replicator.control.UserRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Asks a replicator of ours all the time how a user is, and looks whether that is so: when it says
 * that a sync has succeeded, both ends have every mail that was accepted before it began.
 */
final class StatusWitness implements AutoCloseable {
  private static final long PAUSE_MILLIS = 50;

  /** A mail's file may have another name when its directory is read to the end. */
  private static final int LOOKS = 5;

  private final Path socket;
  private final String user;
  private final List<Account> ends;
  private final MailLedger ledger;
  private final Map<String, String> subjects = new ConcurrentHashMap<>();
  private final List<String> lies = new ArrayList<>();
  private final Thread thread = new Thread(this::watch, "witness");
  private int believed;

  private StatusWitness(Account here, Account there, MailLedger ledger) {
    this.socket = here.dovecot().directory().resolve("run/replicator-doveadm");
    this.user = here.user();
    this.ends = List.of(here, there);
    this.ledger = ledger;
  }

  /**
   * @param here beside the replicator
   */
  static StatusWitness of(Account here, Account there, MailLedger ledger) {
    StatusWitness witness = new StatusWitness(here, there, ledger);
    witness.thread.setDaemon(true);
    witness.thread.start();
    return witness;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        look();
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private void look() throws InterruptedException {
    List<String> lines = new ArrayList<>();
    try (ControlClient client = ControlClient.connect(socket)) {
      client.list(new ControlRequest.Details(user), lines::add);
    } catch (SyncException e) {
      // While there is no replicator it says nothing wrong.
      return;
    }
    for (UserReport report : UserReport.parse(lines)) {
      Optional<Long> since = claim(report);
      if (since.isPresent()) {
        check(since.get(), report);
      }
    }
  }

  /**
   * Up to when all mail is at both ends, in seconds since the epoch, by what is said; empty if that
   * is not said.
   */
  private static Optional<Long> claim(UserReport report) {
    UserRow row = report.row();
    boolean done =
        !report.running()
            && !row.failed()
            && row.priority().equals("none")
            && row.lastFast() > 0
            && row.lastSuccess() >= row.lastFast();
    // The other end may have told of a sync of its own in the second in which ours has ended.
    return done ? Optional.of(row.lastFast() - 1) : Optional.empty();
  }

  private void check(long since, UserReport report) throws InterruptedException {
    Set<String> expected = ledger.acceptedBefore(since);
    for (Account end : ends) {
      Set<String> missing = missing(expected, end);
      for (int i = 1; i < LOOKS && !missing.isEmpty(); i++) {
        Thread.sleep(PAUSE_MILLIS);
        missing = missing(expected, end);
      }
      if (!missing.isEmpty()) {
        record(missing + " not in " + end.maildir() + ", but " + socket + " says " + report);
      }
    }
    record("");
  }

  private synchronized void record(String lie) {
    if (lie.isEmpty()) {
      believed++;
    } else {
      lies.add(lie);
    }
  }

  private Set<String> missing(Set<String> expected, Account end) {
    Set<String> missing = new HashSet<>(expected);
    try (Stream<Path> files = Files.walk(end.maildir())) {
      files.filter(StatusWitness::isMail).forEach(file -> missing.remove(subject(file)));
    } catch (IOException | UncheckedIOException e) {
      // A directory went while it was read: others in it may not have been seen.
    }
    return missing;
  }

  private static boolean isMail(Path file) {
    String place = file.getParent().getFileName().toString();
    return place.equals("cur") || place.equals("new");
  }

  private String subject(Path file) {
    String name = file.getFileName().toString().replaceFirst(":.*", "");
    String known = subjects.get(name);
    if (known != null) {
      return known;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("Subject: ")) {
          String subject = line.substring("Subject: ".length());
          subjects.put(name, subject);
          return subject;
        }
      }
    } catch (NoSuchFileException e) {
      // Found under its next name.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "";
  }

  /** What was said and was not so. */
  synchronized List<String> lies() {
    return List.copyOf(lies);
  }

  /** How often a success was told, and looked for. */
  synchronized int believed() {
    return believed;
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
