package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.cli.line.Option;
import dev.dovetail.cli.line.OptionTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManualPagesTest {
  private static final Path MANDOC = Path.of("/usr/bin/mandoc");

  @Test
  void describeTheGlobalOptionsAndNoOther() throws IOException {
    assertThat(described("dovetail.1")).isEqualTo(spellings(OptionTable.globalOptions()));
  }

  @Test
  void describeTheOptionsOfSyncAndNoOther() throws IOException {
    assertThat(described("dovetail-sync.1"))
        .isEqualTo(spellings(OptionTable.command("sync").options()));
  }

  @Test
  void describeTheOptionsOfDsyncServerAndNoOther() throws IOException {
    assertThat(described("dovetail-dsync-server.1"))
        .isEqualTo(spellings(OptionTable.command("dsync-server").options()));
  }

  @Test
  void describeTheOptionsOfUserAndNoOther() throws IOException {
    assertThat(described("dovetail-user.1"))
        .isEqualTo(spellings(OptionTable.command("user").options()));
  }

  @Test
  void describeTheOptionsOfConfigAndNoOther() throws IOException {
    assertThat(described("dovetail-config.1"))
        .isEqualTo(spellings(OptionTable.command("config").options()));
  }

  @Test
  void describeTheOptionsOfServerAndNoOther() throws IOException {
    assertThat(described("dovetail-server.1"))
        .isEqualTo(spellings(OptionTable.command("server").options()));
  }

  @Test
  void describeTheOptionsOfReplicatorAndNoOther() throws IOException {
    Set<String> all = new TreeSet<>();
    for (String second : OptionTable.secondWords("replicator")) {
      all.addAll(spellings(OptionTable.command("replicator " + second).options()));
    }
    assertThat(described("dovetail-replicator.1")).isEqualTo(all);
  }

  @Test
  void nameTheArgumentsAsTheTableDoes() throws IOException {
    String text = Files.readString(Path.of("man", "dovetail-sync.1"));
    for (Option option : OptionTable.command("sync").options()) {
      if (option.takesValue()) {
        assertThat(text).contains("Fl -" + option.name() + " Ar " + option.argument() + "\n");
      }
    }
  }

  @Test
  void listEveryExitCode() throws IOException {
    String text = Files.readString(Path.of("man", "dovetail.1"));
    for (int code : new int[] {0, 2, 64, 65, 67, 68, 73, 75, 76, 77, 89}) {
      assertThat(text).contains("\n.It " + code + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dovetail.1",
        "dovetail-replicator.1",
        "dovetail-server.1",
        "dovetail-sync.1",
        "dovetail-dsync-server.1",
        "dovetail-user.1",
        "dovetail-config.1"
      })
  void pleaseMandoc(String page) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(MANDOC), "needs mandoc");
    Process process =
        new ProcessBuilder(MANDOC.toString(), "-T", "lint", "-W", "style", "man/" + page)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(output.lines().filter(line -> !line.contains("referenced manual not found")))
        .isEmpty();
  }

  private static Set<String> spellings(List<Option> options) {
    Set<String> spellings = new TreeSet<>();
    for (Option option : options) {
      if (option.letter() != 0) {
        spellings.add("-" + option.letter());
      }
      if (!option.name().isEmpty()) {
        spellings.add("--" + option.name());
      }
    }
    return spellings;
  }

  /** The options that have an entry of their own: lines such as {@code .It Fl u , Fl -user}. */
  private static Set<String> described(String page) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<String> lines = Files.lines(Path.of("man", page))) {
      for (String line : lines.filter(l -> l.startsWith(".It Fl ")).toList()) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        for (int i = 0; i + 1 < words.size(); i++) {
          if (words.get(i).equals("Fl")) {
            found.add("-" + words.get(i + 1));
          }
        }
      }
    }
    return found;
  }
}
