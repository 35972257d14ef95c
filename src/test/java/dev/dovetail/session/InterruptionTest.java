package dev.dovetail.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final Interruption interruption = new Interruption();
  private final List<String> stopped = new ArrayList<>();

  @Test
  void stopsWhatRunsAndWhatBeginsLater() {
    Runnable done = () -> stopped.add("done");
    interruption.add(() -> stopped.add("running"));
    interruption.add(done);
    interruption.remove(done);
    assertThat(interruption.isInterrupted()).isFalse();
    interruption.interrupt();
    interruption.add(() -> stopped.add("late"));
    assertThat(stopped).containsExactly("running", "late");
    assertThat(interruption.isInterrupted()).isTrue();
  }
}
