package dev.dovetail.userdb;

import dev.dovetail.config.AuthDatabase;
import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code driver = static}: the same fields for everybody (doveadm-interfaces 5.4). Who exists, the
 * passdb blocks decide, unless {@code allow_all_users=yes}.
 */
final class StaticDirectory implements UserdbSource {

  private final List<String> templates = new ArrayList<>();
  private final boolean allowAllUsers;
  private final PassdbCheck passdb;
  private final UserExpansion expansion;

  StaticDirectory(AuthDatabase database, PassdbCheck passdb, UserExpansion expansion) {
    this.passdb = passdb;
    this.expansion = expansion;
    boolean all = "yes".equalsIgnoreCase(database.settings().get("static_allow_all_users"));
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

  @Override
  public String whyNotListable() {
    return "the driver static does not know who exists";
  }

  @Override
  public List<String> list() {
    throw new IllegalStateException(whyNotListable());
  }
}
