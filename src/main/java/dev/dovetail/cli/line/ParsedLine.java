package dev.dovetail.cli.line;

import java.util.List;

/**
 * A command line taken apart; values are not looked at yet.
 *
 * @param globals the options before the command
 * @param options the command's options in their order
 * @param words what is left
 */
public record ParsedLine(
    List<Given> globals, Command command, List<Given> options, List<String> words) {

  /**
   * An option as it was given.
   *
   * @param value empty for an option without one
   */
  public record Given(Option option, String value) {}
}
