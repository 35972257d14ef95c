package dev.dovetail.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The one Dovecot that all stories of a test run share, and the stages for them. */
final class Stages {
  private static DovecotInstance dovecot;

  private Stages() {}

  /**
   * All with an end of ours, or those that {@code -Ddovetail.pairings=A,B} names; {@code
   * DOVECOT_TO_DOVECOT} tests the stories themselves.
   */
  static Stream<Stage> everyPairing() {
    return pairings().map(Stages::stage);
  }

  static Stream<Pairing> pairings() {
    String chosen = System.getProperty("dovetail.pairings", "");
    return Arrays.stream(Pairing.values())
        .filter(
            pairing ->
                chosen.isEmpty()
                    ? pairing != Pairing.DOVECOT_TO_DOVECOT && pairing != Pairing.OURS_TO_SERVER
                    : List.of(chosen.split(",")).contains(pairing.name()));
  }

  /** A program of ours at one end and Dovecot at the other. */
  static Stream<Stage> bothRoles() {
    return withDovecot().stream().map(Stages::stage);
  }

  static List<Pairing> withDovecot() {
    return List.of(Pairing.OURS_TO_DOVECOT, Pairing.DOVECOT_TO_OURS);
  }

  static Stage stage(Pairing pairing) {
    try {
      dovecot().forgetLog();
      return stage(pairing, dovecot().configuration());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stage whose accounts are used with a configuration of their own. */
  static Stage stage(Pairing pairing, Path configuration) {
    return stage(pairing, configuration, configuration);
  }

  static Stage stage(Pairing pairing, Path left, Path right) {
    try {
      return new Stage(
          pairing,
          Dovetail.builtHere(dovecot()),
          dovecot().newAccount(left),
          dovecot().newAccount(right));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Two stores of one user, the right one behind the doveadm server. */
  static Stage server(String... settings) throws IOException, InterruptedException {
    return sameUser(Pairing.OURS_TO_SERVER, settings);
  }

  /** Two stores of one user, the left one with some settings of its own. */
  static Stage sameUser(Pairing pairing, String... settings)
      throws IOException, InterruptedException {
    dovecot().forgetLog();
    Account right = dovecot().newAccount();
    List<String> lines = new java.util.ArrayList<>(List.of(settings));
    lines.add("mail_location = maildir:~/Left");
    Path left = dovecot().configurationWith(lines.toArray(new String[0]));
    return new Stage(
        pairing,
        Dovetail.builtHere(dovecot()),
        new Account(dovecot(), right.user(), right.home(), left),
        right);
  }

  static synchronized DovecotInstance dovecot() {
    if (dovecot == null) {
      try {
        dovecot = DovecotInstance.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(Stages::close, "stop Dovecot"));
    }
    return dovecot;
  }

  private static void close() {
    try {
      dovecot.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
