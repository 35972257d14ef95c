package dev.dovetail.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a failing story shorter while it still fails. */
final class Shrinker {

  /** Acts a story from the beginning. */
  interface Trial {
    /** What went wrong; empty if nothing did. */
    Optional<String> failureOf(List<Step> story) throws IOException;
  }

  private final Trial trial;
  private List<Step> story;
  private String failure;

  Shrinker(Trial trial, List<Step> story, String failure) {
    this.trial = trial;
    this.story = List.copyOf(story);
    this.failure = failure;
  }

  /** The short story as the body of a test, with what is wrong at its end. */
  String shrink() throws IOException {
    for (int size = story.size() / 2; size > 0; size /= 2) {
      dropBlocks(size);
    }
    int before;
    do {
      before = size();
      dropBlocks(1);
      simplify();
    } while (size() < before);
    StringBuilder text = new StringBuilder("tell(\n");
    for (int i = 0; i < story.size(); i++) {
      String step = story.get(i).toString().replace("\\", "\\\\");
      text.append("    \"").append(step).append(i + 1 < story.size() ? "\",\n" : "\");\n");
    }
    return text + failure;
  }

  private int size() {
    return story.stream().mapToInt(step -> step.words().size()).sum();
  }

  private void dropBlocks(int size) throws IOException {
    for (int from = story.size() - size; from >= 0; from -= size) {
      List<Step> shorter = new ArrayList<>(story);
      shorter.subList(from, Math.min(from + size, shorter.size())).clear();
      keepIfFailing(shorter);
    }
  }

  /** Takes options away from the syncs. */
  private void simplify() throws IOException {
    for (int i = 0; i < story.size(); i++) {
      Step step = story.get(i);
      if (step.verb().equals("sync")) {
        for (String option : step.words().subList(2, step.words().size())) {
          List<Step> simpler = new ArrayList<>(story);
          simpler.set(i, story.get(i).without(option));
          keepIfFailing(simpler);
        }
      }
    }
  }

  private void keepIfFailing(List<Step> candidate) throws IOException {
    Optional<String> reason = trial.failureOf(candidate);
    if (reason.isPresent()) {
      story = candidate;
      failure = reason.get();
    }
  }
}
