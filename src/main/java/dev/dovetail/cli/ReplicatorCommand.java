package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.ParsedLine.Given;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.cli.output.Column;
import dev.dovetail.cli.output.Formatter;
import dev.dovetail.cli.output.TextSink;
import dev.dovetail.config.Settings;
import dev.dovetail.failure.SyncException;
import dev.dovetail.replicator.control.ControlClient;
import dev.dovetail.replicator.control.ControlRequest;
import dev.dovetail.replicator.control.UserReport;
import dev.dovetail.replicator.control.UserRow;
import dev.dovetail.userdb.UserMask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code replicator status}, {@code replicate}, {@code add}, {@code remove} and {@code
 * dsync-status}: a client of the running replicator (doveadm-interfaces 1.10).
 */
final class ReplicatorCommand {
  private static final int PLAIN_WIDTH = 80;

  private final Invocation run;
  private final ParsedLine line;
  private Optional<Path> socket = Optional.empty();
  private boolean full;
  private String priority = "low";
  private boolean json;
  private boolean check;
  private boolean help;

  ReplicatorCommand(Invocation run, ParsedLine line) {
    this.run = run;
    this.line = line;
    for (Given given : line.options()) {
      switch (given.option().letter()) {
        case 'a' -> socket = Optional.of(Path.of(given.value()));
        case 'f' -> full = true;
        case 'p' -> priority = given.value();
        default -> {
          json |= given.option().name().equals("json");
          check |= given.option().name().equals("check");
          help |= given.option().name().equals("help");
        }
      }
    }
  }

  int run() throws UsageException {
    if (help) {
      HelpText.print(run, line.command());
      return ExitCode.SUCCESS;
    }
    String word = word();
    Settings settings = ConfigSource.load(run);
    Path path = socket.orElseGet(() -> Path.of(settings.baseDir(), "replicator-doveadm"));
    ControlClient connected;
    try {
      connected = ControlClient.connect(path);
    } catch (SyncException e) {
      if (check) {
        return ReplicatorCheck.noAnswer(e).print(run);
      }
      throw new UsageException(ExitCode.of(e), "Fatal: " + e.getMessage());
    }
    try (ControlClient client = connected) {
      return ask(client, path, word);
    }
  }

  /** The mask or name; empty if there is none where none is needed. */
  private String word() throws UsageException {
    List<String> words = line.words();
    boolean wanted = !line.command().name().equals(OptionTable.REPLICATOR_DSYNC_STATUS);
    boolean needed = wanted && !line.command().name().equals(OptionTable.REPLICATOR_STATUS);
    if (needed && words.isEmpty()) {
      throw new UsageException(
          ExitCode.USAGE,
          run.shownName() + " " + line.command().name() + " " + line.command().usage());
    }
    int most = wanted ? 1 : 0;
    if (words.size() > most) {
      throw UsageException.extraneous(words.subList(most, words.size()));
    }
    return words.isEmpty() ? "" : words.get(0);
  }

  private int ask(ControlClient client, Path path, String word) {
    return switch (line.command().name()) {
      case OptionTable.REPLICATOR_STATUS -> status(client, path, word);
      case OptionTable.REPLICATOR_DSYNC_STATUS -> connections(client);
      case OptionTable.REPLICATOR_REPLICATE -> replicate(client, word);
      case OptionTable.REPLICATOR_ADD -> change(client, new ControlRequest.Add(word));
      case OptionTable.REPLICATOR_REMOVE -> change(client, new ControlRequest.Remove(word));
      default -> throw new IllegalStateException("Not handled: " + line.command().name());
    };
  }

  private int status(ControlClient client, Path path, String word) {
    String mask = word.isEmpty() ? "*" : word;
    if (check) {
      return ReplicatorCheck.of(client, mask).print(run);
    }
    boolean plain = run.globals().formatter().isEmpty() && run.name().equals("dovetail");
    if (json || plain && !word.isEmpty() && !UserMask.isMask(word)) {
      Optional<List<UserReport>> reports = details(client, mask);
      // Of nobody there is only what doveadm shows, the titles.
      if (json ? reports.isPresent() : !reports.orElse(List.of()).isEmpty()) {
        ReplicatorDetails details = new ReplicatorDetails(System.currentTimeMillis() / 1000);
        new TextSink(run.out())
            .write(json ? details.json(reports.get()) : details.text(reports.get()));
        return ExitCode.SUCCESS;
      }
      return askAgain(path, new ControlRequest.Users(mask));
    }
    return word.isEmpty() ? summary(client) : users(client, new ControlRequest.Users(word));
  }

