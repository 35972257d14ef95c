/**
 * What the user types and sees. {@link dev.dovetail.cli.Program} is the way through: parse, choose
 * users, run, report. What can be typed is the matter of {@code line}, what is printed that of
 * {@code output}. Decisions about mail are made elsewhere.
 */
package dev.dovetail.cli;
