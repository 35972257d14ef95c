package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What both ends load in a run with nothing to do. Each class that is not in the class archive
 * costs a millisecond, and the first one the opening of the jar. Needs no Dovecot.
 */
class StartUpIT {
  private final Path executable =
      Path.of(System.getProperty("dovetail.executable", "target/dovetail")).toAbsolutePath();

  @TempDir private Path directory;

  @BeforeEach
  void twoEqualStores() throws Exception {
    assumeTrue(Files.exists(Path.of(executable + ".jsa")), "no class archive was made");
    Files.createDirectories(directory.resolve("here/Maildir/cur"));
    Files.createDirectories(directory.resolve("there"));
    Files.createDirectories(directory.resolve("log"));
    Files.writeString(
        directory.resolve("here/Maildir/cur/1700000001.M1P1.here:2,S"), Account.text("one"));
    Files.writeString(
        directory.resolve("dovecot.conf"),
        """
        mail_location = maildir:~/Maildir
        namespace inbox {
          inbox = yes
          separator = /
        }
        """);
    sync();
    sync();
    try (Stream<Path> logs = Files.list(directory.resolve("log"))) {
      for (Path log : logs.toList()) {
        Files.delete(log);
      }
    }
  }

  @Test
  void findsAllOfItsClassesInTheArchive() throws Exception {
    sync();
    assertThat(loaded())
        .filteredOn(line -> line.startsWith("dev.dovetail."))
        .isNotEmpty()
        .allMatch(line -> line.contains("source: shared objects file"));
  }

  @Test
  void wakesNeitherPicocliNorSlf4jNorTheLinkingOfRecords() throws Exception {
    sync();
    assertThat(loaded())
        .noneMatch(line -> line.startsWith("picocli."))
        .noneMatch(line -> line.startsWith("org.slf4j."))
        .noneMatch(line -> line.startsWith("java.lang.runtime.ObjectMethods "));
  }

  /** One line for each class that one of both processes has loaded. */
  private List<String> loaded() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> logs = Files.list(directory.resolve("log"))) {
      List<Path> both = logs.toList();
      assertThat(both).hasSize(2);
      for (Path log : both) {
        lines.addAll(Files.readAllLines(log));
      }
    }
    return lines;
  }

  private void sync() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(at("here"));
    words.add("sync");
    words.addAll(at("there"));
    words.add("dsync-server");
    Command.of(words).run().succeeded();
  }

  private List<String> at(String home) {
    return List.of(
        "env",
        "DOVETAIL_JAVA_OPTIONS=-Xlog:class+load:file=" + directory + "/log/%p:none",
        "JAVA_HOME=" + System.getProperty("java.home"),
        "HOME=" + directory.resolve(home),
        "USER=" + home,
        executable.toString(),
        "-c",
        directory.resolve("dovecot.conf").toString());
  }
}
