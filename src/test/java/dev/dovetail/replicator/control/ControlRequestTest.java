package dev.dovetail.replicator.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlRequestTest {

  @Test
  void linesAreThoseOfDoveadm() {
    assertThat(new ControlRequest.Summary().line()).isEqualTo("STATUS");
    assertThat(new ControlRequest.Users("j*").line()).isEqualTo("STATUS\tj*");
    assertThat(new ControlRequest.Connections().line()).isEqualTo("STATUS-DSYNC");
    assertThat(new ControlRequest.Replicate("high", true, "*").line())
        .isEqualTo("REPLICATE\thigh\tf\t*");
    assertThat(new ControlRequest.Replicate("bogus", false, "x").line())
        .isEqualTo("REPLICATE\tbogus\t\tx");
    assertThat(new ControlRequest.Add("joe@example.com").line()).isEqualTo("ADD\tjoe@example.com");
    assertThat(new ControlRequest.Remove("a\tb").line()).isEqualTo("REMOVE\ta\u0001tb");
    assertThat(new ControlRequest.Notify("jane", false, "").line()).isEqualTo("NOTIFY\tjane\t\t");
  }

  @Test
  void whatIsWrittenIsRead() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      String name = RandomText.of(random);
      String other = RandomText.of(random);
      for (ControlRequest request :
          List.of(
              new ControlRequest.Users(name),
              new ControlRequest.Replicate(other, random.nextBoolean(), name),
              new ControlRequest.Add(name),
              new ControlRequest.Remove(name),
              new ControlRequest.Notify(name, random.nextBoolean(), other))) {
        assertThat(ControlRequest.parse(request.line())).contains(request);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "status",
        "STATUS\ta\tb",
        "REPLICATE\tlow\tx",
        "REMOVE",
        "NOTIFY\ta\tb",
        "QUIT",
        "\t\t"
      })
  void anythingElseIsNone(String line) {
    assertThat(ControlRequest.parse(line)).isEmpty();
  }
}
