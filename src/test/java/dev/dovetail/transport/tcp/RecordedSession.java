package dev.dovetail.transport.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Both directions of a real doveadm's connection to a real server. */
public record RecordedSession(byte[] client, byte[] server) {

  public static RecordedSession named(String name) throws IOException {
    Path folder =
        Path.of(System.getProperty("dovetail.fixtures", "test-fixtures"), "doveadm-sessions");
    return new RecordedSession(
        Files.readAllBytes(folder.resolve(name + ".client.bin")),
        Files.readAllBytes(folder.resolve(name + ".server.bin")));
  }
}
