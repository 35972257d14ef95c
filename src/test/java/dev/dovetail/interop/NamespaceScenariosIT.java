package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;
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

  /** Three namespaces; the public one keeps its subscriptions in the file of the first. */
  @EveryPairing
  void syncsAllVisibleNamespaces(Stage plain) throws Exception {
    assumeThat(plain.pairing()).as("-N needs a remote").isNotEqualTo(Pairing.OURS_ALONE);
    Stage stage = Stages.stage(plain.pairing(), several(), several());
    stage
        .left()
        .create("Work/plans", "Archive/2025", "Archive/2023", "Public/notices", "Public/INBOX");
    stage.left().run("mailbox create", "-s", "Public");
    stage.left().save("Public", "in the root of the third");
    stage.left().save("Work/plans", "in the first");
    stage.left().save("Archive/2025", "in the second");
    stage.left().save("Public/notices", "in the third");
    stage.left().run("mailbox subscribe", "Public/notices", "Archive/2023");
    stage.right().create("Archive/2024");
    stage.right().save("Archive/2024", "from the right");
    // Dovecot settles GUIDs of what both have made in a run of its own.
    stage.attempt("sync", "-N");
    stage.sync("-N");
    stage.assertEqual();
    assertThat(stage.right().run("mailbox list", "-s"))
        .contains("Public/notices", "Public\n", "Archive/2023");
    assertThat(stage.right().run("mailbox list")).contains("Public/INBOX");
    TreeScenariosIT.nextSecond();
    stage.right().run("mailbox delete", "Public/notices");
    stage.right().create("Work/fresh");
    stage.left().save("Archive/2024", "back");
    stage.attempt("sync", "-N");
    stage.sync("-N");
    stage.assertEqual();
    assertThat(stage.left().run("mailbox list"))
        .contains("Work/fresh")
        .doesNotContain("Public/notices");
  }

  @EveryPairing
  void renamesInAllVisibleNamespaces(Stage plain) throws Exception {
    assumeThat(plain.pairing()).as("-N needs a remote").isNotEqualTo(Pairing.OURS_ALONE);
    Stage stage = Stages.stage(plain.pairing(), several(), several());
    stage.left().create("Archive/2025");
    stage.left().save("Archive/2025", "kept");
    stage.left().run("mailbox subscribe", "Archive/2025");
    stage.attempt("sync", "-N");
    stage.sync("-N");
    stage.assertEqual();
    TreeScenariosIT.nextSecond();
    stage.left().run("mailbox rename", "Archive/2025", "Archive/old");
    // The subscription goes with the node at one end first, as Dovecot's does.
    stage.settle("-N");
    assertThat(stage.right().run("mailbox list")).contains("Archive/old");
  }

  @EveryPairing
  void syncsTheNamespaceThatIsNamed(Stage plain) throws Exception {
    assumeThat(plain.pairing())
        .as("its location is its own at both ends")
        .isNotEqualTo(Pairing.OURS_ALONE);
    Stage stage = Stages.stage(plain.pairing(), several(), several());
    stage.left().create("Work", "Archive/2025", "Archive/Deep/1999");
    stage.left().save("Work", "stays");
    stage.left().save("Archive/2025", "goes");
    stage.left().save("Archive/Deep/1999", "goes first");
    stage.sync("-n", "Archive/Deep");
    assertThat(stage.right().run("mailbox list"))
        .contains("Archive/Deep/1999")
        .doesNotContain("2025", "Work");
    stage.sync("-n", "Archive/");
    assertThat(stage.right().run("mailbox list")).contains("Archive/2025").doesNotContain("Work");
    stage.attempt("sync");
    stage.sync();
    assertThat(stage.right().run("mailbox list")).contains("Work");
  }

  private static Path several() throws IOException {
    return Stages.dovecot()
        .configurationWith(
            """
            namespace archive {
              prefix = Archive/
              separator = /
              location = maildir:~/Archive
            }
            namespace deep {
              prefix = Archive/Deep/
              separator = /
              location = maildir:~/Deep
            }
            namespace public {
              type = public
              prefix = Public/
              separator = /
              subscriptions = no
              location = maildir:~/Public:INDEX=~/public-index
            }
            """);
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
