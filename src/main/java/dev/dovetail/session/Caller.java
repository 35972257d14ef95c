package dev.dovetail.session;

import dev.dovetail.transport.exec.ChildEnvironment;
import java.io.PrintStream;
import java.util.Map;

/**
 * What this process can give to a way to the other end.
 *
 * @param environment of this process
 * @param keepEnvironment whether a command gets all of it
 * @param stderr where a command's error lines go
 * @param interruption ends attempts to connect
 */
public record Caller(
    Map<String, String> environment,
    boolean keepEnvironment,
    PrintStream stderr,
    Interruption interruption) {

  /** The environment of a command. */
  public Map<String, String> childEnvironment() {
    return keepEnvironment
        ? ChildEnvironment.whole(environment)
        : ChildEnvironment.clean(environment);
  }
}
