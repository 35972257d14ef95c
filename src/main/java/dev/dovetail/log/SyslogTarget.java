package dev.dovetail.log;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The system's log, by way of {@code logger}: Java has no datagram sockets of the kind that syslog
 * listens on. It is started for the first line, and ends when this process does.
 */
final class SyslogTarget implements LogTarget {
  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "syslog",
          "lpr",
          "news",
          "uucp",
          "cron",
          "authpriv",
          "ftp");
  private static final int FIRST_LOCAL = 16;
  private static final int LOCALS = 8;

  /** Syslog numbers are the facility in steps of this, plus the severity. */
  private static final int SEVERITIES = 8;

  private final int facility;
  private OutputStream logger;

  /**
   * @throws IllegalArgumentException if there is no facility of this name
   */
  SyslogTarget(String facility) {
    this.facility = number(facility);
  }

  private static int number(String facility) {
    int known = FACILITIES.indexOf(facility);
    if (known >= 0) {
      return known;
    }
    if (facility.length() == "local0".length() && facility.startsWith("local")) {
      int local = facility.charAt("local".length()) - '0';
      if (local >= 0 && local < LOCALS) {
        return FIRST_LOCAL + local;
      }
    }
    throw new IllegalArgumentException("Invalid syslog facility: " + facility);
  }

  @Override
  public synchronized void write(LineType type, String line) throws IOException {
    if (logger == null) {
      logger = start();
    }
    int priority = facility * SEVERITIES + type.severity();
    logger.write(("<" + priority + ">" + line + "\n").getBytes(StandardCharsets.UTF_8));
    logger.flush();
  }

  private static OutputStream start() throws IOException {
    long pid = ProcessHandle.current().pid();
    return new ProcessBuilder("logger", "--tag", "dovecot", "--id=" + pid, "--prio-prefix")
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.INHERIT)
        .start()
        .getOutputStream();
  }
}
