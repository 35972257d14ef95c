package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;

/**
 * How one user's run ended.
 *
 * @param exitCode what a run for this user alone would exit with
 * @param state the state to print; null if none is wanted or there is none
 * @param reason why it failed or must be repeated; null if it succeeded
 */
record RunResult(String user, int exitCode, String state, String reason) {

  boolean failed() {
    return exitCode != ExitCode.SUCCESS && exitCode != ExitCode.DESYNC;
  }
}
