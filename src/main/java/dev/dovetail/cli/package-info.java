/**
 * What the user types and sees. {@link dev.dovetail.cli.OptionTable} holds every command and option
 * once; the command line model, the usage texts, the completions and the tests of the manual pages
 * come from it. {@link dev.dovetail.cli.Program} is the way through: parse, choose users, run,
 * report. Decisions about mail are made elsewhere.
 */
package dev.dovetail.cli;
