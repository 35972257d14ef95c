/**
 * The only way to standard output: rows of a result, laid out by one of doveadm's formatters
 * (doveadm-interfaces 1.11). Begin with {@link dev.dovetail.cli.output.Formatter}.
 */
package dev.dovetail.cli.output;
