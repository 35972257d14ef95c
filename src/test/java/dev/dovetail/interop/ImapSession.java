package dev.dovetail.interop;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connected IMAP client that remembers nothing and understands little. */
final class ImapSession implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  private final Writer out;
  private int tag;

  private ImapSession(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
  }

  static ImapSession logIn(int port, String user, String password) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    ImapSession session = new ImapSession(socket);
    session.line();
    session.command("LOGIN " + user + " " + password);
    return session;
  }

  /** Sends a command and returns the untagged lines before its OK; anything but OK is an error. */
  List<String> command(String command) throws IOException {
    String mark = "t" + ++tag;
    out.write(mark + " " + command + "\r\n");
    out.flush();
    List<String> untagged = new ArrayList<>();
    while (true) {
      String line = line();
      if (line.startsWith(mark + " OK")) {
        return untagged;
      }
      if (line.startsWith(mark + " ") || line.startsWith("* BYE")) {
        throw new AssertionError(command + ": " + line);
      }
      untagged.add(line);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new EOFException("the IMAP server closed the connection");
    }
    return line;
  }
}
