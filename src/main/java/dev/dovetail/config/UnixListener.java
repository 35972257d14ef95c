package dev.dovetail.config;

/**
 * One {@code unix_listener} of {@code service doveadm}.
 *
 * @param path absolute
 * @param mode permission bits, not 0
 * @param user empty for the one who listens
 * @param group empty for the one who listens
 */
public record UnixListener(String path, int mode, String user, String group) {}
