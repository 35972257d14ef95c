package dev.dovetail.cli;

import dev.dovetail.cli.line.CommandModel;
import dev.dovetail.cli.line.DsyncAlias;
import dev.dovetail.cli.line.Option;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.ParsedLine.Given;
import dev.dovetail.cli.line.ShellWords;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.transport.Patience;
import dev.dovetail.transport.stdio.StdioLink;
import dev.dovetail.userdb.UserMask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code dsync-server --forced-command}: what sshd runs for a key that may do nothing else. Whoever
 * has the key says which user is meant, in a {@code dsync-server} command line ({@code
 * SSH_ORIGINAL_COMMAND}) or, where that names no user, in a line before the dsync stream
 * (doveadm-interfaces 2.2). Nothing else of what they say is done.
 */
final class ForcedCommand {
  private static final String ORIGINAL = "SSH_ORIGINAL_COMMAND";

  /** The script of Dovecot's manual, which takes the user's name from the first line. */
  private static final String WRAPPER = "dsync-in-wrapper.sh";

  /** Of what the key's owner may ask: user, time-out, replicator's notice, the old alias. */
  private static final String ALLOWED = "uTUE";

  private static final int MAX_USER = 1024;
  private static final long PATIENCE_SECONDS = 60;

  private final Invocation run;
  private final ParsedLine line;
  private final List<UserMask> masks = new ArrayList<>();

  private ForcedCommand(Invocation run, ParsedLine line) {
    this.run = run;
    this.line = line;
    for (Given given : line.options()) {
      if (given.option().name().equals(OptionTable.ALLOW_USERS)) {
        masks.add(new UserMask(given.value()));
      }
    }
  }

  /** Empty for a run that is none of these. */
  static Optional<ForcedCommand> in(Invocation run, ParsedLine line) {
    boolean forced =
        line.options().stream()
            .anyMatch(given -> given.option().name().equals(OptionTable.FORCED_COMMAND));
    return forced ? Optional.of(new ForcedCommand(run, line)) : Optional.empty();
  }

  /**
   * The command line to run: our own options, then those that were asked for.
   *
   * @throws SyncException ({@code NO_PERMISSION}) if anything else was asked for
   */
  ParsedLine effective() throws SyncException {
    List<Given> options = new ArrayList<>();
    for (Given given : line.options()) {
      if (given.option().letter() != 0) {
        options.add(given);
      }
    }
    List<Given> asked = asked(run.environment().getOrDefault(ORIGINAL, ""));
    options.addAll(asked);
    if (!namesUser(asked)) {
      options.add(userOption(readUser()));
    }
    return new ParsedLine(line.globals(), line.command(), options, List.of());
  }

  /**
   * Checks the user, as typed or as the user database spells the name.
   *
   * @throws SyncException ({@code NO_PERMISSION}) if no mask allows this one
   */
  void check(String user) throws SyncException {
    boolean allowed = masks.isEmpty();
    for (UserMask mask : masks) {
      allowed |= mask.matches(user);
    }
    if (!allowed) {
      throw new SyncException(
          Grade.NO_PERMISSION, "This key may not be used for " + user + " (--allow-users)");
    }
  }

  private List<Given> asked(String original) throws SyncException {
    List<String> words = ShellWords.split(original).orElseThrow(() -> refusal(original));
    if (words.isEmpty()) {
      return List.of();
    }
    String program = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
    if (program.equals(WRAPPER) && words.size() == 1) {
      return List.of();
    }
    if (!List.of("dovetail", "doveadm", "dsync").contains(program)) {
      throw refusal(original);
    }
    ParsedLine asked = parse(program, words.subList(1, words.size()), original);
    for (Given given : asked.options()) {
      char letter = given.option().letter();
      if (letter == 0 || ALLOWED.indexOf(letter) < 0) {
        throw refusal(original);
      }
    }
    return asked.options();
  }

  private static ParsedLine parse(String program, List<String> words, String original)
      throws SyncException {
    try {
      String[] arguments = words.toArray(new String[0]);
      ParsedLine asked =
          new CommandModel(program)
              .parse(program.equals("dsync") ? DsyncAlias.rewrite(arguments) : arguments);
      List<String> rest = asked.words();
      boolean plain =
          asked.globals().isEmpty()
              && asked.command().name().equals(OptionTable.DSYNC_SERVER)
              && (rest.isEmpty() || rest.equals(List.of(OptionTable.DSYNC_SERVER)));
      if (plain) {
        return asked;
      }
    } catch (UsageException e) {
      // What no program of this name would understand is refused like the rest.
    }
    throw refusal(original);
  }

  private static SyncException refusal(String original) {
    return new SyncException(
        Grade.NO_PERMISSION,
        "This key allows nothing but dsync-server with -u, -T, -U and -E; refused: " + original);
  }

  private static boolean namesUser(List<Given> options) {
    return options.stream().anyMatch(given -> given.option().letter() == 'u');
  }

  private Given userOption(String user) {
    Option option =
        line.command().options().stream()
            .filter(one -> one.letter() == 'u')
            .findFirst()
            .orElseThrow();
    return new Given(option, user);
  }

  /** Reads to the line feed and not a byte further: the dsync stream follows. */
  private static String readUser() throws SyncException {
    StdioLink link = StdioLink.open();
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    try (Patience patience = new Patience(PATIENCE_SECONDS, () -> close(link))) {
      InputStream in = link.input();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0 || name.size() == MAX_USER) {
          throw new SyncException(
              Grade.USAGE,
              "No user was named: neither by -u in the command nor in a line before the stream"
                  + " (remoteprefix:)");
        }
        name.write(b);
      }
    } catch (SyncException e) {
      throw e;
    } catch (IOException e) {
      throw new SyncException(
          Grade.TEMPORARY, "Reading the user's name failed: " + e.getMessage(), e);
    }
    return checked(name.toString(StandardCharsets.UTF_8).stripTrailing());
  }

  private static void close(StdioLink link) {
    try {
      link.close();
    } catch (IOException e) {
      // Whoever reads it is told.
    }
  }

  private static String checked(String user) throws SyncException {
    // The stream itself: there was no line before it.
    if (user.isEmpty() || user.startsWith("VERSION\t")) {
      throw new SyncException(
          Grade.USAGE, "No user was named: give -u in the command, or use remoteprefix:");
    }
    return user;
  }
}
