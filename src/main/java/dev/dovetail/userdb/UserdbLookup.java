package dev.dovetail.userdb;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One look-up on its way through the {@code userdb} blocks; used once. */
final class UserdbLookup {
  private final List<UserdbBlock> blocks;
  private final UserExpansion expansion;
  private final boolean version24;
  private final UnreadableDrivers unreadable;

  private String name;
  private Map<String, String> fields = new LinkedHashMap<>();
  private boolean found;

  /** Whether the block that was asked last knows the user. */
  private boolean answered;

  private SyncException failure;
  private final List<String> lacking = new ArrayList<>();

  /**
   * @param name normalised
   */
  UserdbLookup(
      String name,
      List<UserdbBlock> blocks,
      UserExpansion expansion,
      boolean version24,
      UnreadableDrivers unreadable) {
    this.name = name;
    this.blocks = blocks;
    this.expansion = expansion;
    this.version24 = version24;
    this.unreadable = unreadable;
  }

  Optional<User> run() throws SyncException {
    int at = next(0);
    while (at < blocks.size()) {
      UserdbBlock block = blocks.get(at);
      Map<String, String> before = new LinkedHashMap<>(fields);
      String verdict = ask(block);
      if (verdict.endsWith("-ok")) {
        found = true;
      } else if (verdict.endsWith("-fail")) {
        found = false;
      }
      int following = verdict.startsWith("return") ? blocks.size() : next(at + 1);
      if (following < blocks.size() && !answered) {
        // What came of a block in vain; of the last one it stays, as in Dovecot.
        fields = before;
      } else if (following < blocks.size() || found) {
        expansion.put(fields, block.database().overrideFields(), name);
      }
      at = following;
    }
    if (!found) {
      throwIfUncertain();
      return Optional.empty();
    }
    fields.remove("user");
    return Optional.of(new User(name, fields));
  }

  /** The drivers that would have been asked before the answer. */
  List<String> lacking() {
    return lacking;
  }

  /** The next block that is not to be skipped, as things are. */
  private int next(int start) {
    int at = start;
    while (at < blocks.size()
        && blocks.get(at).setting("skip", "never").equals(found ? "found" : "notfound")) {
      at++;
    }
    return at;
  }

  /** Returns what the block's settings make of its answer. */
  private String ask(UserdbBlock block) {
    answered = false;
    if (block.source() == null) {
      lacking.add(block.database().driver());
      return block.setting("result_internalfail", "continue");
    }
    try {
      if (!version24) {
        expansion.put(fields, block.database().defaultFields(), name);
      }
      Map<String, String> own = block.source().lookup(name);
      answered = own != null;
      if (own == null) {
        return block.setting("result_failure", "continue");
      }
      fields.putAll(own);
      if (version24) {
        // There they fill in what the answer leaves out.
        expansion.putMissing(fields, block.database().defaultFields(), name);
      }
      String renamed = own.getOrDefault("user", "");
      name = renamed.isEmpty() ? name : renamed;
      return block.setting("result_success", "return-ok");
    } catch (SyncException e) {
      failure = e;
      return block.setting("result_internalfail", "continue");
    }
  }

  /** A user whom nobody knows may be known to those who could not be asked. */
  private void throwIfUncertain() throws SyncException {
    if (lacking.isEmpty() && !blocks.isEmpty()) {
      if (failure != null) {
        throw failure;
      }
      return;
    }
    String attempt = "Cannot look up user '" + Quoting.forMessage(name) + "': ";
    String other = failure == null ? "" : failure.getMessage() + ", and ";
    throw UnreadableDrivers.withRemedy(
        attempt
            + other
            + (blocks.isEmpty() ? unreadable.reasonWithoutDrivers() : unreadable.reason(lacking)));
  }
}
