package dev.dovetail.cli;

import java.util.List;

/**
 * One subcommand.
 *
 * @param usage the argument summary that doveadm prints on misuse
 * @param summary one line for the help text
 * @param options in doveadm's order, which shows in messages about ambiguous names
 * @param stopsAtWord whether everything behind the first word that is no option is left alone; it
 *     belongs to the remote command
 */
public record Command(
    String name, String usage, String summary, List<Option> options, boolean stopsAtWord) {}
