package dev.dovetail.os;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells systemd that a service is ready. Java has no datagram sockets of the kind it listens on.
 */
public final class ServiceNotice {
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final long PATIENCE_SECONDS = 10;

  private ServiceNotice() {}

  /**
   * Says it through {@code systemd-notify}, if this process has somebody to say it to.
   *
   * @param environment of this process: {@code NOTIFY_SOCKET} is heeded
   * @param status one line for {@code systemctl status}
   * @throws IOException if it cannot be said
   */
  public static void ready(Map<String, String> environment, String status) throws IOException {
    if (environment.getOrDefault(SOCKET, "").isEmpty()) {
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder("systemd-notify", "--ready", "--status=" + status)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put(SOCKET, environment.get(SOCKET));
    Process process = builder.start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("systemd-notify does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException("systemd-notify ended with status " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
