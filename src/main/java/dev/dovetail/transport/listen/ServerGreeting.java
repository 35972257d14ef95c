package dev.dovetail.transport.listen;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Versions and the password, before the first command (doveadm-interfaces 3.1). */
final class ServerGreeting {
  /** The names are the other way round than one expects. */
  private static final String OURS = "VERSION\tdoveadm-client\t1\t2\n";

  private static final String THEIRS = "VERSION\tdoveadm-server\t1\t";

  /** How TLS begins, and never a line: the type of its handshake records. */
  private static final int TLS = 0x16;

  private static final int MAX_LINE = 1024;
  private static final String PLAIN = "PLAIN\t";

  private final BufferedInputStream in;
  private final OutputStream out;
  private final String address;
  private final Gate gate;

  ServerGreeting(BufferedInputStream in, OutputStream out, String address, Gate gate) {
    this.in = in;
    this.out = out;
    this.address = address;
    this.gate = gate;
  }

  /** Ends where the client's command begins. Returns the minor version that it announced. */
  int exchange(Optional<PasswordCheck> password) throws IOException {
    checkPlain();
    int minor = minor(Guest.line(in, MAX_LINE));
    // Those of minor version 0 do not expect to be told ours.
    send((minor > 0 ? OURS : "") + (password.isPresent() ? "-\n" : "+\n"));
    if (password.isPresent()) {
      authenticate(password.get());
    }
    return minor;
  }

  private void checkPlain() throws IOException {
    in.mark(1);
    if (in.read() == TLS) {
      throw new SyncException(
          Grade.TEMPORARY, "it speaks TLS, and this port does not; its destination must be tcp:");
    }
    in.reset();
  }

  private static int minor(String line) throws SyncException {
    try {
      if (line.startsWith(THEIRS)) {
        return Math.max(Integer.parseInt(line.substring(THEIRS.length())), 0);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new SyncException(
        Grade.TEMPORARY, "it is no doveadm client of version 1; it says " + Shown.of(line));
  }

  private void authenticate(PasswordCheck password) throws IOException {
    String line = Guest.line(in, MAX_LINE);
    boolean plain = line.startsWith(PLAIN);
    if (plain && password.accepts(line.substring(PLAIN.length()))) {
      send("+\n");
      return;
    }
    pause(gate.failed(address));
    send("-\n");
    throw new SyncException(
        Grade.TEMPORARY,
        !plain
            ? "it does not say PLAIN where the password belongs"
            : password.isUsable()
                ? "its password is wrong: doveadm_password must be the same on both hosts"
                : "doveadm_password not set, remote authentication disabled");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
