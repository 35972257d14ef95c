package dev.dovetail.interop;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers whose users are replicated both ways, beside Dovecot 2.3. */
@RequiresDovecot
class ReplicationStoryIT {
  private static final Map<Cast, Future<Void>> STORIES = new EnumMap<>(Cast.class);

  /** All at once: they mostly wait. */
  @BeforeAll
  static void begin() {
    for (Cast cast : Cast.values()) {
      STORIES.put(cast, ReplicationStory.started(() -> play(cast)));
    }
  }

  /** Who replicates what, and how our replicators hear of changes. */
  private enum Cast {
    OURS_BESIDE_PLUGINS,
    OURS_AND_DOVECOTS,
    OURS_WITHOUT_PLUGINS
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Cast.class)
  void bothAreEqualInTheEndAndTheStatusTellsTheTruth(Cast cast) throws Throwable {
    try {
      STORIES.get(cast).get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static void play(Cast cast) throws Exception {
    try (ReplicatedSide left = left(cast);
        ReplicatedSide right = right(cast, left)) {
      ReplicationStory.tell(left, right, cast != Cast.OURS_AND_DOVECOTS);
    }
  }

  private static ReplicatedSide left(Cast cast) throws Exception {
    return cast == Cast.OURS_WITHOUT_PLUGINS
        ? ReplicatedSide.watching("left")
        : ReplicatedSide.told("left");
  }

  private static ReplicatedSide right(Cast cast, ReplicatedSide left) throws Exception {
    return switch (cast) {
      case OURS_BESIDE_PLUGINS -> ReplicatedSide.told("right");
      case OURS_AND_DOVECOTS -> ReplicatedSide.dovecots("right", left.port());
      case OURS_WITHOUT_PLUGINS -> ReplicatedSide.watching("right");
    };
  }
}
