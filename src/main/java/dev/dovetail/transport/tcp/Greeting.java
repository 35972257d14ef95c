package dev.dovetail.transport.tcp;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Versions and the password, before the first command (doveadm-interfaces 3.1). */
final class Greeting {
  /** The names are the other way round than one expects. */
  private static final String OURS = "VERSION\tdoveadm-server\t1\t2\n";

  private static final String THEIRS = "VERSION\tdoveadm-client\t1\t";

  /** How TLS complains of a client that does not speak it: the type of its alerts. */
  private static final int TLS_ALERT = 0x15;

  private static final int MAX_LINE = 1024;
  private static final int WITH_TLS = 2;

  private final BufferedInputStream in;
  private final OutputStream out;
  private int minor = -1;
  private String answer = "";

  Greeting(BufferedInputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Returns the minor version that the server announced. */
  int exchange() throws IOException {
    send(OURS, out);
    boolean first = true;
    // Old servers say whether they want a password before they name their version.
    while (minor < 0 || answer.isEmpty()) {
      take(first ? firstLine() : Lines.read(in, MAX_LINE));
      first = false;
    }
    return minor;
  }

  /** Whether it believes nobody without a password. */
  boolean wantsPassword() {
    return answer.equals("-");
  }

  /** Asks for TLS, which begins without an answer. */
  void beginTls() throws IOException {
    if (minor < WITH_TLS) {
      throw new SyncException(
          Grade.TEMPORARY,
          "it is too old for STARTTLS: set doveadm_ssl = ssl and doveadm_port to a port for that");
    }
    send("STARTTLS\n", out);
  }

  private String firstLine() throws IOException {
    in.mark(1);
    if (in.read() == TLS_ALERT) {
      throw new SyncException(Grade.TEMPORARY, "it speaks TLS; is it a port for tcps:?");
    }
    in.reset();
    try {
      return Lines.read(in, MAX_LINE);
    } catch (EOFException e) {
      throw new SyncException(
          Grade.TEMPORARY,
          "it ended the connection without a greeting; is it a doveadm server, without"
              + " TLS? Its own log may say why",
          e);
    }
  }

  private void take(String line) throws SyncException {
    if (line.equals("+") || line.equals("-")) {
      answer = line;
    } else if (line.startsWith(THEIRS)) {
      minor = number(line.substring(THEIRS.length()));
    }
    if (!line.equals(answer) && minor < 0) {
      throw new SyncException(
          Grade.TEMPORARY, "it is no doveadm server; it says " + Lines.shown(line));
    }
  }

  /** -1 for what is no number. */
  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Ends where the server's first packet begins. */
  static void authenticate(InputStream in, OutputStream out, Credentials credentials)
      throws IOException {
    if (credentials.password().isEmpty()) {
      throw new SyncException(
          Grade.TEMPORARY, "it wants a password, and doveadm_password is not set");
    }
    send("PLAIN\t" + credentials.plain() + "\n", out);
    String verdict = Lines.read(in, MAX_LINE);
    if (verdict.equals("+")) {
      return;
    }
    if (!verdict.equals("-")) {
      throw new SyncException(
          Grade.TEMPORARY, "it answered the password with " + Lines.shown(verdict));
    }
    boolean lineFeed = credentials.password().endsWith("\n");
    throw new PasswordRejection(
        "it rejected the password: doveadm_password must be the same on both hosts"
            + (lineFeed ? " (the one here ends with a line feed, which counts)" : ""));
  }

  private static void send(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
