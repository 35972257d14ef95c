package dev.dovetail.transport.listen;

import dev.dovetail.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** What is logged here for a client, and told to it as well. */
public final class ClientLog implements Log {
  private static final int DEBUG = 1;
  private static final int INFO = 2;
  private static final int WARNING = 3;
  private static final int ERROR = 4;

  private final Log here;
  private final String prefix;
  private final PacketOutput there;

  /**
   * @param prefix of the lines there; {@code here} has its own
   */
  public ClientLog(Log here, String prefix, PacketOutput there) {
    this.here = here;
    this.prefix = prefix;
    this.there = there;
  }

  @Override
  public void error(String message) {
    here.error(message);
    tell(ERROR, message);
  }

  @Override
  public void warning(String message) {
    here.warning(message);
    tell(WARNING, message);
  }

  @Override
  public void info(String message) {
    here.info(message);
    tell(INFO, message);
  }

  @Override
  public boolean debugEnabled() {
    return here.debugEnabled();
  }

  @Override
  public void debug(Supplier<String> message) {
    if (here.debugEnabled()) {
      String text = message.get();
      here.debug(() -> text);
      tell(DEBUG, text);
    }
  }

  private void tell(int type, String message) {
    send(type, prefix + message.replace('\n', ' '));
  }

  private void send(int type, String line) {
    try {
      there.log(type, line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The client has gone; our own log has the line.
    }
  }
}
