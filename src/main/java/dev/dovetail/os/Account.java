package dev.dovetail.os;

/**
 * A user of this system.
 *
 * @param uid numeric user id
 * @param gid numeric id of the primary group
 * @param home as the system gives it; may be empty
 */
public record Account(String name, long uid, long gid, String home) {}
