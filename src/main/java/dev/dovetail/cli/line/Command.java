package dev.dovetail.cli.line;

import java.util.List;

/**
 * One subcommand.
 *
 * @param name one word, or two with a blank between
 * @param usage the argument summary that doveadm prints on misuse
 * @param summary one line for the help text
 * @param options in doveadm's order, which shows in messages about ambiguous names
 * @param stopsAtWord whether everything behind the first word that is no option is left alone; it
 *     belongs to the remote command
 */
public record Command(
    String name, String usage, String summary, List<Option> options, boolean stopsAtWord) {

  /** The word that messages about its options begin with. */
  String lastWord() {
    return name.substring(name.lastIndexOf(' ') + 1);
  }

  /** Its manual page. */
  public String page() {
    int space = name.indexOf(' ');
    return "dovetail-" + (space < 0 ? name : name.substring(0, space)) + "(1)";
  }
}
