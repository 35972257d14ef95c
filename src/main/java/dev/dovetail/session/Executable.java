package dev.dovetail.session;

import java.util.List;
import java.util.Map;

/** How this program is started again. */
final class Executable {
  private Executable() {}

  /** The launcher, or the JVM on the same classes where there is none. */
  static List<String> words() {
    String launcher = System.getProperty("dovetail.executable", "");
    if (!launcher.isEmpty()) {
      return List.of(launcher);
    }
    return List.of(
        System.getProperty("java.home") + "/bin/java",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        // The JVM's own messages would go to standard output, which may be the wire.
        "-Xlog:disable",
        "-Xlog:all=error:stderr",
        "-Ddovetail.name=" + name(),
        "-cp",
        System.getProperty("java.class.path"),
        "dev.dovetail.Main");
  }

  /** Keeps the name that this process was called by, for its messages. */
  static void describe(Map<String, String> environment) {
    String options = environment.getOrDefault("DOVETAIL_JAVA_OPTIONS", "");
    String name = name();
    environment.put("DOVETAIL_JAVA_OPTIONS", (options + " -Ddovetail.name=" + name).strip());
  }

  /** The worker's arguments are doveadm's, also where this process had those of dsync. */
  private static String name() {
    String name = System.getProperty("dovetail.name", "dovetail");
    return name.equals("dsync") ? "doveadm" : name;
  }
}
