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
    if (!isPossible(typed)) {
      return Optional.empty();
    }
    String name = expansion.text("auth_username_format", settings.authUsernameFormat(), typed);
    Map<String, String> fields = new LinkedHashMap<>();
    SyncException failure = null;
    boolean found = false;
    for (Block block : blocks) {
      String skip = block.setting("skip", "never");
      if (skip.equals("found") && found || skip.equals("notfound") && !found) {
        continue;
      }
      String verdict;
      try {
        boolean success = ask(block, name, fields);
        verdict =
            success
                ? block.setting("result_success", "return-ok")
                : block.setting("result_failure", "continue");
      } catch (SyncException e) {
        failure = e;
        verdict = block.setting("result_internalfail", "continue");
      }
      if (verdict.endsWith("-ok")) {
        found = true;
      } else if (verdict.endsWith("-fail")) {
        found = false;
      }
      if (verdict.startsWith("return")) {
        break;
      }
    }
    if (!found && failure != null) {
      throw failure;
    }
    if (!found) {
      return Optional.empty();
    }
    String changed = fields.remove("user");
    return Optional.of(new User(changed == null || changed.isEmpty() ? name : changed, fields));
  }

  /** As Dovecot: a name with other characters is a name that nobody has. */
  private boolean isPossible(String name) throws SyncException {
    String allowed = settings.authUsernameChars();
    boolean possible = !name.isEmpty();
    for (int i = 0; i < name.length() && possible; i++) {
      char c = name.charAt(i);
      possible = c >= ' ' && c != 0x7f && (allowed.isEmpty() || allowed.indexOf(c) >= 0);
    }
    return possible;
  }

  private boolean ask(Block block, String name, Map<String, String> fields) throws SyncException {
    if (block.source() == null) {
      throw unreadable(block, "Cannot look up user '" + Quoting.forMessage(name) + "'");
    }
    Map<String, String> own = block.source().lookup(name);
    if (own == null) {
      return false;
    }
    expansion.put(fields, block.database().defaultFields(), name);
    fields.putAll(own);
    expansion.put(fields, block.database().overrideFields(), name);
    return true;
  }

  static SyncException unreadable(Block block, String attempt) {
    return new SyncException(
        Grade.CONFIGURATION,
        attempt
            + ": the userdb driver "
            + Quoting.forMessage(block.database().driver())
            + " cannot be read without a running Dovecot; start it, or use a configuration (-c) with"
            + " a passwd-file or static userdb");
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
