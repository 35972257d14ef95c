package dev.dovetail.config;

/**
 * A setting as it was understood.
 *
 * @param name with the sections that it is in: {@code namespace/inbox/prefix}
 * @param value as it is written, variables not expanded; a secret is not shown
 * @param origin file and line; {@code default} for what is built in, {@code -o} for an override
 */
public record ListedSetting(String name, String value, String origin) {}
