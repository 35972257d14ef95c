package dev.dovetail.failure;

/**
 * How bad a failure is, in the classes that doveadm's exit codes distinguish (doveadm-interfaces
 * 1.12).
 */
public enum Grade {
  /** The command line makes no sense. */
  USAGE,
  /**
   * The operation is impossible, now and later: a name that cannot exist, an invalid conversion.
   */
  NOT_POSSIBLE,
  /** The user does not exist. */
  NO_USER,
  /** A mailbox, a replica destination or another named thing does not exist. */
  NOT_FOUND,
  /** The user is over quota. */
  OVER_QUOTA,
  /** Anything that may work when tried again: locks, disks, connections, a peer that failed. */
  TEMPORARY,
  /** The operating system or the server refused access. */
  NO_PERMISSION,
  /** The other program does not keep to a protocol. */
  PROTOCOL,
  /** The configuration cannot be read or is wrong. */
  CONFIGURATION
}
