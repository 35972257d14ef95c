package dev.dovetail.userdb;

import dev.dovetail.failure.SyncException;
import java.util.Map;
import java.util.function.Consumer;

/** One driver behind a {@code userdb} block. */
interface UserdbSource {

  /**
   * The fields of a user, uid, gid and home first.
   *
   * @param name normalised
   * @return null if the driver does not know the user
   * @throws SyncException if the driver cannot tell now
   */
  Map<String, String> lookup(String name) throws SyncException;

  /** Why this driver cannot list users; empty if it can. */
  String whyNotListable();

  /** All names as they are stored, in their order. Only if {@link #whyNotListable} is empty. */
  void list(Consumer<String> each) throws SyncException;
}
