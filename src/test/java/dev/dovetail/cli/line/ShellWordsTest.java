package dev.dovetail.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
  @Test
  void understandsQuotesAsAShellDoes() {
    assertThat(ShellWords.split("a  'b c' \"d\\\"e\" f\\ g h'i'\"j\" ''"))
        .contains(List.of("a", "b c", "d\"e", "f g", "hij", ""));
    assertThat(ShellWords.split(" ")).contains(List.of());
    assertThat(ShellWords.split("-u'o'\\''b;x'")).contains(List.of("-uo'b;x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;b", "a&", "a|b", "a>b", "$(a)", "`a`", "a\nb", "'a", "\"a", "a\\", "\"$x\"", "\"`a`\"",
        "*", "a?", "{a,b}", "~x", "(a)"
      })
  void refusesWhatAShellWouldDoMoreWith(String line) {
    assertThat(ShellWords.split(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jane@example.com", "", "a b", "o'b", "$x", "-c", "\"", "a\\b"})
  void readsBackWhatItQuotes(String word) {
    assertThat(ShellWords.split("x " + ShellWords.quoted(word))).contains(List.of("x", word));
  }
}
