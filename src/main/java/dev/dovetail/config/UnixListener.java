package dev.dovetail.config;

/**
 * One {@code unix_listener} or {@code fifo_listener} of a service.
 *
 * @param path absolute
 * @param mode permission bits; 0: there is to be none
 * @param user empty for the one who listens
 * @param group empty for the one who listens
 */
public record UnixListener(String path, int mode, String user, String group) {}
