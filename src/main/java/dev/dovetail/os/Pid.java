package dev.dovetail.os;

/** This process's id. */
public final class Pid {

  private Pid() {}

  public static long current() {
    return ProcessHandle.current().pid();
  }
}
