package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;

/** A mail server's connection to Dovecot's LMTP, over which it delivers. */
final class LmtpSession implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  private final Writer out;

  LmtpSession(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(120_000);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    out = new OutputStreamWriter(socket.getOutputStream(), UTF_8);
    expect("220");
    say("LHLO here", "250");
  }

  void deliver(String user, String mail) throws IOException {
    say("MAIL FROM:<ada@example.org>", "250");
    say("RCPT TO:<" + user + ">", "250");
    say("DATA", "354");
    say(mail.replace("\n", "\r\n") + ".", "250");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void say(String line, String expected) throws IOException {
    out.write(line + "\r\n");
    out.flush();
    expect(expected);
  }

  private void expect(String code) throws IOException {
    String line = in.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = in.readLine();
    }
    if (line == null) {
      throw new EOFException("the LMTP server closed the connection");
    }
    if (!line.startsWith(code)) {
      throw new AssertionError("LMTP: " + line);
    }
  }
}
