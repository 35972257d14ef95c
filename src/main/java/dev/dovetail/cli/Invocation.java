package dev.dovetail.cli;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Interruption;
import dev.dovetail.session.UserContext;
import java.io.IOException;
import java.util.Map;

/**
 * The surroundings of one run of the program.
 *
 * @param name what the program was called: {@code dovetail}, {@code doveadm} or {@code dsync}
 * @param environment of this process
 * @param out standard output
 */
record Invocation(
    String name,
    Map<String, String> environment,
    GlobalOptions globals,
    StderrLog log,
    Appendable out,
    Interruption interruption) {

  /** The same, ended by something else. */
  Invocation interruptedBy(Interruption other) {
    return new Invocation(name, environment, globals, log, out, other);
  }

  /** The same, with lines that go elsewhere. */
  Invocation loggingTo(StderrLog other) {
    return new Invocation(name, environment, globals, other, out, interruption);
  }

  /** The log while a user is looked up and links are made. */
  StderrLog logFor(String user) {
    return log.withPrefix(shownName() + "(" + Quoting.forMessage(user) + "): ");
  }

  /** The log of a sync between two stores of this host. */
  StderrLog logForLocal(String user) {
    return log.withPrefix(
        (name.equals("dovetail") ? name : "dsync") + "(" + Quoting.forMessage(user) + "): ");
  }

  /**
   * The log of a sync with another host.
   *
   * <p>Deviation: {@code mail_log_prefix} is used only where the program is called as doveadm; our
   * own lines always begin alike.
   */
  StderrLog logForRemote(UserContext user) {
    if (name.equals("dovetail")) {
      return logFor(user.name());
    }
    try {
      return log.withPrefix(user.settings().mailLogPrefix(SessionId.next()));
    } catch (IOException e) {
      return logFor(user.name());
    }
  }

  /** The log of the whole program, behind all users. */
  StderrLog logForAll() {
    return log.withPrefix(shownName() + ": ");
  }

  /** The old name {@code dsync} speaks as doveadm. */
  String shownName() {
    return Program.shownName(name);
  }
}
