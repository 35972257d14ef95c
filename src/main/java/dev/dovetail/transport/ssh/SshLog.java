package dev.dovetail.transport.ssh;

import com.jcraft.jsch.Logger;
import dev.dovetail.log.Log;

/** What JSch has to say is for those who debug: what matters comes as an exception. */
final class SshLog implements Logger {
  private final Log log;

  SshLog(Log log) {
    this.log = log;
  }

  @Override
  public boolean isEnabled(int level) {
    return level >= INFO && log.debugEnabled();
  }

  @Override
  public void log(int level, String message) {
    if (isEnabled(level)) {
      log.debug(() -> "ssh: " + message);
    }
  }
}
