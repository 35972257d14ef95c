package dev.dovetail.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files in the syntax of 2.4, and beside each what {@code doveconf -x -P -f protocol=doveadm} of
 * 2.4.4 printed for it, setting by setting.
 */
class Configurations24Test {

  static Stream<Path> configurations() throws IOException {
    Path fixtures = Path.of("test-fixtures", "configurations-24");
    return Files.list(fixtures).filter(file -> file.toString().endsWith(".conf")).sorted();
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void areUnderstoodAsDoveconfDoes(Path file) throws IOException {
    Settings settings = ConfigFile.load(file, Path.of("/nowhere"), List.of());
    Map<String, String> ours = new HashMap<>();
    for (ListedSetting setting : settings.list(true)) {
      ours.put(setting.name(), setting.value());
    }
    ours.put("doveadm_password", settings.doveadm().password());
    List<String> lines = new ArrayList<>();
    List<String> recorded =
        Files.readAllLines(Path.of(file.toString().replaceFirst("\\.conf$", ".values")));
    for (String line : recorded) {
      String name = line.substring(0, line.indexOf(" ="));
      lines.add((name + " = " + ours.get(name)).stripTrailing());
    }
    assertThat(lines).isEqualTo(recorded);
  }
}
