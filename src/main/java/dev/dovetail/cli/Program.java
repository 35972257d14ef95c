package dev.dovetail.cli;

import dev.dovetail.cli.line.Command;
import dev.dovetail.cli.line.CommandModel;
import dev.dovetail.cli.line.DsyncAlias;
import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.cli.output.Formatter;
import dev.dovetail.cli.output.OutputException;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Interruption;
import java.util.List;
import java.util.Map;

/** The program from its arguments to its exit code. */
public final class Program {
  private final String name;
  private final Map<String, String> environment;
  private final StderrLog log;
  private final Appendable out;
  private final Interruption interruption;

  /**
   * @param calledAs the name that the program was called by: {@code doveadm} and {@code dsync} are
   *     heeded
   * @param environment of this process
   * @param log to standard error
   * @param out standard output
   * @param interruption what a signal stops
   */
  public Program(
      String calledAs,
      Map<String, String> environment,
      StderrLog log,
      Appendable out,
      Interruption interruption) {
    this.name = calledAs.equals("doveadm") || calledAs.equals("dsync") ? calledAs : "dovetail";
    this.environment = environment;
    this.log = log;
    this.out = out;
    this.interruption = interruption;
  }

  /**
   * What stands in front of what the program says; the old name {@code dsync} speaks as doveadm.
   */
  public static String shownName(String calledAs) {
    return calledAs.equals("doveadm") || calledAs.equals("dsync") ? "doveadm" : "dovetail";
  }

  /** Does what the arguments say. Returns the exit code; whatever went wrong has been said. */
  public int run(String[] arguments) {
    try {
      return dispatch(arguments);
    } catch (UsageException e) {
      log.raw(e.getMessage());
      return e.exitCode();
    } catch (OutputException e) {
      log.error(e.getMessage());
      return ExitCode.TEMPORARY;
    }
  }

  private int dispatch(String[] arguments) throws UsageException {
    if (arguments.length > 0 && arguments[0].equals("--help")) {
      HelpText.print(invocation(GlobalOptions.of(List.of()), log), null);
      return ExitCode.SUCCESS;
    }
    if (arguments.length > 0 && arguments[0].equals("--version")) {
      HelpText.printVersion(invocation(GlobalOptions.of(List.of()), log));
      return ExitCode.SUCCESS;
    }
    String[] rewritten = name.equals("dsync") ? DsyncAlias.rewrite(arguments) : arguments;
    ParsedLine line = new CommandModel(name).parse(rewritten);
    GlobalOptions globals = GlobalOptions.of(line.globals());
    checkFormatter(globals.formatter());
    Invocation run = invocation(globals, globals.debug() ? log.withDebug() : log);
    return switch (line.command().name()) {
      case OptionTable.SYNC, OptionTable.BACKUP -> new SyncCommand(run, line).run();
      case OptionTable.DSYNC_SERVER -> new DsyncServerCommand(run, line).run();
      case OptionTable.CONFIG -> new ConfigCommand(run, line).run();
      case OptionTable.USER -> new UserCommand(run, line).run();
      case OptionTable.SERVER -> new ServerCommand(run, line).run();
      case OptionTable.REPLICATOR_RUN -> new ReplicatorRunCommand(run, line).run();
      case OptionTable.REPLICATOR_ADD,
          OptionTable.REPLICATOR_DSYNC_STATUS,
          OptionTable.REPLICATOR_REMOVE,
          OptionTable.REPLICATOR_REPLICATE,
          OptionTable.REPLICATOR_STATUS ->
          new ReplicatorCommand(run, line).run();
      case OptionTable.HELP -> help(run, line.words());
      case OptionTable.VERSION -> {
        HelpText.printVersion(run);
        yield ExitCode.SUCCESS;
      }
      default -> throw new IllegalStateException("Not handled: " + line.command().name());
    };
  }

  private void checkFormatter(String formatter) throws UsageException {
    if (formatter.equals("formatted")) {
      // Dovecot has it for its own scripts; its command line has no format to give.
      throw new UsageException(
          ExitCode.TEMPORARY, "Fatal: formatted formatter cannot be used without a format.");
    }
    if (!formatter.isEmpty() && !Formatter.exists(formatter)) {
      throw new UsageException(
          ExitCode.TEMPORARY, name + ": Fatal: Unknown print formatter: " + formatter);
    }
  }

  private int help(Invocation run, List<String> words) throws UsageException {
    Command command = words.isEmpty() ? null : new CommandModel(run.shownName()).command(words);
    HelpText.print(run, command);
    return ExitCode.SUCCESS;
  }

  private Invocation invocation(GlobalOptions globals, StderrLog runLog) {
    return new Invocation(name, environment, globals, runLog, out, interruption);
  }
}
