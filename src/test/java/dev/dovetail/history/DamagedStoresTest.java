package dev.dovetail.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever has become of the files beside the mails, no mail is lost, and a few runs heal it.
 * {@code -Ddovetail.damages=COUNT} and {@code -Ddovetail.damages.from=SEED} play others.
 */
class DamagedStoresTest {
  private static final int SEEDS = 200;
  private static final int RUNS = 3;

  @TempDir Path directory;

  @Test
  @Timeout(600)
  void areHealedAndLoseNoMail() throws IOException {
    SeededScenes.play(directory, "dovetail.damages", SEEDS, DamagedStoresTest::play);
  }

  private static void play(TwoMaildirs stores, int seed, List<String> story) throws IOException {
    Map<String, List<String>> wanted = stores.union();
    Random random = new Random(seed);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      damage(stores.root(), random, story);
    }
    Optional<SyncException> failure = sync(stores);
    for (int run = 1; run < RUNS; run++) {
      if (failure.isEmpty() && stores.missing(wanted).isEmpty()) {
        return;
      }
      failure = sync(stores);
    }
    if (failure.isPresent()) {
      assertThat(failure.get().grade()).isEqualTo(Grade.NOT_POSSIBLE);
      assertThat(failure.get()).hasMessageContaining("version");
    } else {
      assertThat(stores.missing(wanted)).isEmpty();
    }
  }

  private static void damage(Path root, Random random, List<String> story) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(
                  path -> !path.getParent().endsWith("cur") && !path.getParent().endsWith("new"))
              .sorted()
              .toList();
    }
    Path file = files.get(random.nextInt(files.size()));
    byte[] before = Files.readAllBytes(file);
    byte[] after = Mutation.of(before, random);
    Files.write(file, after);
    story.add(root.relativize(file) + " " + before.length + "->" + after.length);
  }

  /** The line that the admin gets if it fails; anything else is a fault of ours. */
  private static Optional<SyncException> sync(TwoMaildirs stores) {
    try {
      stores.sync(new OurLine());
      return Optional.empty();
    } catch (IOException e) {
      Throwable cause = e;
      while (!(cause instanceof SyncException) && cause.getCause() != null) {
        cause = cause.getCause();
      }
      assertThat(cause).isInstanceOf(SyncException.class);
      assertThat(cause.getMessage()).doesNotContain("\n");
      return Optional.of((SyncException) cause);
    }
  }
}
