/**
 * Writes the shells' completion files from {@link dev.dovetail.cli.line.OptionTable}. A test
 * compares them with {@code completions/}; to write them anew, run {@link
 * dev.dovetail.cli.completion.WriteCompletions}.
 */
package dev.dovetail.cli.completion;
