package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.config.Settings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.os.ServiceNotice;
import java.io.IOException;

/** What the commands that stay have in common. */
final class Daemon {
  private Daemon() {}

  /** What one of them does until its end. */
  interface Work {
    void run(Settings settings) throws IOException;
  }

  /** Runs a command that has neither options, besides the one for help, nor words. */
  static int run(Invocation run, ParsedLine line, Work work) throws UsageException {
    if (!line.options().isEmpty()) {
      HelpText.print(run, line.command());
      return ExitCode.SUCCESS;
    }
    if (!line.words().isEmpty()) {
      throw UsageException.extraneous(line.words());
    }
    Settings settings = ConfigSource.load(run);
    try {
      work.run(settings);
      return ExitCode.SUCCESS;
    } catch (IOException e) {
      Failure.report(e, run.logForAll());
      return ExitCode.of(e);
    }
  }

  /** Says on the log and to systemd that it works, and where. */
  static void announce(Invocation run, String where) {
    StderrLog log = run.logForAll();
    log.info(where);
    try {
      ServiceNotice.ready(run.environment(), where);
    } catch (IOException e) {
      log.warning("Telling systemd that all is ready failed: " + e.getMessage());
    }
  }
}
