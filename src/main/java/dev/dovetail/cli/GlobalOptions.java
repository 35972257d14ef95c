package dev.dovetail.cli;

import dev.dovetail.cli.line.ParsedLine.Given;
import java.util.ArrayList;
import java.util.List;

/**
 * The options before the command (doveadm-interfaces 1.1).
 *
 * @param formatter empty without {@code -f}
 * @param configuration {@code -c}; empty for the default
 * @param instance {@code -i}; empty for none
 * @param overrides {@code -o}, in order
 * @param ignoreConfiguration {@code -O}
 * @param keepEnvironment {@code -k}: remote commands get all of the environment
 * @param configuredLog {@code -L}: log where the configuration says
 */
record GlobalOptions(
    boolean debug,
    boolean verbose,
    String formatter,
    boolean hideTitles,
    String configuration,
    String instance,
    List<String> overrides,
    boolean ignoreConfiguration,
    boolean keepEnvironment,
    boolean configuredLog) {

  static GlobalOptions of(List<Given> given) {
    boolean debug = false;
    boolean verbose = false;
    String formatter = "";
    boolean hideTitles = false;
    String configuration = "";
    String instance = "";
    List<String> overrides = new ArrayList<>();
    boolean ignoreConfiguration = false;
    boolean keepEnvironment = false;
    boolean configuredLog = false;
    for (Given option : given) {
      switch (option.option().letter()) {
        case 'D' -> debug = true;
        case 'v' -> verbose = true;
        case 'f' -> formatter = option.value();
        case 'h' -> hideTitles = true;
        case 'c' -> configuration = option.value();
        case 'i' -> instance = option.value();
        case 'o' -> overrides.add(option.value());
        case 'O' -> ignoreConfiguration = true;
        case 'k' -> keepEnvironment = true;
        case 'L' -> configuredLog = true;
        default -> throw new IllegalStateException("Not handled: " + option);
      }
    }
    return new GlobalOptions(
        debug,
        verbose || debug,
        formatter,
        hideTitles,
        configuration,
        instance,
        List.copyOf(overrides),
        ignoreConfiguration,
        keepEnvironment,
        configuredLog);
  }
}
