package dev.dovetail.userdb;

import dev.dovetail.config.AuthDatabase;
import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * {@code driver = static}: the same fields for everybody (doveadm-interfaces 5.4). Who exists, the
 * passdb blocks decide, unless {@code allow_all_users=yes}.
 */
final class StaticDirectory implements UserdbSource {

  private static final String HOME = "home=";

  private final List<String> templates = new ArrayList<>();
  private final boolean allowAllUsers;
  private final PassdbCheck passdb;
  private final UserExpansion expansion;

  StaticDirectory(AuthDatabase database, PassdbCheck passdb, UserExpansion expansion) {
    this.passdb = passdb;
    this.expansion = expansion;
    boolean all = false;
    for (String name : List.of("static_allow_all_users", "allow_all_users")) {
      all |= "yes".equalsIgnoreCase(database.settings().get(name));
    }
    // In 2.4 they have a section of their own.
    templates.addAll(expansion.version24() ? database.defaultFields() : List.of());
    for (String word : database.args().split(" ")) {
      if (word.startsWith("allow_all_users=")) {
        all = word.equals("allow_all_users=yes");
      } else if (!word.isEmpty()) {
        templates.add(word);
      }
    }
    allowAllUsers = all;
  }

  @Override
  public Map<String, String> lookup(String name) throws SyncException {
    if (!allowAllUsers && !passdb.exists(name)) {
      return null;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    expansion.put(fields, templates, name);
    return fields;
  }

  private StaticListing listing() {
    String home = "";
    for (String template : templates) {
      home = template.startsWith(HOME) ? template.substring(HOME.length()) : home;
    }
    return new StaticListing(home, expansion);
  }

  @Override
  public String whyNotListable() {
    return listing().whyNot();
  }

  /** Deviation: Dovecot cannot list users of this driver. */
  @Override
  public void list(Consumer<String> each) throws SyncException {
    listing()
        .list(
            name -> {
              if (allowAllUsers || passdb.exists(name)) {
                each.accept(name);
              }
            });
  }
}
