package dev.dovetail.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StderrLogTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StderrLog log = new StderrLog(err, false);

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void putsPrefixAndTypeInFront() {
    log.withPrefix("dovetail(jane): ").error("User doesn't exist");
    log.warning("careful");
    log.info("dünn");
    log.fatal("over");
    assertThat(said())
        .isEqualTo(
            "dovetail(jane): Error: User doesn't exist\n"
                + "Warning: careful\nInfo: dünn\nFatal: over\n");
  }

  @Test
  void keepsAMessageOnOneLine() {
    log.error("Opening mailbox a\nError: b\tc\u0007 failed");
    assertThat(said()).isEqualTo("Error: Opening mailbox a?Error: b c? failed\n");
  }

  @Test
  void showsDebugLinesAndTimesOnlyIfAsked() {
    log.debug(
        () -> {
          throw new IllegalStateException("nobody asked");
        });
    assertThat(said()).isEmpty();
    log.withDebug().debug(() -> "before the configuration is read");
    assertThat(said()).isEqualTo("Debug: before the configuration is read\n");
    err.reset();
    log.stamp(new TimestampFormat("%Y "));
    log.withDebug().withPrefix("x: ").debug(() -> "seen");
    log.info("plain");
    assertThat(said()).matches("[0-9]{4} x: Debug: seen\nInfo: plain\n");
  }

  @Test
  void writesToTheConfiguredFilesByType() throws IOException {
    StderrLog x = log.withDebug().withPrefix("x: ");
    x.redirect(new LogSettings(file("errors"), file("infos"), file("debugs"), "mail", "at %Y: "));
    x.error("bad");
    x.info("so");
    log.warning("hm");
    x.debug(() -> "look");
    log.passOn("y: Info: from a worker");
    log.raw("usage");
    assertThat(lines("errors"))
        .map(this::withoutYear)
        .containsExactly("x: Error: bad", "Warning: hm");
    assertThat(lines("infos"))
        .map(this::withoutYear)
        .containsExactly("x: Info: so", "y: Info: from a worker");
    assertThat(lines("debugs")).map(this::withoutYear).containsExactly("x: Debug: look");
    assertThat(said()).isEqualTo("usage\n");
  }

  @Test
  void keepsOneFileForAllThatHasNoneOfItsOwn() throws IOException {
    log.redirect(new LogSettings(file("all"), "", "", "mail", ""));
    log.withDebug().debug(() -> "a");
    log.info("b");
    log.fatal("c");
    assertThat(lines("all")).containsExactly("Debug: a", "Info: b", "Fatal: c");
  }

  @Test
  void staysWhereItWasIfTheConfiguredFileCannotBeOpened() {
    LogSettings nowhere = new LogSettings(file("no/such"), "", "", "mail", "");
    assertThatThrownBy(() -> log.redirect(nowhere)).hasMessageContaining("no/such");
    log.error("heard");
    assertThat(said()).isEqualTo("Error: heard\n");
  }

  @Test
  void neverWritesToTheWire() throws IOException {
    log.redirect(new LogSettings("/dev/stdout", "", "", "mail", "at "));
    log.error("heard");
    assertThat(said()).isEqualTo("at Error: heard\n");
  }

  @Test
  void refusesAnUnknownSyslogFacility() {
    for (String facility : List.of("post", "local8", "localx")) {
      LogSettings settings = new LogSettings("syslog", "", "", facility, "");
      assertThatThrownBy(() -> log.redirect(settings)).hasMessageContaining(facility);
    }
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name));
  }

  private String withoutYear(String line) {
    return line.replaceFirst("^at [0-9]{4}: ", "");
  }

  @Test
  void isSilentAfterItsLastWord() {
    log.withPrefix("x: ").lastWarning("Killed with signal 15");
    log.error("late");
    log.withPrefix("y: ").raw("later");
    assertThat(said()).isEqualTo("x: Warning: Killed with signal 15\n");
  }
}
