package dev.dovetail.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.interop.RequiresDovecot;
import dev.dovetail.mail.Flags;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.LogChanges;
import dev.dovetail.storage.file.FileStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares index files with a real Dovecot 2.3; skipped where there is none. */
@RequiresDovecot
class LiveDovecotIT {
  /** Any that is not root's, which Dovecot refuses. */
  private static final int MAIL_UID = 5000;

  private static final List<String> ROTATE_OFTEN =
      List.of(
          "-o", "mail_index_log_rotate_min_size=200",
          "-o", "mail_index_log_rotate_max_size=400",
          "-o", "mail_index_log_rotate_min_age=0",
          "-o", "mail_index_rewrite_min_log_bytes=100",
          "-o", "mail_index_rewrite_max_log_bytes=200");

  @TempDir Path directory;
  private Path configuration;

  @BeforeEach
  void configure() throws IOException, InterruptedException {
    configuration = directory.resolve("dovecot.conf");
    int uid = FileStatus.of(directory).uid();
    if (uid == 0) {
      uid = MAIL_UID;
      Files.setAttribute(directory, "unix:uid", uid);
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        configuration,
        String.join(
            "\n",
            "mail_uid = " + uid,
            "mail_gid = " + Math.max(1, FileStatus.of(directory).gid()),
            "first_valid_uid = 0",
            "first_valid_gid = 0",
            "log_path = /dev/stderr",
            "base_dir = " + directory.resolve("run"),
            "ssl = no",
            "namespace inbox {",
            "  inbox = yes",
            "  separator = /",
            "}",
            ""));
  }

  private String doveadm(String format, String input, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("doveadm", "-c", configuration.toString()));
    command.addAll(List.of("-o", "mail_location=" + format + ":~/" + format));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    String path = System.getenv("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("USER", "jane@example.com");
    Path errors = Files.createTempFile(directory, "doveadm", ".err");
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(errors)).as(String.join(" ", command)).isEmpty();
    assertThat(process.exitValue()).isZero();
    Files.delete(errors);
    return output;
  }

  private MailIndex createBox(String format, int mails) throws IOException, InterruptedException {
    doveadm(format, "", List.of("mailbox", "create", "Box"));
    for (int i = 1; i <= mails; i++) {
      doveadm(format, "Subject: " + i + "\n\nbody\n", List.of("save", "-m", "Box"));
    }
    Path root = directory.resolve(format);
    return new MailIndex(
        format.equals("maildir")
            ? root.resolve(".Box")
            : root.resolve("mailboxes").resolve("Box").resolve("dbox-Mails"));
  }

  /** Lines of UID, flags and keywords, modseq, as doveadm and as we see them. */
  private void requireSameView(String format, MailIndex index)
      throws IOException, InterruptedException {
    String fetched =
        doveadm(format, "", List.of("-f", "tab", "fetch", "uid flags modseq", "mailbox", "Box"));
    List<String> theirs = new ArrayList<>();
    for (String line : fetched.lines().skip(1).toList()) {
      String[] fields = line.split("\t");
      TreeSet<String> words = new TreeSet<>(List.of(fields[1].split(" ")));
      words.remove("\\Recent");
      words.remove("");
      theirs.add(fields[0] + words + fields[2]);
    }
    List<String> ours = new ArrayList<>();
    for (IndexedMessage message : index.read().messages()) {
      TreeSet<String> words = new TreeSet<>(message.keywords());
      String[] names = {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft"};
      for (int bit = 0; bit < names.length; bit++) {
        if ((message.flags() >> bit & 1) != 0) {
          words.add(names[bit]);
        }
      }
      ours.add(message.uid() + words.toString() + message.modseq());
    }
    assertThat(ours).isEqualTo(theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maildir", "sdbox", "mdbox"})
  void dovecotKeepsTheFlagsAndModseqsThatWeChoose(String format) throws Exception {
    MailIndex index = createBox(format, 3);
    Fixtures.append(
        index,
        new IndexTransaction()
            .bySync(true)
            .flags(UidRanges.of(2, 3), Flags.SEEN | Flags.FLAGGED, 0)
            .keyword(true, "Kw", UidRanges.of(2))
            .modseq(2, 60)
            .modseq(3, 61));

    requireSameView(format, index);
    assertThat(index.read().find(2).orElseThrow())
        .isEqualTo(new IndexedMessage(2, Flags.SEEN | Flags.FLAGGED, List.of("Kw"), 60));
    doveadm(format, "", List.of("flags", "add", "\\Draft", "mailbox", "Box", "uid", "1"));
    requireSameView(format, index);
    assertThat(index.read().highestModseq()).isEqualTo(62);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maildir", "sdbox"})
  void sharesALogThatIsRotatedAllTheTime(String format) throws Exception {
    MailIndex index = createBox(format, 5);
    doveadm(format, "", List.of("fetch", "modseq", "mailbox", "Box"));
    AtomicBoolean stop = new AtomicBoolean();
    List<Throwable> failures = new ArrayList<>();
    Thread writer = new Thread(() -> writeUntil(stop, index, failures));
    writer.start();
    for (int round = 0; round < 25; round++) {
      List<String> change = new ArrayList<>(ROTATE_OFTEN);
      String operation = round % 3 == 0 ? "remove" : "add";
      change.addAll(List.of("flags", operation, "d" + round % 4, "mailbox", "Box"));
      doveadm(format, "", change);
    }
    stop.set(true);
    writer.join();

    assertThat(failures).isEmpty();
    assertThat(index.read().logSequence()).isGreaterThan(4);
    requireSameView(format, index);
  }

  private static void writeUntil(AtomicBoolean stop, MailIndex index, List<Throwable> failures) {
    Random random = new Random(1);
    long last = 0;
    try {
      while (!stop.get()) {
        try (LockedIndex locked = index.lock(60)) {
          assertThat(locked.state().highestModseq()).isGreaterThanOrEqualTo(last);
          UidRanges uids = UidRanges.of(1 + random.nextInt(5));
          IndexTransaction transaction = new IndexTransaction();
          if (random.nextBoolean()) {
            transaction.flags(uids, 1 << random.nextInt(5), 1 << random.nextInt(5));
          } else {
            transaction.keyword(random.nextBoolean(), "k" + random.nextInt(4), uids);
          }
          locked.append(transaction);
          last = locked.state().highestModseq();
        }
        IndexState state = index.read();
        assertThat(state.messages()).hasSize(5);
        assertThat(LogScan.changesSince(index, last, state).complete()).isTrue();
        Thread.sleep(random.nextInt(5));
      }
    } catch (IOException | InterruptedException | AssertionError e) {
      failures.add(e);
    }
  }

  @Test
  void dovecotCarriesOutAnExpungeThatWeRequest() throws Exception {
    MailIndex index = createBox("maildir", 3);
    String guid =
        doveadm("maildir", "", List.of("-f", "tab", "fetch", "guid", "mailbox", "Box", "uid", "2"))
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow();
    Guid128 hash = Guid128.ofMessageGuid(guid);
    Fixtures.append(index, new IndexTransaction().bySync(true).expunge(2, hash));
    assertThat(index.read().pendingExpunges()).containsEntry(2L, hash);

    requireSameView("maildir", index);

    assertThat(index.read().find(2)).isEmpty();
    assertThat(index.read().pendingExpunges()).isEmpty();
    assertThat(LogScan.changesSince(index, 0).expunges())
        .containsExactly(new LogChanges.Expunge(2, hash));
  }
}
