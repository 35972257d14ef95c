package dev.dovetail.config.syntax;

/**
 * A configuration read completely, filters applied.
 *
 * @param version24 whether it is in the syntax of 2.4
 */
public record ConfigTree(boolean version24, ConfigSection root) {}
