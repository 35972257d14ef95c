package dev.dovetail.storage.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.MailboxName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "'',       Work,            true",
    "'',       Other,           false",
    "'',       Other/box,       false",
    "'',       Others/box,      true",
    "'',       Other/own/box,   false",
    "Other/own/, Other/own/box, true",
    "Other/own/, Other/box,     false",
    "Mail/,    Mail/x,          true",
    "Mail/,    Other/x,         false",
    "Mail/,    Foreign,         true",
    "Mail/,    INBOX,           true",
    "Other/own/, INBOX,         true",
  })
  void theLongestPrefixHasTheName(String prefix, String name, boolean held) {
    NamespaceOptions options =
        new NamespaceOptions(prefix, '/', true, Map.of(), Optional.empty(), List.of("Other/"));
    assertThat(options.holds(MailboxName.split(name, '/'))).isEqualTo(held);
  }
}
