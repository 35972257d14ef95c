package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an option means to one program is what it means to the other, whichever starts the sync. */
@RequiresDovecot
class OptionScenariosIT {

  @BothRoles
  void filtersChooseWhichMailsAreCopied(Stage stage) throws Exception {
    for (String box : List.of("Since", "Size", "Flag", "Unflagged")) {
      twoMails(stage.left(), box);
    }
    stage.sync("-m", "Since", "-t", "2026-03-15");
    assertThat(subjects(stage.right(), "Since")).containsExactly("new");
    stage.sync("-m", "Size", "-I", "2K");
    assertThat(subjects(stage.right(), "Size")).containsExactly("new");
    stage.sync("-m", "Flag", "-O", "\\Flagged");
    assertThat(subjects(stage.right(), "Flag")).containsExactly("old");
    stage.sync("-m", "Unflagged", "-O", "-\\Flagged");
    assertThat(subjects(stage.right(), "Unflagged")).containsExactly("new");
    for (String box : List.of("Since", "Size", "Flag", "Unflagged")) {
      assertThat(subjects(stage.left(), box)).containsExactlyInAnyOrder("old", "new");
    }
  }

  @BothRoles
  void anEndDateWorksUnlessDovecotStartsTheSync(Stage stage) throws Exception {
    twoMails(stage.left(), "Until");
    Command.Result result = stage.attempt("sync", "-m", "Until", "-e", "2026-03-15");
    if (stage.pairing() == Pairing.DOVECOT_TO_OURS) {
      // 2.3 sends the start date instead, and that is 0.
      assertThat(result.exit()).as(result.toString()).isEqualTo(75);
      assertThat(result.errors()).contains("sync_until_timestamp");
    } else {
      assertThat(result.exit()).as(result.toString()).isZero();
      assertThat(subjects(stage.right(), "Until")).containsExactly("old");
    }
  }

  @BothRoles
  void mailboxesAreChosenByNameMaskUseAndGuid(Stage plain) throws Exception {
    Path configuration =
        Stages.dovecot()
            .configurationWith(
                "namespace inbox {", "  mailbox Junk {", "    special_use = \\Junk", "  }", "}");
    Stage stage = Stages.stage(plain.pairing(), configuration);
    for (String box : List.of("Apples", "Pears", "Junk")) {
      twoMails(stage.left(), box);
    }
    stage.sync("-m", "");
    assertThat(stage.right().run("mailbox list")).contains("Apples", "Pears", "Junk");
    assertThat(subjects(stage.right(), "Pears")).isEmpty();
    stage.sync("-x", "App*", "-x", "\\Junk");
    assertThat(subjects(stage.right(), "Pears")).hasSize(2);
    assertThat(subjects(stage.right(), "Apples")).isEmpty();
    assertThat(subjects(stage.right(), "Junk")).isEmpty();
    stage.sync("-g", stage.left().status("guid", "Apples"));
    assertThat(subjects(stage.right(), "Apples")).hasSize(2);
    assertThat(subjects(stage.right(), "Junk")).isEmpty();
    stage.sync("-g", "");
    assertThat(subjects(stage.right(), "Junk")).isEmpty();
  }

  @BothRoles
  void namespacesAreChosenByPrefix(Stage stage) throws Exception {
    twoMails(stage.left(), "One");
    stage.sync("-n", "");
    assertThat(subjects(stage.right(), "One")).hasSize(2);
    twoMails(stage.left(), "Two");
    stage.sync("-N", "-U");
    assertThat(subjects(stage.right(), "Two")).hasSize(2);
    twoMails(stage.left(), "Three");
    // Not known: the namespace that would hold such a name is meant.
    Command.Result result = stage.attempt("sync", "-n", "Nowhere/");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(subjects(stage.right(), "Three")).hasSize(2);
  }

  @BothRoles
  void mailsOfTheAllMailboxAreCopiedAndNotSent(Stage stage) throws Exception {
    twoMails(stage.left(), "All");
    stage.sync("-m", "All");
    Path all = stage.left().maildir().resolve(".All/cur");
    Path work = stage.left().maildir().resolve(".Work");
    for (Path mail : files(all)) {
      String name = mail.getFileName().toString().split(":")[0];
      stage.left().deliverInto(work, name, "S", Files.readAllBytes(mail));
    }
    stage.sync("-a", "All", "-r", "rawlog");
    assertThat(subjects(stage.right(), "Work")).hasSize(2);
    assertThat(rawlog(stage)).contains(" O: VERSION\tdsync\t3\t5", "mail_request");
    assertThat(rawlog(stage).lines()).noneMatch(line -> line.contains(": Subject: "));
  }

  @BothRoles
  void additionsCanBeFetchedAlone(Stage stage) throws Exception {
    twoMails(stage.right(), "There");
    twoMails(stage.left(), "Here");
    Command.Result result = stage.attempt("sync", "-1", "-R", "-f");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(subjects(stage.left(), "There")).hasSize(2);
    assertThat(subjects(stage.left(), "Here")).hasSize(2);
    assertThat(stage.right().maildir().resolve(".Here/cur")).doesNotExist();
  }

  /** doveadm takes nothing but a location or a host for a replica. */
  @Test
  void theReplicaOfTheUserIsTheDefaultDestination() throws Exception {
    Stage stage = Stages.stage(Pairing.OURS_TO_DOVECOT);
    twoMails(stage.left(), "Box");
    // A command in one word: it is split at blanks.
    String command = String.join(" ", stage.pairing().server(stage.dovetail(), stage.right()));
    stage
        .dovetail()
        .run(
            "-c",
            stage.left().configuration().toString(),
            "-o",
            "plugin/mail_replica=" + command,
            "sync",
            "-d",
            "-u",
            stage.left().user())
        .succeeded();
    assertThat(subjects(stage.right(), "Box")).hasSize(2);
  }

