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
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A connected IMAP client that remembers nothing and understands little. */
final class ImapSession implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 120_000;

  private final Socket socket;
  private final BufferedReader in;
  private final Writer out;
  private int tag;

  private ImapSession(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    out = new OutputStreamWriter(socket.getOutputStream(), UTF_8);
  }

  /** What the server answered: the untagged lines, and the tagged one without its tag. */
  record Reply(List<String> untagged, String status) {
    boolean isOk() {
      return status.startsWith("OK");
    }
  }

  static ImapSession logIn(int port, String user, String password) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    ImapSession session = new ImapSession(socket);
    session.line();
    session.command("LOGIN " + user + " " + password);
    return session;
  }

  /** Sends a command and returns the untagged lines before its OK; anything but OK is an error. */
  List<String> command(String command) throws IOException {
    Reply reply = attempt(command);
    if (!reply.isOk()) {
      throw new AssertionError(command + ": " + reply.status());
    }
    return reply.untagged();
  }

  /**
   * Sends a command that may be answered with NO. To be called wrong, or sent home, is an error.
   */
  Reply attempt(String command) throws IOException {
    String mark = "t" + ++tag;
    out.write(mark + " " + command + "\r\n");
    out.flush();
    return reply(mark, command);
  }

  Reply append(String mailbox, String mail) throws IOException {
    return append(mailbox, "", mail);
  }

  Reply append(String mailbox, String flags, String mail) throws IOException {
    String crlf = mail.replace("\n", "\r\n");
    int size = crlf.getBytes(UTF_8).length;
    return attempt("APPEND " + mailbox + " (" + flags + ") {" + size + "+}\r\n" + crlf);
  }

  /** Listens for so long; returns what the server said meanwhile. */
  List<String> idle(int millis) throws IOException {
    String mark = "t" + ++tag;
    out.write(mark + " IDLE\r\n");
    out.flush();
    List<String> heard = new ArrayList<>();
    long end = System.nanoTime() + millis * 1_000_000L;
    try {
      for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
        socket.setSoTimeout((int) left);
        heard.add(accepted(line(), "IDLE"));
      }
    } catch (SocketTimeoutException e) {
      // Nobody spoke any more.
    }
    socket.setSoTimeout(TIMEOUT_MILLIS);
    out.write("DONE\r\n");
    out.flush();
    heard.addAll(reply(mark, "IDLE").untagged());
    return heard;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Reply reply(String mark, String command) throws IOException {
    List<String> untagged = new ArrayList<>();
    while (true) {
      String line = accepted(line(), command);
      if (line.startsWith(mark + " ")) {
        String status = line.substring(mark.length() + 1);
        if (status.startsWith("BAD")) {
          throw new AssertionError(command + ": " + line);
        }
        return new Reply(untagged, status);
      }
      untagged.add(line);
    }
  }

  private static String accepted(String line, String command) {
    if (line.startsWith("* BYE")) {
      throw new AssertionError(command + ": " + line);
    }
    return line;
  }

  private String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new EOFException("the IMAP server closed the connection");
    }
    return line;
  }
}
