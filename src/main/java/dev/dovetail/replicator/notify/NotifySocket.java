package dev.dovetail.replicator.notify;

import dev.dovetail.log.Log;
import dev.dovetail.replicator.Priority;
import dev.dovetail.text.LineReader;
import dev.dovetail.transport.ChannelInput;
import dev.dovetail.transport.listen.SocketService;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * The socket {@code replication-notify}: as the fifo, but whoever sends {@code sync} waits for
 * {@code +} or {@code -}.
 */
public record NotifySocket(Notified notified, Log log) implements SocketService.Conversation {
  private static final int MAX_LINE = 8192;

  @Override
  public void hold(SocketChannel channel) throws IOException {
    LineReader lines = new LineReader(new ChannelInput(channel), MAX_LINE);
    for (String line = lines.next(); line != null; line = lines.next()) {
      Optional<NotifyLine> said = NotifyLine.parse(line);
      if (said.isEmpty()) {
        log.error("replication-notify: " + NotifyLine.shown(line) + " is no user and priority");
        return;
      }
      if (said.get().priority() == Priority.SYNC) {
        notified.awaited(
            said.get().user(), success -> Answers.send(channel, success ? "+\n" : "-\n"));
      } else {
        notified.changed(said.get().user(), said.get().priority());
      }
    }
  }
}
