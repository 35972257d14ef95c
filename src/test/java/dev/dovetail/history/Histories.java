package dev.dovetail.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Plays stories, random or told, on a stage that is built anew for each. */
public final class Histories {
  private static final int SHRUNK = 3;

  /** Makes two empty replicas and the line between them. */
  public interface Stage {
    Play open(long seed) throws IOException;
  }

  private final Stage stage;
  private final int steps;
  private final boolean full;

  /**
   * @param full whether the last runs look at all mails
   */
  public Histories(Stage stage, int steps, boolean full) {
    this.stage = stage;
    this.steps = steps;
    this.full = full;
  }

  /**
   * Plays the seeds that {@code -DPROPERTY=COUNT} and {@code -DPROPERTY.from=SEED} ask for.
   *
   * @throws AssertionError with the shortened stories of the first that failed
   */
  public void playSeeds(String property, int ordinarily) throws IOException {
    int from = Integer.getInteger(property + ".from", 0);
    int count = Integer.getInteger(property, ordinarily);
    List<Integer> failed = new ArrayList<>();
    StringBuilder shrunk = new StringBuilder();
    for (int seed = from; seed < from + count; seed++) {
      List<Step> story = new ArrayList<>();
      Optional<String> failure = invent(seed, story);
      if (failure.isPresent()) {
        failed.add(seed);
        int same = seed;
        Shrinker shrinker = new Shrinker(shorter -> failureOf(same, shorter), story, failure.get());
        shrunk.append("\nseed ").append(seed).append(": ").append(shrinker.shrink());
        if (failed.size() == SHRUNK) {
          break;
        }
      }
    }
    if (!failed.isEmpty()) {
      throw new AssertionError("Seeds " + failed + " failed." + shrunk);
    }
  }

  /** Plays a story that somebody wrote down. */
  public void tell(String... lines) throws IOException {
    List<Step> story = new ArrayList<>();
    for (String line : lines) {
      story.add(Step.of(line));
    }
    failureOf(0, story)
        .ifPresent(
            failure -> {
              throw new AssertionError(failure);
            });
  }

  private Optional<String> invent(int seed, List<Step> story) throws IOException {
    Play play = stage.open(seed);
    StoryTeller teller = new StoryTeller(new Random(seed), play);
    try {
      while (story.size() < steps) {
        Step step = teller.next();
        story.add(step);
        if (!play.act(step)) {
          story.remove(story.size() - 1);
        }
      }
      play.end(full);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(text(e));
    }
  }

  private Optional<String> failureOf(int seed, List<Step> story) throws IOException {
    Play play = stage.open(seed);
    try {
      for (Step step : story) {
        play.act(step);
      }
      play.end(full);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(text(e));
    }
  }

  private static String text(Throwable failure) {
    StringBuilder text = new StringBuilder(String.valueOf(failure));
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      StackTraceElement[] trace = cause.getStackTrace();
      for (int i = 0; i < Math.min(trace.length, 6); i++) {
        text.append("\n      at ").append(trace[i]);
      }
    }
    return text.toString();
  }
}
