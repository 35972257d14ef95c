package dev.dovetail.userdb;

import dev.dovetail.failure.FileReason;
import java.io.IOException;
import java.nio.file.Path;

/** Somebody listens at the auth process's socket, and does not greet as an auth process does. */
final class AuthSilence extends IOException {
  private static final long serialVersionUID = 1;

  AuthSilence(Path socket, IOException cause) {
    super("The auth process at " + socket + " does not answer: " + FileReason.of(cause), cause);
  }
}
