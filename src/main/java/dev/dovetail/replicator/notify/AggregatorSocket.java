package dev.dovetail.replicator.notify;

import dev.dovetail.log.Log;
import dev.dovetail.replicator.Priority;
import dev.dovetail.text.LineReader;
import dev.dovetail.text.TabEscaping;
import dev.dovetail.transport.ChannelInput;
import dev.dovetail.transport.listen.SocketService;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** The socket {@code replicator}, to which a Dovecot's aggregator hands on what it hears. */
public record AggregatorSocket(Notified notified, Log log) implements SocketService.Conversation {
  private static final int MAX_LINE = 8192;
  private static final String GREETING = "VERSION\treplicator-notify\t1\t";

  @Override
  public void hold(SocketChannel channel) throws IOException {
    LineReader lines = new LineReader(new ChannelInput(channel), MAX_LINE);
    String greeting = lines.next();
    if (greeting == null) {
      return;
    }
    if (!greeting.startsWith(GREETING)) {
      log.error("replicator: " + NotifyLine.shown(greeting) + " is no aggregator's greeting");
      return;
    }
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (!take(line, channel)) {
        log.error("replicator: " + NotifyLine.shown(line) + " is no user and priority");
        return;
      }
    }
  }

  /** {@code U⇥user⇥priority}, and with {@code sync} an id that the answer repeats. */
  private boolean take(String line, SocketChannel channel) {
    String[] words = line.split("\t", -1);
    if (words.length < 3 || !words[0].equals("U")) {
      return false;
    }
    Optional<NotifyLine> said = NotifyLine.of(TabEscaping.unescape(words[1]), words[2]);
    boolean waits = said.isPresent() && said.get().priority() == Priority.SYNC;
    if (said.isEmpty() || waits && words.length < 4) {
      return false;
    }
    if (waits) {
      String id = words[3];
      notified.awaited(
          said.get().user(),
          success -> Answers.send(channel, (success ? "+\t" : "-\t") + id + "\n"));
    } else {
      notified.changed(said.get().user(), said.get().priority());
    }
    return true;
  }
}
