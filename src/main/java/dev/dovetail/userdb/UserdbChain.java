package dev.dovetail.userdb;

import dev.dovetail.config.AuthDatabase;
import dev.dovetail.config.Quoting;
import dev.dovetail.config.Settings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The {@code userdb} blocks of a configuration, asked in order (doveadm-interfaces 5.4). */
final class UserdbChain implements UserDirectory {

  /**
   * A block.
   *
   * @param source null for a driver that cannot be read without a running server
   */
  record Block(AuthDatabase database, UserdbSource source) {
    String setting(String name, String whenMissing) {
      String value = database.settings().get(name);
      return value == null || value.isEmpty() ? whenMissing : value;
    }
  }

  private final List<Block> blocks;
  private final Settings settings;
  private final UserExpansion expansion;
  private final Log log;

  UserdbChain(List<Block> blocks, Settings settings, UserExpansion expansion, Log log) {
    this.expansion = expansion;
    this.blocks = blocks;
    this.settings = settings;
    this.log = log;
  }

  @Override
  public Optional<User> lookup(String typed) throws SyncException {
    String translated = settings.auth().translated(typed);
    if (!isPossible(translated)) {
      return Optional.empty();
    }
    String name =
        expansion.text("auth_username_format", settings.auth().usernameFormat(), translated);
    return new Chain(name).run();
  }

  /** One look-up on its way through the blocks. */
  private final class Chain {
    private String name;
    private Map<String, String> fields = new LinkedHashMap<>();
    private boolean found;

    /** Whether the block that was asked last knows the user. */
    private boolean answered;

    private SyncException failure;

    Chain(String name) {
      this.name = name;
    }

    Optional<User> run() throws SyncException {
      int at = next(0);
      while (at < blocks.size()) {
        Block block = blocks.get(at);
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
      if (!found && failure != null) {
        throw failure;
      }
      fields.remove("user");
      return found ? Optional.of(new User(name, fields)) : Optional.empty();
    }

    /** The next block that is not to be skipped, as things are. */
    private int next(int start) {
      int at = start;
      while (at < blocks.size()) {
        String skip = blocks.get(at).setting("skip", "never");
        if (skip.equals(found ? "found" : "notfound")) {
          at++;
        } else {
          return at;
        }
      }
      return at;
    }

    /** Returns what the block's settings make of its answer. */
    private String ask(Block block) {
      answered = false;
      try {
        if (block.source() == null) {
          throw unreadable(block, "Cannot look up user '" + Quoting.forMessage(name) + "'");
        }
        if (!settings.isVersion24()) {
          expansion.put(fields, block.database().defaultFields(), name);
        }
        Map<String, String> own = block.source().lookup(name);
        answered = own != null;
        if (own == null) {
          return block.setting("result_failure", "continue");
        }
        fields.putAll(own);
        if (settings.isVersion24()) {
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
  }

  /** As Dovecot: a name with other characters is a name that nobody has. */
  private boolean isPossible(String name) throws SyncException {
    String allowed = settings.auth().usernameChars();
    boolean possible = !name.isEmpty();
    for (int i = 0; i < name.length() && possible; i++) {
      char c = name.charAt(i);
      // 0xfffd stands for bytes that are no UTF-8: which ones, cannot be said any more.
      possible =
          c >= ' ' && c != 0x7f && c != 0xfffd && (allowed.isEmpty() || allowed.indexOf(c) >= 0);
    }
    return possible;
  }

  static SyncException unreadable(Block block, String attempt) {
    return new SyncException(
        Grade.CONFIGURATION,
        attempt
            + ": the userdb driver "
            + Quoting.forMessage(block.database().driver())
            + " cannot be read without a running Dovecot; start it, or use a configuration (-c) with"
            + " a passwd-file, passwd or static userdb");
  }

  @Override
  public List<String> iterate(UserMask mask) throws SyncException {
    Set<String> names = new LinkedHashSet<>();
    List<String> reasons = new ArrayList<>();
    boolean anyListed = false;
    for (Block block : blocks) {
      String why =
          block.source() == null
              ? "the driver "
                  + block.database().driver()
                  + " cannot be read without a running Dovecot"
              : block.source().whyNotListable();
      if (!why.isEmpty()) {
        reasons.add("userdb " + block.database().driver() + ": " + why);
        continue;
      }
      anyListed = true;
      for (String name : block.source().list()) {
        if (mask.matches(name)) {
          names.add(name);
        }
      }
    }
    if (!anyListed) {
      throw new SyncException(
          Grade.CONFIGURATION,
          "Cannot list users: "
              + String.join("; ", reasons)
              + ". Name the users with -u or in a file with -F");
    }
    for (String reason : reasons) {
      log.warning("The list of users is not complete: " + reason);
    }
    return List.copyOf(names);
  }
}
