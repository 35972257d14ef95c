package dev.dovetail.userdb;

import dev.dovetail.config.Settings;
import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.os.Account;
import dev.dovetail.os.Accounts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code driver = passwd}: the users of this system (doveadm-interfaces 5.4). */
final class SystemPasswdDirectory implements UserdbSource {

  private final Settings settings;

  SystemPasswdDirectory(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Map<String, String> lookup(String name) throws SyncException {
    Optional<Account> account;
    try {
      account = Accounts.user(name);
    } catch (IOException e) {
      throw failed("look up the system user '" + Quoting.forMessage(name) + "'", e);
    }
    if (account.isEmpty()) {
      return null;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("system_groups_user", name);
    fields.put("uid", String.valueOf(account.get().uid()));
    fields.put("gid", String.valueOf(account.get().gid()));
    fields.put("home", account.get().home());
    return fields;
  }

  @Override
  public String whyNotListable() {
    return "";
  }

  /** Those whose mail may be touched: the system's own accounts are no users. */
  @Override
  public void list(Consumer<String> each) throws SyncException {
    try {
      Accounts.list(
          account -> {
            if (settings.mayServe("uid", account.uid())
                && settings.mayServe("gid", account.gid())) {
              each.accept(account.name());
            }
          });
    } catch (SyncException e) {
      throw e;
    } catch (IOException e) {
      throw failed("list the system's users", e);
    }
  }

  private static SyncException failed(String attempt, IOException e) {
    return new SyncException(
        Grade.TEMPORARY, "Cannot " + attempt + " in /etc/passwd: " + e.getMessage(), e);
  }
}
