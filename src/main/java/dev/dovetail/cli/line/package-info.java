/**
 * The language of the command line: {@link dev.dovetail.cli.line.OptionTable} has every command and
 * option once, {@link dev.dovetail.cli.line.CommandModel} takes the words apart by it as doveadm
 * does, and {@link dev.dovetail.cli.line.ExitCode} is what the shell is told. Begin with the table.
 */
package dev.dovetail.cli.line;
