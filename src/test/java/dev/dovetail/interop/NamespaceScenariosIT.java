package dev.dovetail.interop;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;

/** Names under other prefixes, separators and layouts than the usual ones. */
@RequiresDovecot
class NamespaceScenariosIT {

  @EveryPairing
  void syncsBelowAPrefix(Stage plain) throws Exception {
    Path configuration = with("prefix = INBOX.", "separator = .");
    play(plain, Stages.stage(plain.pairing(), configuration), "INBOX.");
  }

  @EveryPairing
  void syncsStoresOfDifferentSeparators(Stage plain) throws Exception {
    play(plain, Stages.stage(plain.pairing(), with("separator = ."), with("separator = /")), "");
  }

  @EveryPairing
  void syncsStoresOfDifferentLayouts(Stage plain) throws Exception {
    assumeThat(plain.pairing())
        .as("a local destination is of the initiator's layout")
        .isNotEqualTo(Pairing.OURS_ALONE);
    Path fs =
        Stages.dovecot()
            .configurationWith("mail_location = maildir:~/Maildir:LAYOUT=fs:INDEX=~/index");
    Stage stage = Stages.stage(plain.pairing(), Stages.dovecot().configuration(), fs);
    stage.left().create("Work/Été/2026", "Empty");
    stage.left().save("Work/Été/2026", "deep");
    stage.right().create("Work/Hiver");
    stage.right().save("Work/Hiver", "from the right");
    stage.settle();
    stage.assertQuiet();
  }

  private static Path with(String... namespace) throws IOException {
    return Stages.dovecot()
        .configurationWith("namespace inbox {\n" + String.join("\n", namespace) + "\n}");
  }

  /**
   * Names as the left end types them; what arrived is compared as the plain configuration sees it.
   */
  private static void play(Stage plain, Stage stage, String prefix) throws Exception {
    stage.left().create(prefix + "Work.clients", prefix + "Empty");
    stage.left().save(prefix + "Work.clients", "below");
    stage.left().save("INBOX", "above");
    stage.left().run("mailbox subscribe", prefix + "Empty");
    Stage seen =
        new Stage(
            stage.pairing(),
            stage.dovetail(),
            stage.left().with(plain.left().configuration()),
            stage.right().with(plain.right().configuration()));
    // Both have an INBOX already: Dovecot settles its GUID in a run of its own.
    stage.attempt("sync");
    stage.sync();
    seen.assertEqual();
    TreeScenariosIT.nextSecond();
    stage.left().run("mailbox rename", prefix + "Work", prefix + "Play");
    seen.right().create("Fresh/one");
    stage.sync();
    seen.assertEqual();
    seen.assertQuiet();
  }
}
