package dev.dovetail.session;

import dev.dovetail.log.Log;
import dev.dovetail.transport.Link;
import dev.dovetail.wire.Peer;
import dev.dovetail.wire.Rawlog;
import dev.dovetail.wire.StreamPeer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A link that is closed when the process is told to end, or when nothing moves on it for long. */
final class StoppableLink implements Closeable {
  private final Link link;
  private final Interruption interruption;
  private final Runnable abort = this::cut;
  private Rawlog rawlog;

  StoppableLink(Link link, Interruption interruption) {
    this.link = link;
    this.interruption = interruption;
    interruption.add(abort);
  }

  /**
   * The peer at the other end.
   *
   * @param timeoutSeconds how long to wait for it; no limit if 0
   * @param rawlogPath of a file that gets a copy of both directions; empty for none
   */
  Peer peer(long timeoutSeconds, Optional<Path> rawlogPath, Log log) {
    if (rawlogPath.isPresent()) {
      try {
        rawlog = Rawlog.create(rawlogPath.get());
      } catch (IOException e) {
        // A copy is not worth giving the sync up for, as in doveadm.
        log.error(e.getMessage());
      }
    }
    return new StreamPeer(
        link.input(),
        link.output(),
        Optional.ofNullable(rawlog),
        link.name(),
        timeoutSeconds,
        abort);
  }

  void cut() {
    try {
      link.close();
    } catch (IOException e) {
      // It was to be broken, and it is.
    }
  }

  /** Leaves the link open: what its end has to say comes after what broke the sync. */
  @Override
  public void close() throws IOException {
    interruption.remove(abort);
    if (rawlog != null) {
      rawlog.close();
      rawlog = null;
    }
  }
}
