package dev.dovetail.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.cli.line.OptionTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteCompletionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"dovetail.bash", "_dovetail", "dovetail.fish"})
  void agreesWithTheFilesInTheTree(String file) {
    assertThat(Path.of("completions", file))
        .as("write them anew with WriteCompletions")
        .hasContent(WriteCompletions.files().get(file));
  }

  @Test
  void knowsEveryLongOptionInEveryShell() {
    for (Map.Entry<String, String> file : WriteCompletions.files().entrySet()) {
      for (String command : OptionTable.COMMANDS) {
        OptionTable.command(command)
            .options()
            .forEach(option -> assertThat(file.getValue()).contains(option.name()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dovetail|, backup config dsync-server help replicator server sync user version",
    "dovetail|-f|ta, tab table",
    "dovetail|-c|x|sync|--sync-m, --sync-max-size",
    "dovetail|dsync-server|--t, --timeout",
    "dovetail|replicator|re, remove replicate",
    "dovetail|-v|replicator|replicate|-p|h, high",
    "dovetail|replicator|status|--s, --socket-path",
    "dovetail|sync|-O|\\\\S, \\Seen"
  })
  void completesInBash(String typed, String expected) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");
    String[] words = typed.split("\\|", -1);
    StringBuilder script = new StringBuilder("source completions/dovetail.bash; COMP_WORDS=(");
    for (String word : words) {
      script.append('\'').append(word).append("' ");
    }
    script.append("); COMP_CWORD=").append(words.length - 1);
    script.append("; _dovetail; echo \"${COMPREPLY[@]}\"");
    assertThat(bash(script.toString()).strip()).endsWith(expected);
  }

  private static String bash(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of("/bin/bash", "--norc", "-c", script))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
