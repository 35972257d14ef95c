package dev.dovetail.brain.tree;

import dev.dovetail.storage.MailStore;
import java.io.IOException;
import java.util.List;

/** Carries out the changes of a tree merge (dsync-protocol 5.9). */
public final class TreeApply {
  private TreeApply() {}

  /**
   * What became of the changes.
   *
   * @param changesDuringSync one reason for each change that found the store different from its
   *     tree; not empty means that another run is needed
   */
  public record Outcome(int created, int deleted, int renamed, List<String> changesDuringSync) {}

  /**
   * Applies {@code result.changes()} in order, and keeps {@code result.tree()} in step where a
   * mailbox GUID changes.
   */
  public static Outcome apply(MailStore store, TreeMerge.Result result, TreeDirection direction)
      throws IOException {
    throw new UnsupportedOperationException();
  }
}
