package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** Mailbox attributes (METADATA), where the configuration has a place for them. */
@RequiresDovecot
class AttributeScenariosIT {

  @EveryPairing
  void carriesAttributesAndTheirDeletion(Stage plain) throws Exception {
    assumeThat(plain.pairing())
        .as("a local destination shares the initiator's attributes")
        .isNotEqualTo(Pairing.OURS_ALONE);
    Path configuration =
        Stages.dovecot().configurationWith("mail_attribute_dict = file:%h/dovecot-attributes");
    Stage stage = Stages.stage(plain.pairing(), configuration);
    stage.left().create("Work");
    stage.left().run("mailbox metadata set", "Work", "/private/comment", "mine\tand\nyours");
    stage.left().run("mailbox metadata set", "INBOX", "/shared/vendor/x", "ä");
    stage.settle();
    assertThat(value(stage.right(), "Work", "/private/comment")).contains("mine\tand\nyours");
    assertThat(value(stage.right(), "INBOX", "/shared/vendor/x")).contains("ä");

    TreeScenariosIT.nextSecond();
    stage.right().run("mailbox metadata set", "Work", "/private/comment", "changed");
    stage.right().run("mailbox metadata unset", "INBOX", "/shared/vendor/x");
    stage.settle("-f");
    stage.settle("-f");
    assertThat(value(stage.left(), "Work", "/private/comment")).contains("changed");
    assertThat(value(stage.left(), "INBOX", "/shared/vendor/x")).doesNotContain("ä");
  }

  private static String value(Account account, String mailbox, String key) throws Exception {
    return account.doveadm("mailbox metadata get", mailbox, key).text();
  }
}
