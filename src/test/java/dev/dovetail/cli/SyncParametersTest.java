package dev.dovetail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import dev.dovetail.replicator.SyncOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncParametersTest {

  private static SyncParameters parameters(String text) {
    return new SyncParameters("dovetail", List.of(text.split(" ")));
  }

  @Test
  void getStateAndFullWhenTheyAreDue() throws Exception {
    SyncParameters usual = parameters("-d -N -l 30 -U");
    assertThat(usual.check().notifiesReplicator()).isTrue();
    assertThat(usual.of(new SyncOrder("tcp:b", "", true)))
        .containsExactly("-d", "-N", "-l", "30", "-U", "-f", "-s", "");
    assertThat(usual.of(new SyncOrder("tcp:b", "AQ==", false)))
        .containsExactly("-d", "-N", "-l", "30", "-U", "-s", "AQ==");
    assertThat(
            SyncParameters.arguments("dovetail", usual.of(new SyncOrder("tcp:b", "", true)))
                .wantsState())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-d -u jane", "-A", "-d -S /x", "-d -s x", "-d -R", "-d --jobs 3", "-Z", "-l x"})
  void thatSayWhoOrWhereAreRejected(String text) {
    assertThatThrownBy(() -> parameters(text).check())
        .isInstanceOf(SyncException.class)
        .hasMessageStartingWith("replication_dsync_parameters = " + text + ": ");
  }

  @Test
  void withADestinationAreRejected() {
    assertThatThrownBy(() -> parameters("-N tcp:elsewhere").check())
        .hasMessageContaining("'tcp:elsewhere' is no option");
  }
}
