package dev.dovetail.session;

import dev.dovetail.log.Log;
import dev.dovetail.os.UnixSocket;
import dev.dovetail.text.TabEscaping;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells this host's replicator that the other host has just synced a user, so that it need not do
 * the same (doveadm-interfaces 4.5).
 */
public final class ReplicatorNotice {
  private static final String SOCKET = "replicator-doveadm";

  private ReplicatorNotice() {}

  /** Says it and does not wait for an answer. Without a replicator nothing happens. */
  public static void send(UserContext user, Log log) {
    Path socket = Path.of(user.settings().settings().baseDir(), SOCKET);
    if (!Files.exists(socket)) {
      return;
    }
    String text =
        "VERSION\treplicator-doveadm-client\t1\t0\nNOTIFY\t"
            + TabEscaping.escape(user.name())
            + "\t\t\n";
    try (SocketChannel channel = UnixSocket.connect(socket)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (ConnectException e) {
      log.debug(() -> "No replicator listens on " + socket);
    } catch (IOException e) {
      complain(socket, e, log);
    }
  }

  private static void complain(Path socket, IOException e, Log log) {
    log.error("net_connect_unix(" + socket + ") failed: " + e.getMessage());
  }
}
