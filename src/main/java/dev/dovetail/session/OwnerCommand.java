package dev.dovetail.session;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.os.Accounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How this program is started as the owner of a user's mail. */
final class OwnerCommand {
  private OwnerCommand() {}

  /** Whoever has the same is served by the same process. */
  static String owner(UserContext user) throws IOException {
    return user.settings().uid().getAsLong() + ":" + gid(user) + ":" + groups(user);
  }

  /**
   * The process, not started yet.
   *
   * @param arguments of this program
   */
  static ProcessBuilder builder(UserContext user, List<String> arguments) throws IOException {
    List<String> program = new ArrayList<>(Executable.words());
    program.addAll(arguments);
    ProcessBuilder builder = asOwner(user, program);
    Map<String, String> environment = builder.environment();
    Executable.describe(environment);
    if (user.settings().home().isPresent()) {
      environment.put("HOME", user.settings().home().get().toString());
    }
    return builder;
  }

  /** Any program as the owner, not started yet. */
  static ProcessBuilder asOwner(UserContext user, List<String> program) throws IOException {
    List<String> words = new ArrayList<>();
    words.add("setpriv");
    words.add("--reuid=" + user.settings().uid().getAsLong());
    words.add("--regid=" + gid(user));
    String groups = groups(user);
    words.add(groups.isEmpty() ? "--clear-groups" : "--groups=" + groups);
    words.add("--");
    words.addAll(program);
    return new ProcessBuilder(words);
  }

  /** Numbers with commas between: the system user's groups, and those for all mail. */
  private static String groups(UserContext user) throws IOException {
    Set<Long> groups = new TreeSet<>(user.settings().accessGroups());
    String name = user.user().field("system_groups_user").orElse("");
    if (!name.isEmpty()) {
      groups.addAll(Accounts.groupsOf(name));
    }
    StringBuilder text = new StringBuilder();
    for (long group : groups) {
      text.append(text.isEmpty() ? "" : ",").append(group);
    }
    return text.toString();
  }

  /**
   * @throws SyncException if no group is known
   */
  static long gid(UserContext user) throws SyncException {
    if (user.settings().gid().isEmpty()) {
      throw new SyncException(
          Grade.TEMPORARY, "Couldn't drop privileges: User is missing GID (see mail_gid setting)");
    }
    return user.settings().gid().getAsLong();
  }

  /**
   * Starts it.
   *
   * @throws SyncException if {@code setpriv} is missing
   */
  static Process start(ProcessBuilder builder) throws SyncException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new SyncException(
          Grade.TEMPORARY,
          "Couldn't drop privileges: cannot run setpriv (package util-linux): " + e.getMessage(),
          e);
    }
  }
}
