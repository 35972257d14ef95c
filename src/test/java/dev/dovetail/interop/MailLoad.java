package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * People and programs that use one account at once through IMAP and LMTP, until they are told to
 * stop: two who work on mails, one who works on mailboxes, one who waits, and deliveries.
 *
 * <p>Nobody selects a mailbox that is renamed or deleted: Dovecot would send its session home.
 */
final class MailLoad implements AutoCloseable {
  static final List<String> MAILBOXES = List.of("INBOX", "Work", "Archive");

  private static final int PAUSE_MILLIS = 300;
  private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
  private static final String[] FLAGS = {
    "\\Seen", "\\Flagged", "\\Answered", "\\Draft", "Later", "$Label1"
  };

  private interface Work {
    void run(Random random) throws IOException, InterruptedException;
  }

  private final Account account;
  private final MailLedger ledger;
  private final String side;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger actions = new AtomicInteger();
  private volatile boolean stopping;
  private volatile Throwable failure;

  /**
   * @param side begins the names of the mailboxes that come and go, so that no two ends make the
   *     same
   */
  MailLoad(Account account, MailLedger ledger, String side, long seed) {
    this.account = account;
    this.ledger = ledger;
    this.side = side;
    begin("works on mails", this::workOnMails, seed);
    begin("also works on mails", this::workOnMails, seed + 1);
    begin("works on mailboxes", this::workOnMailboxes, seed + 2);
    begin("waits", this::wait, seed + 3);
    begin("delivers", this::deliver, seed + 4);
  }