  @BothRoles
  void debugLinesComeFromBothEnds(Stage stage) throws Exception {
    Command.Result result = stage.attempt("-D sync");
    assertThat(result.exit()).as(result.toString()).isZero();
    String ours = stage.pairing() == Pairing.DOVECOT_TO_OURS ? "Serving " : "Sync ended";
    assertThat(result.errors()).contains("Debug: " + ours);
    assertThat(stage.attempt("-v sync").exit()).isZero();
  }

  /** The socket stands for a replicator. */
  @BothRoles
  void theReplicatorOfTheOtherHostIsTold(Stage stage) throws Exception {
    List<String> words = new ArrayList<>(List.of("sync", "-u", stage.left().user()));
    words.addAll(stage.pairing().server(stage.dovetail(), stage.right()));
    words.add("-U");
    try (ReplicatorSocket replicator = ReplicatorSocket.open(stage.right().dovecot())) {
      stage.pairing().start(stage.dovetail(), stage.left(), words).succeeded();
      // Dovecot names a state, too; ours leaves the replicator the one that it has.
      assertThat(replicator.heard())
          .startsWith(
              "VERSION\treplicator-doveadm-client\t1\t0\nNOTIFY\t" + stage.right().user() + "\t\t")
          .endsWith("\n");
    }
  }

  @Test
  void dovecotPurgesWhenAsked() throws Exception {
    Path mdbox = Stages.dovecot().configurationWith("mail_location = mdbox:~/mdbox");
    Stage maildirs = Stages.stage(Pairing.OURS_TO_DOVECOT);
    Account right = Stages.dovecot().newAccount(mdbox);
    Stage stage = new Stage(maildirs.pairing(), maildirs.dovetail(), maildirs.left(), right);
    twoMails(stage.left(), "Box");
    stage.sync();
    stage.left().run("expunge", "mailbox", "Box", "all");
    stage.sync();
    Path storage = right.home().resolve("mdbox/storage");
    assertThat(files(storage)).anyMatch(file -> file.getFileName().toString().startsWith("m."));
    stage.sync("-P");
    assertThat(files(storage)).noneMatch(file -> file.getFileName().toString().startsWith("m."));
  }

  @BothRoles
  void theLockKeepsASecondSyncOut(Stage stage) throws Exception {
    Path hanging = Stages.dovecot().script("hang-" + stage.left().user(), hangingResponder());
    Pairing other =
        stage.pairing() == Pairing.OURS_TO_DOVECOT
            ? Pairing.DOVECOT_TO_OURS
            : Pairing.OURS_TO_DOVECOT;
    List<String> words =
        List.of("sync", "-u", stage.left().user(), "-l", "60", hanging.toString(), "dsync-server");
    Process holder = stage.pairing().command(stage.dovetail(), stage.left(), words).start();
    try {
      Path lock = stage.left().home().resolve(".dovecot-sync.lock");
      for (int i = 0; i < 600 && !Files.exists(lock); i++) {
        Thread.sleep(50);
      }
      assertThat(lock).exists();
      List<String> again = new ArrayList<>(words);
      again.set(4, "1");
      Command.Result result = other.start(stage.dovetail(), stage.left(), again);
      assertThat(result.exit()).as(result.toString()).isEqualTo(75);
      assertThat(result.errors()).contains(lock.toString());
    } finally {
      holder.descendants().forEach(ProcessHandle::destroy);
      holder.destroy();
      holder.waitFor();
    }
  }

  /** Introduces itself as the host that need not lock, and says nothing more. */
  private static String[] hangingResponder() {
    Path recorded =
        Path.of(
            System.getProperty("dovetail.fixtures"), "transcripts/01-empty-empty.responder.bin");
    return new String[] {
      "sed '/^\\.$/q' " + recorded.toAbsolutePath(), "echo 'H~'", "cat >/dev/null", "exit"
    };
  }

  /** One large, flagged and received long ago, the other small and received now. */
  private static void twoMails(Account account, String box) throws Exception {
    Path folder = account.maildir().resolve("." + box);
    String base = account.user() + "." + box;
    byte[] large = (Account.text("old") + "x".repeat(4000) + "\n").getBytes(UTF_8);
    account.deliverInto(folder, "1700000001." + base, "FS", large);
    Path now =
        account.deliverInto(folder, "1700000002." + base, "S", Account.text("new").getBytes(UTF_8));
    Files.setLastModifiedTime(now, FileTime.from(Instant.parse("2026-04-01T00:00:00Z")));
    Path marker = folder.resolve("maildirfolder");
    if (!Files.exists(marker)) {
      Files.createFile(marker);
    }
    account.dovecot().owner().ownAll(account.maildir());
  }

  /** Of the mails in a mailbox, read from its files. */
  private static List<String> subjects(Account account, String box) throws Exception {
    List<String> found = new ArrayList<>();
    for (String part : List.of("cur", "new")) {
      for (Path mail : files(account.maildir().resolve("." + box).resolve(part))) {
        Files.readString(mail, ISO_8859_1)
            .lines()
            .filter(line -> line.startsWith("Subject: "))
            .forEach(line -> found.add(line.substring("Subject: ".length())));
      }
    }
    return found;
  }

  private static List<Path> files(Path directory) throws Exception {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static String rawlog(Stage stage) throws Exception {
    return Files.readString(stage.left().home().resolve("rawlog"), ISO_8859_1);
  }
}
