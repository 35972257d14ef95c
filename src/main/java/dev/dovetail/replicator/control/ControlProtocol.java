package dev.dovetail.replicator.control;

/** What the two ends of {@code replicator-doveadm} greet each other with. */
final class ControlProtocol {
  /** The most bytes of a line: a name, a state and a few numbers. */
  static final int MAX_LINE = 1 << 20;

  static final String CLIENT = "VERSION\treplicator-doveadm-client\t1\t0\n";
  static final String SERVER = "VERSION\treplicator-doveadm-server\t1\t0\n";

  private ControlProtocol() {}

  /** Whether a client says this; any minor version will do. */
  static boolean isClient(String line) {
    return isLike(line, CLIENT);
  }

  /** Whether a server says this; any minor version will do. */
  static boolean isServer(String line) {
    return isLike(line, SERVER);
  }

  private static boolean isLike(String line, String greeting) {
    String common = greeting.substring(0, greeting.lastIndexOf('\t') + 1);
    String minor = line.startsWith(common) ? line.substring(common.length()) : "";
    boolean number = !minor.isEmpty();
    for (int i = 0; i < minor.length(); i++) {
      number = number && minor.charAt(i) >= '0' && minor.charAt(i) <= '9';
    }
    return number;
  }
}