  private void begin(String what, Work work, long seed) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run(new Random(seed));
              } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
                failure = new AssertionError(account.user() + " " + what + ": " + e, e);
              }
            },
            account.user() + " " + what);
    thread.start();
    threads.add(thread);
  }

  /** Throws what went wrong in a session, if anything did. */
  void check() {
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  /** How many commands and deliveries there were. */
  int actions() {
    return actions.get();
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private boolean goOn(Random random) throws InterruptedException {
    return goOn(random, PAUSE_MILLIS);
  }

  private boolean goOn(Random random, int pauseMillis) throws InterruptedException {
    Thread.sleep(random.nextInt(pauseMillis));
    actions.incrementAndGet();
    return !stopping;
  }

  private void deliver(Random random) throws IOException, InterruptedException {
    try (LmtpSession lmtp = new LmtpSession(account.dovecot().lmtpPort())) {
      while (goOn(random)) {
        String subject = ledger.newSubject();
        lmtp.deliver(account.user(), Account.text(subject));
        ledger.accepted(subject);
      }
    }
  }

  private void wait(Random random) throws IOException, InterruptedException {
    try (ImapSession imap = account.imap()) {
      imap.command("SELECT INBOX");
      while (goOn(random)) {
        imap.idle(200 + random.nextInt(2000));
        imap.command("UID FETCH 1:* (FLAGS)");
      }
    }
  }

  private void workOnMails(Random random) throws IOException, InterruptedException {
    try (ImapSession imap = account.imap()) {
      String selected = "";
      while (goOn(random)) {
        if (selected.isEmpty() || random.nextInt(20) == 0) {
          selected = MAILBOXES.get(random.nextInt(MAILBOXES.size()));
          imap.command("SELECT " + selected);
        }
        List<Long> uids = uids(imap);
        if (uids.isEmpty() || random.nextInt(4) == 0) {
          append(imap, MAILBOXES.get(random.nextInt(MAILBOXES.size())));
        } else {
          workOn(imap, uids.get(random.nextInt(uids.size())), random);
        }
      }
    }
  }

  private void append(ImapSession imap, String mailbox) throws IOException {
    String subject = ledger.newSubject();
    if (imap.append(mailbox, Account.text(subject)).isOk()) {
      ledger.accepted(subject);
    }
  }

  private void workOn(ImapSession imap, long uid, Random random) throws IOException {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3 ->
          imap.attempt(
              "UID STORE "
                  + uid
                  + (random.nextBoolean() ? " +FLAGS (" : " -FLAGS (")
                  + FLAGS[random.nextInt(FLAGS.length)]
                  + ")");
      case 4 -> multiply(imap, "COPY", uid, random);
      case 5 -> multiply(imap, "MOVE", uid, random);
      case 6, 7 -> {
        String subject = subject(imap, uid);
        if (!subject.isEmpty()) {
          ledger.expendable(subject);
          imap.attempt("UID STORE " + uid + " +FLAGS (\\Deleted)");
          imap.attempt("UID EXPUNGE " + uid);
        }
      }
      default -> imap.attempt("UID FETCH " + uid + " (FLAGS INTERNALDATE RFC822.SIZE)");
    }
  }

  private void multiply(ImapSession imap, String verb, long uid, Random random) throws IOException {
    String subject = subject(imap, uid);
    if (!subject.isEmpty() && ledger.multiply(subject)) {
      String mailbox = MAILBOXES.get(random.nextInt(MAILBOXES.size()));
      imap.attempt("UID " + verb + " " + uid + " " + mailbox);
    }
  }

  private static List<Long> uids(ImapSession imap) throws IOException {
    List<Long> uids = new ArrayList<>();
    for (String line : imap.command("UID SEARCH RETURN (ALL) ALL")) {
      Matcher all = Pattern.compile("ALL ([\\d:,]+)").matcher(line);
      if (all.find()) {
        for (String range : all.group(1).split(",")) {
          String[] ends = range.split(":");
          for (long uid = Long.parseLong(ends[0]);
              uid <= Long.parseLong(ends[ends.length - 1]);
              uid++) {
            uids.add(uid);
          }
        }
      }
    }
    return uids;
  }

  /** Empty if the mail is gone. */
  private static String subject(ImapSession imap, long uid) throws IOException {
    ImapSession.Reply reply =
        imap.attempt("UID FETCH " + uid + " (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])");
    boolean mine = false;
    for (String line : reply.untagged()) {
      Matcher fetched = UID.matcher(line);
      if (fetched.find()) {
        mine = Long.parseLong(fetched.group(1)) == uid;
      } else if (mine && line.startsWith("Subject: ")) {
        return line.substring("Subject: ".length()).strip();
      }
    }
    return "";
  }

  /**
   * Makes mailboxes, fills them, renames them, deletes some; at the speed of a busy person.
   * Dovecot's mailbox log holds some 170 changes, and when two sessions move it away at once it
   * forgets the newest: then a rename can be undone.
   */
  private void workOnMailboxes(Random random) throws IOException, InterruptedException {
    List<String> mine = new ArrayList<>();
    Map<String, Long> restingUntil = new HashMap<>();
    List<String> mails = new ArrayList<>();
    int number = 0;
    try (ImapSession imap = account.imap()) {
      while (goOn(random, 10 * PAUSE_MILLIS)) {
        int which = mine.isEmpty() ? 0 : random.nextInt(mine.size());
        switch (random.nextInt(6)) {
          case 0 -> {
            String name = side + ++number;
            // Dovecot that renews its list of mailboxes while it creates one finds it there
            // already.
            String status = imap.attempt("CREATE " + name).status();
            assertThat(status).containsAnyOf("OK", "ALREADYEXISTS");
            imap.command("SUBSCRIBE " + name);
            mine.add(name);
          }
          case 1 -> {
            // Mailbox logs count seconds: nobody can tell which of two renames in one was first.
            if (!mine.isEmpty()
                && restingUntil.getOrDefault(mine.get(which), 0L) < System.nanoTime()) {
              String name = side + ++number;
              if (imap.attempt("RENAME " + mine.remove(which) + " " + name).isOk()) {
                mine.add(name);
                restingUntil.put(name, System.nanoTime() + 1_500_000_000L);
              }
            }
          }
          case 2 -> {
            if (mine.size() > 5) {
              mails.forEach(ledger::expendable);
              imap.attempt("DELETE " + mine.remove(which));
            }
          }
          default -> {
            if (!mine.isEmpty()) {
              String subject = ledger.newSubject();
              mails.add(subject);
              if (imap.append(mine.get(which), Account.text(subject)).isOk()) {
                ledger.accepted(subject);
              }
            }
          }
        }
      }
    }
  }
}
