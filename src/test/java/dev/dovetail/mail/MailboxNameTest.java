package dev.dovetail.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxNameTest {

  @Test
  void splitsAtEverySeparatorAndKeepsEmptyComponents() {
    assertThat(MailboxName.split("a//b/", '/').components()).containsExactly("a", "", "b", "");
    assertThat(MailboxName.split("a.b", '/').components()).containsExactly("a.b");
    assertThat(MailboxName.split("a//b/", '/').join('/')).isEqualTo("a//b/");
  }

  @Test
  void onlyTheUpperCaseTopLevelNameIsTheInbox() {
    assertThat(MailboxName.of("INBOX").isInbox()).isTrue();
    assertThat(MailboxName.of("Inbox").isInbox()).isFalse();
    assertThat(MailboxName.INBOX.child("x").isInbox()).isFalse();
    assertThat(MailboxName.INBOX.child("x")).isEqualTo(MailboxName.split("INBOX.x", '.'));
  }

  @Test
  void hasAtLeastOneComponent() {
    assertThatThrownBy(() -> new MailboxName(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
