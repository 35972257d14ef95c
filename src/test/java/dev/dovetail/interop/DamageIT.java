package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Mail that somebody removed behind Dovecot's back comes back from the other side, under the UIDs
 * it had (storage-formats 6.1 to 6.4). Each kind of damage has a mailbox of its own.
 */
@RequiresDovecot
class DamageIT {

  /** Something that happens to a mailbox's files. */
  private interface Damage {
    void strike(Path mailbox) throws IOException;
  }

  private static final Map<String, Damage> DAMAGES = new TreeMap<>();

  static {
    DAMAGES.put("First", mailbox -> remove(mails(mailbox).subList(0, 1)));
    DAMAGES.put("Second", mailbox -> remove(mails(mailbox).subList(1, 2)));
    DAMAGES.put("Last", mailbox -> remove(mails(mailbox).subList(2, 3)));
    DAMAGES.put("Mails", mailbox -> remove(mails(mailbox)));
    DAMAGES.put("Everything", DamageIT::removeTree);
    DAMAGES.put("Index", mailbox -> remove(named(mailbox, "dovecot.index")));
    DAMAGES.put("Uidlist", mailbox -> remove(named(mailbox, "dovecot-uidlist")));
  }

  @EveryPairing
  void mailComesBackBeforeDovecotNoticedTheLoss(Stage stage) throws Exception {
    restores(stage, false);
  }

  @EveryPairing
  void mailComesBackAfterDovecotNoticedTheLoss(Stage stage) throws Exception {
    restores(stage, true);
  }

  @EveryPairing
  void mailComesBackWhenTheWholeStoreIsGone(Stage stage) throws Exception {
    fill(stage);
    StoreSnapshot before = damaged(stage).snapshot();
    removeTree(damaged(stage).maildir());
    stage.settle();
    assertThat(StoreSnapshot.differences(before, damaged(stage).snapshot())).isEmpty();
  }

  private static void restores(Stage stage, boolean noticed) throws Exception {
    fill(stage);
    Account account = damaged(stage);
    StoreSnapshot before = account.snapshot();
    for (Map.Entry<String, Damage> damage : DAMAGES.entrySet()) {
      damage.getValue().strike(account.maildir().resolve("." + damage.getKey()));
      if (noticed) {
        account.doveadm("fetch", "uid", "mailbox", damage.getKey());
      }
    }
    // Dovecot may need a second run to accept the GUID of a mailbox that has lost its uidlist.
    for (int run = 0; run < 3; run++) {
      assertThat(stage.attempt("sync").exit()).isIn(0, 2);
    }
    stage.assertEqual();
    for (String mailbox : DAMAGES.keySet()) {
      assertThat(account.snapshot().mails(mailbox))
          .as(mailbox)
          .containsExactlyElementsOf(before.mails(mailbox));
    }
  }

  /** Three mails with flags and a keyword in each mailbox, the same on both sides. */
  private static void fill(Stage stage) throws Exception {
    for (String mailbox : DAMAGES.keySet()) {
      stage.left().create(mailbox);
      for (int mail = 1; mail <= 3; mail++) {
        stage.left().save(mailbox, mailbox + mail);
      }
      stage.left().run("flags add", "\\Seen", "mailbox", mailbox, "uid", "1");
      stage.left().run("flags add", "\\Flagged kw1", "mailbox", mailbox, "uid", "2");
    }
    stage.settle();
    stage.sync();
  }

  /** The account that our program works on. */
  private static Account damaged(Stage stage) {
    return stage.pairing() == Pairing.DOVECOT_TO_OURS ? stage.right() : stage.left();
  }

  private static List<Path> mails(Path mailbox) throws IOException {
    List<Path> mails = new ArrayList<>();
    for (String directory : List.of("cur", "new")) {
      mails.addAll(list(mailbox.resolve(directory)));
    }
    // Names begin with the time of delivery, so this is the order of the UIDs.
    mails.sort(Comparator.comparing(path -> path.getFileName().toString()));
    return mails;
  }

  private static List<Path> named(Path directory, String prefix) throws IOException {
    return list(directory).stream()
        .filter(path -> path.getFileName().toString().startsWith(prefix))
        .toList();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static void remove(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private static void removeTree(Path directory) throws IOException {
    try (Stream<Path> entries = Files.walk(directory)) {
      remove(entries.sorted(Comparator.reverseOrder()).toList());
    }
  }
}
