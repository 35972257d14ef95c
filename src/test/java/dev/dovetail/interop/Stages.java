package dev.dovetail.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The one Dovecot that all stories of a test run share, and the stages for them. */
final class Stages {
  private static DovecotInstance dovecot;

  private Stages() {}

  /** With {@code -Ddovetail.reference=true} also Dovecot to Dovecot, to test the stories. */
  static Stream<Stage> everyPairing() {
    return Arrays.stream(Pairing.values())
        .filter(p -> p != Pairing.DOVECOT_TO_DOVECOT || Boolean.getBoolean("dovetail.reference"))
        .map(Stages::stage);
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
    try {
      return new Stage(
          pairing,
          Dovetail.builtHere(dovecot()),
          dovecot().newAccount(configuration),
          dovecot().newAccount(configuration));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
