package dev.dovetail.log;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the configuration sends the lines of daemons: files, standard error or syslog.
 *
 * @param path {@code log_path}
 * @param infoPath {@code info_log_path}; empty for {@code path}
 * @param debugPath {@code debug_log_path}; empty for that of info lines
 * @param syslogFacility {@code syslog_facility}
 * @param timestamp {@code log_timestamp}, in files and on standard error
 */
public record LogSettings(
    String path, String infoPath, String debugPath, String syslogFacility, String timestamp) {

  /** Opens what the lines of each type go to. */
  Map<LineType, LogTarget> open(LogTarget stderr, Supplier<String> stamp) throws IOException {
    LogTarget errors = open(path, stderr, stamp);
    LogTarget info = infoPath.isEmpty() ? errors : open(infoPath, stderr, stamp);
    LogTarget debug = debugPath.isEmpty() ? info : open(debugPath, stderr, stamp);
    Map<LineType, LogTarget> targets = new EnumMap<>(LineType.class);
    for (LineType type : LineType.values()) {
      targets.put(type, errors);
    }
    targets.put(LineType.INFO, info);
    targets.put(LineType.DEBUG, debug);
    return targets;
  }

  private LogTarget open(String target, LogTarget stderr, Supplier<String> stamp)
      throws IOException {
    return switch (target) {
      case "syslog" -> new SyslogTarget(syslogFacility);
      // Standard output may be the wire, and is never for messages.
      case "/dev/stderr", "/dev/stdout" -> stderr;
      default -> StreamTarget.append(target, stamp);
    };
  }
}
