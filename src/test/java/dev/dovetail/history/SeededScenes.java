package dev.dovetail.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plays a scene for many seeds, each on a copy of the same two stores. */
final class SeededScenes {

  /** What happens with one seed. */
  interface Scene {
    /**
     * @param story what was done, for the message if it fails
     */
    void play(TwoMaildirs stores, int seed, List<String> story) throws IOException;
  }

  private SeededScenes() {}

  /**
   * Fails with the stories of all seeds that failed.
   *
   * @param property how many seeds; behind it {@code .from} has the first
   * @return how many were played
   */
  static int play(Path directory, String property, int usual, Scene scene) throws IOException {
    int from = Integer.getInteger(property + ".from", 0);
    int count = Integer.getInteger(property, usual);
    TwoMaildirs template = TwoMaildirs.create(directory.resolve("template"));
    List<String> failures = new ArrayList<>();
    for (int seed = from; seed < from + count; seed++) {
      Path stage = directory.resolve("seed" + seed);
      List<String> story = new ArrayList<>();
      try {
        scene.play(template.copyTo(stage), seed, story);
      } catch (AssertionError | IOException | RuntimeException e) {
        failures.add("seed " + seed + " " + story + ": " + e);
      }
      MaildirFiles.removeTree(stage);
    }
    assertThat(failures).isEmpty();
    return count;
  }
}
