package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Files beside the mails that are torn, corrupt or strange: one line about each, nothing is lost,
 * and afterwards Dovecot opens everything without a complaint.
 */
@RequiresDovecot
class DamagedFilesIT {
  private static final String LOG = "dovecot.index.log";
  private static final String LIST = "dovecot-uidlist";

  /** What happens to a mailbox of this name, and what is said about it. */
  private enum Disorder {
    TORN_LOG("") {
      @Override
      void strike(Path mailbox) throws IOException {
        append(mailbox.resolve(LOG), new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80});
      }
    },
    CORRUPT_LOG("the index is built anew") {
      @Override
      void strike(Path mailbox) throws IOException {
        append(mailbox.resolve(LOG), "This is not a record of a log".getBytes(ISO_8859_1));
      }
    },
    CUT_LOG("the index is built anew") {
      @Override
      void strike(Path mailbox) throws IOException {
        byte[] log = Files.readAllBytes(mailbox.resolve(LOG));
        Files.write(mailbox.resolve(LOG), Arrays.copyOf(log, 17));
      }
    },
    GLUED_LIST("repairing dovecot-uidlist") {
      @Override
      void strike(Path mailbox) throws IOException {
        // A writer died behind the second record, and the next one knew nothing of it.
        String list = read(mailbox);
        int third = list.indexOf("\n3 ");
        write(mailbox, list.substring(0, third - 5) + list.substring(third + 1));
      }
    },
    DESCENDING_LIST("repairing dovecot-uidlist") {
      @Override
      void strike(Path mailbox) throws IOException {
        List<String> lines = read(mailbox).lines().toList();
        write(
            mailbox, String.join("\n", lines.get(0), lines.get(3), lines.get(2), lines.get(1), ""));
      }
    },
    HEADLESS_LIST("dovecot-uidlist is unreadable") {
      @Override
      void strike(Path mailbox) throws IOException {
        write(mailbox, read(mailbox).substring(2));
      }
    };

    final String line;

    Disorder(String line) {
      this.line = line;
    }

    abstract void strike(Path mailbox) throws IOException;

    private static void append(Path file, byte[] bytes) throws IOException {
      Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    private static String read(Path mailbox) throws IOException {
      return Files.readString(mailbox.resolve(LIST), ISO_8859_1);
    }

    private static void write(Path mailbox, String text) throws IOException {
      Files.writeString(mailbox.resolve(LIST), text, ISO_8859_1);
    }
  }

  @BothRoles
  void areMendedInOneRun(Stage stage) throws Exception {
    Account damaged = stage.pairing() == Pairing.DOVECOT_TO_OURS ? stage.right() : stage.left();
    fill(damaged);
    stage.settle();
    StoreSnapshot before = damaged.snapshot();
    for (Disorder disorder : Disorder.values()) {
      disorder.strike(damaged.maildir().resolve("." + disorder));
    }
    Command.Result result = stage.attempt("sync", "-f");
    assertThat(result.exit()).as(result.toString()).isZero();
    for (Disorder disorder : Disorder.values()) {
      assertThat(result.errors().lines().filter(line -> line.contains(disorder + ":")))
          .as(result.toString())
          .allMatch(line -> line.contains(disorder.line))
          .hasSize(disorder.line.isEmpty() ? 0 : 1);
    }
    stage.settle();
    for (Disorder disorder : Disorder.values()) {
      assertThat(damaged.snapshot().mails(disorder.name()))
          .isEqualTo(before.mails(disorder.name()));
    }
    stage.assertQuiet();
  }

  @Test
  void anIndexOfAnotherMajorVersionIsLeftAlone() throws Exception {
    Stage stage = Stages.stage(Pairing.OURS_TO_DOVECOT);
    fill(stage.left());
    Path log = stage.left().maildir().resolve("." + Disorder.CUT_LOG).resolve(LOG);
    byte[] bytes = Files.readAllBytes(log);
    bytes[0] = 2;
    Files.write(log, bytes);
    Command.Result result = stage.attempt("sync");
    assertThat(result.exit()).as(result.toString()).isEqualTo(65);
    assertThat(result.errors()).contains(stage.left().user(), "CUT_LOG", "major version 2");
    assertThat(Files.readAllBytes(log)).isEqualTo(bytes);
  }

  private static void fill(Account account) throws Exception {
    try (ImapSession imap = account.imap()) {
      for (Disorder disorder : Disorder.values()) {
        imap.command("CREATE " + disorder);
        for (String flags : List.of("\\Seen", "\\Flagged kw1", "")) {
          assertThat(imap.append(disorder.name(), flags, Account.text(disorder + flags)).isOk())
              .isTrue();
        }
      }
    }
  }
}