  /** Empty if the replicator is one that does not know the question. */
  private static Optional<List<UserReport>> details(ControlClient client, String mask) {
    List<String> lines = new ArrayList<>();
    try {
      client.list(new ControlRequest.Details(mask), lines::add);
      return Optional.of(UserReport.parse(lines));
    } catch (SyncException e) {
      return Optional.empty();
    }
  }

  /** It has hung up, or has nothing to say; it is asked for what doveadm would ask. */
  private int askAgain(Path path, ControlRequest.Users request) {
    try (ControlClient again = ControlClient.connect(path)) {
      return users(again, request);
    } catch (SyncException e) {
      Failure.report(e, run.log());
      return ExitCode.of(e);
    }
  }

  private int summary(ControlClient client) {
    List<Column> columns = List.of(Column.hidden("field"), Column.hidden("value"));
    List<List<String>> rows = new ArrayList<>();
    // Deviation: doveadm takes a replicator that hangs up in the middle for one that has finished.
    return print(
        "table",
        columns,
        rows,
        () ->
            client.list(
                new ControlRequest.Summary(), text -> rows.add(ReplicatorRows.ofSummary(text))));
  }

  private int users(ControlClient client, ControlRequest.Users request) {
    List<UserRow> users = new ArrayList<>();
    Asking asking = () -> client.list(request, text -> UserRow.parse(text).ifPresent(users::add));
    Optional<SyncException> failure = failure(asking);
    boolean next = !users.isEmpty() && users.get(0).secondsToNext().isPresent();
    long now = System.currentTimeMillis() / 1000;
    List<List<String>> rows = new ArrayList<>();
    users.forEach(user -> rows.add(ReplicatorRows.ofUser(user, next, now)));
    print("table", ReplicatorRows.userColumns(next), rows);
    return exitCode(failure);
  }

  private int connections(ControlClient client) {
    List<List<String>> rows = new ArrayList<>();
    return print(
        "table",
        ReplicatorRows.CONNECTION_COLUMNS,
        rows,
        () ->
            client.list(
                new ControlRequest.Connections(),
                text -> rows.add(ReplicatorRows.ofConnection(text))));
  }

  private int replicate(ControlClient client, String mask) {
    List<List<String>> rows = new ArrayList<>();
    ControlRequest request = new ControlRequest.Replicate(priority, full, mask);
    return print(
        "flow",
        List.of(Column.hidden("result")),
        rows,
        () -> rows.add(List.of(client.command(request) + " users updated")));
  }

  private int change(ControlClient client, ControlRequest request) {
    return print("flow", List.of(), List.of(), () -> client.command(request));
  }

  private interface Asking {
    void ask() throws SyncException;
  }

  /** What came before a failure is printed, too. */
  private int print(String usual, List<Column> columns, List<List<String>> rows, Asking asking) {
    Optional<SyncException> failure = failure(asking);
    print(usual, columns, rows);
    return exitCode(failure);
  }

  private void print(String usual, List<Column> columns, List<List<String>> rows) {
    String wanted = json ? "json" : run.globals().formatter();
    String name = wanted.isEmpty() ? usual : wanted;
    try (Formatter formatter =
        Formatter.of(name, columns, run.globals().hideTitles(), PLAIN_WIDTH, run.out())) {
      rows.forEach(formatter::row);
    }
  }

  private Optional<SyncException> failure(Asking asking) {
    try {
      asking.ask();
      return Optional.empty();
    } catch (SyncException e) {
      Failure.report(e, run.log());
      return Optional.of(e);
    }
  }

  private static int exitCode(Optional<SyncException> failure) {
    return failure.map(ExitCode::of).orElse(ExitCode.SUCCESS);
  }
}
