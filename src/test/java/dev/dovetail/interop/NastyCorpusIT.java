package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A thousand nasty mails across, byte for byte, in both roles. */
@RequiresDovecot
class NastyCorpusIT {
  private static final long SEED = 20261123;
  private static final int MAILS = 1000;
  private static final List<String> FOLDERS = List.of("", ".Work", ".Work.Sub", ".Entw&APw-rfe");
  private static final String[] FLAGS = {"", "S", "RS", "FS", "DFRST", "Sa", "Sab", "Fb"};

  @EveryPairing
  void carriesAThousandNastyMailsToTheResponder(Stage stage) throws Exception {
    fill(stage.left());
    stage.settle();
    sameBytes(stage.left(), stage.right());
  }

  @EveryPairing
  void carriesAThousandNastyMailsToTheInitiator(Stage stage) throws Exception {
    fill(stage.right());
    stage.settle();
    sameBytes(stage.right(), stage.left());
  }

  private static void fill(Account account) throws Exception {
    NastyMails mails = new NastyMails(SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < MAILS; i++) {
      Path folder = account.maildir().resolve(FOLDERS.get(i % FOLDERS.size()));
      String flags = FLAGS[random.nextInt(FLAGS.length)];
      account.deliverInto(
          folder, "17000" + (10000 + i) + ".M" + i + "P1.nasty", flags, mails.next());
    }
    for (String name : FOLDERS) {
      Path folder = account.maildir().resolve(name);
      Files.writeString(folder.resolve("dovecot-keywords"), "0 Later\n1 $Forwarded\n");
      if (!name.isEmpty()) {
        Files.createFile(folder.resolve("maildirfolder"));
      }
    }
    account.dovecot().owner().ownAll(account.maildir());
  }

  /** Compared by the store's own files; only the kind of line end may differ. */
  private static void sameBytes(Account from, Account to) throws Exception {
    assertThat(to.snapshot().lines()).filteredOn(line -> line.contains(" uid=")).hasSize(MAILS);
    Map<Long, Integer> sent = new HashMap<>();
    for (Path file : files(from)) {
      sent.merge(contentHash(file), 1, Integer::sum);
    }
    Map<Long, Integer> received = new HashMap<>();
    for (Path file : files(to)) {
      received.merge(contentHash(file), 1, Integer::sum);
    }
    assertThat(received).isEqualTo(sent);
  }

  private static List<Path> files(Account account) throws Exception {
    try (var paths = Files.walk(account.maildir())) {
      return paths
          .filter(path -> path.getParent().endsWith("cur") || path.getParent().endsWith("new"))
          .toList();
    }
  }

  private static long contentHash(Path file) throws Exception {
    byte[] mail = Files.readAllBytes(file);
    byte[] plain = new byte[mail.length];
    int length = 0;
    for (int i = 0; i < mail.length; i++) {
      boolean lineEnd = mail[i] == '\r' && i + 1 < mail.length && mail[i + 1] == '\n';
      if (!lineEnd) {
        plain[length++] = mail[i];
      }
    }
    return (long) Arrays.hashCode(Arrays.copyOf(plain, length)) << 32 | length;
  }
}
