package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.ParsedLine.Given;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.cli.output.Column;
import dev.dovetail.cli.output.Formatter;
import dev.dovetail.config.ListedSetting;
import dev.dovetail.config.Settings;
import java.util.List;

/** {@code config}: what was understood of the configuration, and where each value comes from. */
final class ConfigCommand {
  private static final int PLAIN_WIDTH = 80;

  private final Invocation run;
  private final ParsedLine line;
  private boolean onlySet;
  private boolean help;

  ConfigCommand(Invocation run, ParsedLine line) {
    this.run = run;
    this.line = line;
    for (Given given : line.options()) {
      switch (given.option().letter()) {
        case 'n' -> onlySet = true;
        default -> help = true;
      }
    }
  }

  int run() throws UsageException {
    if (help) {
      HelpText.print(run, line.command());
      return ExitCode.SUCCESS;
    }
    Settings settings = ConfigSource.load(run);
    String format = run.globals().formatter().isEmpty() ? "tab" : run.globals().formatter();
    List<Column> columns = List.of(Column.of("setting"), Column.of("value"), Column.of("origin"));
    boolean found = line.words().isEmpty();
    try (Formatter rows =
        Formatter.of(format, columns, run.globals().hideTitles(), PLAIN_WIDTH, run.out())) {
      for (ListedSetting setting : settings.list(!onlySet)) {
        if (isWanted(setting.name())) {
          found = true;
          rows.row(List.of(setting.name(), setting.value(), setting.origin()));
        }
      }
    }
    return found ? ExitCode.SUCCESS : ExitCode.NOT_FOUND;
  }

  /** A word is a setting's whole name, or a section that it is in. */
  private boolean isWanted(String name) {
    for (String word : line.words()) {
      if (name.equals(word) || name.startsWith(word + "/")) {
        return true;
      }
    }
    return line.words().isEmpty();
  }
}
