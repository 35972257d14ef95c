package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers of older minor versions: both ends of the sync are made to believe in one. */
@RequiresDovecot
class MinorVersionsIT {

  static Stream<Object[]> versions() {
    return Stages.withDovecot().stream()
        .flatMap(pairing -> IntStream.rangeClosed(0, 4).mapToObj(minor -> of(pairing, minor)));
  }

  private static Object[] of(Pairing pairing, int minor) {
    return new Object[] {pairing, minor};
  }

  @ParameterizedTest(name = "{0}, 3.{1}")
  @MethodSource("versions")
  void mailsAndFlagsTravelBothWays(Pairing pairing, int minor) throws Exception {
    Stage stage = Stages.stage(pairing);
    String filter = olderVersion(minor).toString();
    stage.left().deliver("1700000001.here", "FS", Account.text("here").getBytes());
    stage.right().deliver("1700000002.there", "S", Account.text("there").getBytes());
    for (int run = 0; run < 2; run++) {
      Command.Result result = stage.attempt("sync", "-f", filter);
      assertThat(result.exit()).as(result.toString()).isIn(0, 2);
    }
    stage.assertEqual();
    assertThat(stage.right().snapshot().mails("INBOX"))
        .satisfiesExactlyInAnyOrder(
            mail -> assertThat(mail).contains("flags=\\Flagged \\Seen "),
            mail -> assertThat(mail).contains("flags=\\Seen "));
  }

  /** A script that runs its arguments, with another version on the first line of both streams. */
  private static Path olderVersion(int minor) throws IOException {
    String rewrite = "LC_ALL=C sed -u '1s/\\t5$/\\t" + minor + "/'";
    return Stages.dovecot().script("minor-" + minor, rewrite + " | \"$@\" | " + rewrite);
  }
}
