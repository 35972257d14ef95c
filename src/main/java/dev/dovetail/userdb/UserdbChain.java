package dev.dovetail.userdb;

import dev.dovetail.config.Settings;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The {@code userdb} blocks of a configuration, asked in order (doveadm-interfaces 5.4). */
final class UserdbChain implements UserDirectory {

  private final List<UserdbBlock> blocks;
  private final Settings settings;
  private final UserExpansion expansion;
  private final UnreadableDrivers unreadable;
  private final Log log;

  /** What one user could not be asked for, the others cannot either: that is said once. */
  private boolean warned;

  UserdbChain(
      List<UserdbBlock> blocks,
      Settings settings,
      UserExpansion expansion,
      UnreadableDrivers unreadable,
      Log log) {
    this.blocks = blocks;
    this.settings = settings;
    this.expansion = expansion;
    this.unreadable = unreadable;
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
    UserdbLookup lookup =
        new UserdbLookup(name, blocks, expansion, settings.isVersion24(), unreadable);
    Optional<User> user = lookup.run();
    if (user.isPresent() && !lookup.lacking().isEmpty() && !warned) {
      warned = true;
      log.warning(
          "Users are looked up in some of the userdbs: " + unreadable.reason(lookup.lacking()));
    }
    return user;
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

  @Override
  public void iterate(UserMask mask, Consumer<String> each) throws SyncException {
    List<String> reasons = new ArrayList<>();
    List<String> lacking = new ArrayList<>();
    boolean anyListed = false;
    for (UserdbBlock block : blocks) {
      if (block.source() == null) {
        lacking.add(block.database().driver());
        continue;
      }
      String why = block.source().whyNotListable();
      if (!why.isEmpty()) {
        reasons.add("userdb " + block.database().driver() + ": " + why);
        continue;
      }
      anyListed = true;
      block
          .source()
          .list(
              name -> {
                if (mask.matches(name)) {
                  each.accept(name);
                }
              });
    }
    if (blocks.isEmpty()) {
      reasons.add(unreadable.reasonWithoutDrivers());
    }
    if (!lacking.isEmpty()) {
      reasons.add(unreadable.reason(lacking));
    }
    if (!anyListed) {
      throw new SyncException(
          Grade.CONFIGURATION,
          "Cannot list users: "
              + String.join("; ", reasons)
              + ". Name the users with -u or in a file with -F");
    }
    if (!lacking.isEmpty()) {
      throw new IncompleteListException(String.join("; ", reasons));
    }
    if (!reasons.isEmpty()) {
      log.warning("The list of users is not complete: " + String.join("; ", reasons));
    }
  }
}
