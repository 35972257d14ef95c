package dev.dovetail.replicator.control;

import dev.dovetail.failure.FileReason;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.os.UnixSocket;
import dev.dovetail.text.LineReader;
import dev.dovetail.transport.ChannelInput;
import dev.dovetail.transport.ChannelOutput;
import dev.dovetail.transport.Patience;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The client of a replicator, Dovecot's or ours. Not thread-safe. */
public final class ControlClient implements Closeable {
  private static final long GREETING_SECONDS = 5;

  private final Path path;
  private final SocketChannel channel;
  private final LineReader lines;
  private final OutputStream out;

  private ControlClient(Path path, SocketChannel channel) {
    this.path = path;
    this.channel = channel;
    this.lines = new LineReader(new ChannelInput(channel), ControlProtocol.MAX_LINE);
    this.out = new ChannelOutput(channel);
  }

  /**
   * Connects, and sees that a replicator answers.
   *
   * @throws SyncException in doveadm's words: {@code PROTOCOL} if it is something else, else {@code
   *     TEMPORARY}
   */
  public static ControlClient connect(Path path) throws SyncException {
    SocketChannel channel;
    try {
      channel = UnixSocket.connect(path);
    } catch (IOException e) {
      throw new SyncException(
          Grade.TEMPORARY, "net_connect_unix(" + path + ") failed: " + FileReason.of(e), e);
    }
    ControlClient client = new ControlClient(path, channel);
    boolean greeted = false;
    try {
      client.greet();
      greeted = true;
      return client;
    } finally {
      if (!greeted) {
        client.close();
      }
    }
  }

  private void greet() throws SyncException {
    String greeting;
    try (Patience patience = new Patience(GREETING_SECONDS, this::close)) {
      try {
        say(ControlProtocol.CLIENT);
        greeting = lines.next();
      } catch (LineReader.TooLongException e) {
        throw incompatible();
      } catch (IOException e) {
        String reason = patience.isOver() ? "Interrupted system call" : FileReason.of(e);
        throw new SyncException(
            Grade.TEMPORARY, "read(" + path + ") failed: read(size=8192) failed: " + reason, e);
      }
    }
    if (greeting == null) {
      throw new SyncException(Grade.TEMPORARY, path + " disconnected");
    }
    if (!ControlProtocol.isServer(greeting)) {
      throw incompatible();
    }
  }

  private SyncException incompatible() {
    return new SyncException(Grade.PROTOCOL, path + " not a compatible replicator-doveadm socket");
  }

  private void say(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Asks for something that is answered by lines.
   *
   * @throws SyncException ({@code TEMPORARY}) if the replicator hangs up before the last
   */
  public void list(ControlRequest request, Consumer<String> each) throws SyncException {
    for (String line = ask(request); !line.isEmpty(); line = next()) {
      each.accept(line);
    }
  }

  /**
   * Has something done.
   *
   * @return what stands behind the {@code +}
   * @throws SyncException ({@code USAGE}) if the replicator will not
   */
  public String command(ControlRequest request) throws SyncException {
    String answer = ask(request);
    if (!answer.startsWith("+")) {
      throw new SyncException(
          Grade.USAGE, "Replicator failed: " + (answer.isEmpty() ? answer : answer.substring(1)));
    }
    return answer.substring(1);
  }

  private String ask(ControlRequest request) throws SyncException {
    try {
      say(request.line() + "\n");
    } catch (IOException e) {
      throw disconnected(e);
    }
    return next();
  }

  private String next() throws SyncException {
    String line;
    try {
      line = lines.next();
    } catch (IOException e) {
      throw disconnected(e);
    }
    if (line == null) {
      throw disconnected(null);
    }
    return line;
  }

  private static SyncException disconnected(IOException cause) {
    return new SyncException(Grade.TEMPORARY, "Replicator disconnected unexpectedly", cause);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was left to be said.
    }
  }
}
