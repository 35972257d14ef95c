package dev.dovetail.cli;

import dev.dovetail.cli.line.UsageException;
import dev.dovetail.config.Settings;
import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.log.LogSettings;
import dev.dovetail.log.TimestampFormat;
import dev.dovetail.session.Worker;
import java.io.IOException;

/** The part of the configuration that says how this program logs (doveadm-interfaces 1.1). */
final class LogSetUp {
  private LogSetUp() {}

  /**
   * Applies it to the log of a run. Time stamps are for {@code -D}; {@code -L} sends lines to the
   * daemons' log. Deviation: doveadm 2.3 accepts {@code -L} and goes on with standard error.
   */
  static void follow(Settings settings, Invocation run) throws ConfigException, UsageException {
    if (Worker.of(run.environment()).isPresent()) {
      // The process that started this one passes its lines on.
      return;
    }
    run.log().stamp(new TimestampFormat(settings.logTimestamp()));
    if (run.globals().configuredLog()) {
      redirect(settings.log(), run);
    }
  }

  private static void redirect(LogSettings log, Invocation run) throws UsageException {
    try {
      run.log().redirect(log);
    } catch (IOException e) {
      throw UsageException.fatal("Can't open log file " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw UsageException.fatal(e.getMessage());
    }
  }
}
