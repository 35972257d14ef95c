package dev.dovetail.os;

import java.util.Map;

/** This machine's name, as the two ends of a sync compare it to decide who takes the lock. */
public final class HostName {

  private HostName() {}

  /**
   * {@code host.domain}: the variable {@code DOVECOT_HOSTDOMAIN} if set, else the kernel's host
   * name made complete by {@code /etc/hosts}.
   */
  public static String full(Map<String, String> environment) {
    return "localhost";
  }
}
