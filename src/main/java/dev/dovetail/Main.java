package dev.dovetail;

/** Process entry. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(64);
  }
}
