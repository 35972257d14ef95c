package dev.dovetail.cli.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dovetail.cli.line.ParsedLine.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandModelTest {
  private static final String[] VALUES = {
    "jane@example.com",
    "",
    "-",
    "--",
    "-1",
    "=x",
    "a=b",
    "x y",
    "@file",
    "sync",
    "--user",
    "-u",
    "AQAAAHm4+Jk=",
    "ssh -l vmail host",
    "\\Trash",
    "${user.home}",
    "\"quoted\"",
    "é",
    "dsync-server"
  };

  @ParameterizedTest
  @ValueSource(strings = {"sync", "backup", "dsync-server"})
  void readsGeneratedLinesAsGetoptDoes(String name) {
    Command command = OptionTable.command(name);
    for (long seed = 0; seed < 1500; seed++) {
      List<String> arguments = arguments(command, new Random(seed));
      ReferenceGetopt expected = new ReferenceGetopt(command, arguments);
      String where = "seed " + seed + ": " + arguments;
      List<String> line = new ArrayList<>(arguments);
      line.add(0, name);
      try {
        ParsedLine parsed = new CommandModel("dovetail").parse(line.toArray(new String[0]));
        assertThat(expected.error).as(where).isNull();
        assertThat(grouped(parsed.options())).as(where).isEqualTo(expected.options);
        assertThat(parsed.words()).as(where).isEqualTo(expected.words);
      } catch (UsageException e) {
        assertThat(expected.error).as(where).isNotNull();
        assertThat(e.getMessage()).as(where).startsWith(name + ": ").contains(expected.error);
        assertThat(e.exitCode()).isEqualTo(64);
      }
    }
  }

  private static Map<String, List<String>> grouped(List<Given> given) {
    Map<String, List<String>> options = new TreeMap<>();
    for (Given option : given) {
      options
          .computeIfAbsent(option.option().display(), key -> new ArrayList<>())
          .add(option.value());
    }
    return options;
  }

  private static List<String> arguments(Command command, Random random) {
    List<String> arguments = new ArrayList<>();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      Option option = command.options().get(random.nextInt(command.options().size()));
      String value = VALUES[random.nextInt(VALUES.length)];
      switch (random.nextInt(10)) {
        case 0, 1 -> arguments.add("-" + cluster(command, random));
        case 2 -> {
          arguments.add(option.display());
          arguments.add(value);
        }
        case 3 -> arguments.add(option.letter() == 0 ? value : "-" + option.letter() + value);
        case 4 -> arguments.add("--" + option.name() + "=" + value);
        case 5, 6 -> {
          int length = 1 + random.nextInt(option.name().length());
          arguments.add("--" + option.name().substring(0, length));
          arguments.add(value);
        }
        case 7 -> arguments.add("--" + option.name());
        case 8 -> arguments.add(random.nextInt(20) == 0 ? "-Z" : option.display());
        default -> arguments.add(value);
      }
    }
    return arguments;
  }

  private static String cluster(Command command, Random random) {
    StringBuilder cluster = new StringBuilder();
    int length = 1 + random.nextInt(3);
    while (cluster.length() < length) {
      Option option = command.options().get(random.nextInt(command.options().size()));
      if (option.letter() != 0) {
        cluster.append(option.letter());
      }
    }
    return cluster.toString();
  }

  @Test
  void leavesWhatFollowsTheDestinationToTheRemoteCommand() throws Exception {
    ParsedLine line =
        parse("-v", "sync", "-ujane", "-f", "ssh", "-l", "vmail", "host", "--", "-u", "x");
    assertThat(grouped(line.globals())).containsOnlyKeys("-v");
    assertThat(grouped(line.options())).containsOnlyKeys("-u", "-f");
    assertThat(line.words()).containsExactly("ssh", "-l", "vmail", "host", "--", "-u", "x");
  }

  @Test
  void takesOptionsBehindTheWordsOfDsyncServer() throws Exception {
    ParsedLine line = parse("dsync-server", "dsync-server", "-u", "jane");
    assertThat(grouped(line.options())).isEqualTo(Map.of("-u", List.of("jane")));
    assertThat(line.words()).containsExactly("dsync-server");
  }

  @Test
  void takesSeveralGlobalOptionsAndTheirAttachedValues() throws Exception {
    ParsedLine line = parse("-Dvftab", "-o", "a=b", "-oc=d", "-c", "sync", "backup", "x:y");
    assertThat(grouped(line.globals()))
        .isEqualTo(
            Map.of(
                "-D", List.of(""),
                "-v", List.of(""),
                "-f", List.of("tab"),
                "-o", List.of("a=b", "c=d"),
                "-c", List.of("sync")));
    assertThat(line.command().name()).isEqualTo("backup");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Z", "-A", "--bogus", "-DvZ"})
  void rejectsOtherGlobalOptions(String option) {
    UsageException e = catchThrowableOfType(UsageException.class, () -> parse(option, "sync"));
    assertThat(e).hasMessageStartingWith("dovetail: invalid option -- '");
    assertThat(e.exitCode()).isEqualTo(89);
  }

  @Test
  void missesTheArgumentOfAGlobalOption() {
    UsageException e = catchThrowableOfType(UsageException.class, () -> parse("-Dvc"));
    assertThat(e).hasMessage("dovetail: option requires an argument -- 'c'");
    assertThat(e.exitCode()).isEqualTo(89);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "bogus", "-v"})
  void listsTheCommandsIfThereIsNone(String word) {
    UsageException e = catchThrowableOfType(UsageException.class, () -> parse(word));
    assertThat(e)
        .hasMessageStartingWith("usage: dovetail [-Dv] [-f <formatter>] <command> [<args>]\n")
        .hasMessageContaining("\n  dsync-server [-E] [-r <rawlog path>] [-T <timeout secs>] [-U]");
    assertThat(e.exitCode()).isEqualTo(64);
  }

  private static ParsedLine parse(String... arguments) throws UsageException {
    return new CommandModel("dovetail").parse(arguments);
  }
}
