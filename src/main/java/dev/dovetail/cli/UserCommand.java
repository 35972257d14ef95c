package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.cli.output.TextSink;
import dev.dovetail.config.Settings;
import dev.dovetail.userdb.IncompleteListException;
import dev.dovetail.userdb.UserDirectories;
import dev.dovetail.userdb.UserDirectory;
import dev.dovetail.userdb.UserMask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code user} (doveadm-interfaces 1.9). */
final class UserCommand {
  private final Invocation run;
  private final ParsedLine line;
  private final UserArguments arguments;

  UserCommand(Invocation run, ParsedLine line) throws UsageException {
    this.run = run;
    this.line = line;
    this.arguments = UserArguments.of(line.options());
  }

  int run() throws UsageException {
    if (arguments.help()) {
      HelpText.print(run, line.command());
      return ExitCode.SUCCESS;
    }
    checkUsage();
    Settings settings = ConfigSource.load(run);
    try {
      UserDirectory users = directory(settings);
      List<UserMask> masks = masks();
      return masks.isEmpty() ? show(users, settings) : list(users, masks);
    } catch (IOException e) {
      Failure.report(e, run.log());
      return ExitCode.of(e);
    }
  }

  private void checkUsage() throws UsageException {
    if (line.words().isEmpty()) {
      throw new UsageException(
          ExitCode.USAGE, run.shownName() + " " + line.command().name() + " " + summary());
    }
    if (arguments.text().isPresent() && (arguments.userdbOnly() || arguments.field().isPresent())) {
      String other = arguments.userdbOnly() ? "-u" : "-f";
      throw new UsageException(ExitCode.USAGE, "Error: -e can't be used with " + other);
    }
  }

  private String summary() {
    return line.command().usage();
  }

  private UserDirectory directory(Settings settings) throws IOException {
    return arguments.socket().isPresent()
        ? UserDirectories.at(
            Path.of(arguments.socket().get()), settings, arguments.info(), run.log())
        : UserDirectories.of(settings, arguments.info(), run.log());
  }

  /** One mask among the words makes masks of them all; empty if there is none. */
  private List<UserMask> masks() {
    boolean any = false;
    List<UserMask> masks = new ArrayList<>();
    for (String word : line.words()) {
      any |= UserMask.isMask(word);
      masks.add(new UserMask(word));
    }
    return any ? masks : List.of();
  }

  private int list(UserDirectory users, List<UserMask> masks) throws IOException {
    TextSink out = new TextSink(run.out());
    UserDetails.beginPlainText(run, out);
    Set<String> names = new LinkedHashSet<>();
    int exitCode = ExitCode.SUCCESS;
    try {
      users.iterate(masks.size() == 1 ? masks.get(0) : UserMask.all(), names::add);
    } catch (IncompleteListException e) {
      exitCode = ExitCode.of(e);
      Failure.report(e, run.log());
    }
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      for (UserMask mask : masks) {
        if (mask.matches(name)) {
          text.append(name).append('\n');
          break;
        }
      }
    }
    out.write(text.toString());
    return exitCode;
  }

  private int show(UserDirectory users, Settings settings) {
    return arguments.userdbOnly()
        ? new UserdbAnswers(run, arguments, users).print(line.words())
        : new UserDetails(run, arguments, users, settings).print(line.words());
  }
}
