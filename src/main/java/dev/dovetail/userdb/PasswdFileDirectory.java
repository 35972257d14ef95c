package dev.dovetail.userdb;

import dev.dovetail.config.AuthDatabase;
import dev.dovetail.failure.SyncException;
import dev.dovetail.os.Accounts;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code driver = passwd-file} (doveadm-interfaces 5.4). */
final class PasswdFileDirectory implements UserdbSource {

  private static final int COLUMNS = 8;
  private static final int UID = 2;
  private static final int GID = 3;
  private static final int HOME = 5;
  private static final int EXTRA = 7;
  private static final String PREFIX = "userdb_";

  private final String path;
  private final String usernameFormat;
  private final UserExpansion expansion;
  private final boolean listsAll;
  private final Map<String, PasswdFile> files = new HashMap<>();

  /**
   * @param alone whether there is no other userdb: else lines for the passdb are not listed
   */
  PasswdFileDirectory(AuthDatabase database, UserExpansion expansion, boolean alone) {
    this.expansion = expansion;
    this.listsAll = alone;
    boolean version24 = expansion.version24();
    String format = version24 ? "%{user}" : "%u";
    String rest = database.args().strip();
    if (version24) {
      format = database.settings().getOrDefault("auth_username_format", format);
    } else {
      for (int space = rest.indexOf(' ');
          rest.startsWith("username_format=") || rest.startsWith("scheme=");
          space = rest.indexOf(' ')) {
        String word = space < 0 ? rest : rest.substring(0, space);
        if (word.startsWith("username_format=")) {
          format = word.substring("username_format=".length());
        }
        rest = space < 0 ? "" : rest.substring(space + 1).stripLeading();
      }
    }
    this.path = rest;
    this.usernameFormat = format;
  }

  /** Whether the file has an entry of that name, complete or not. */
  boolean contains(String name) throws SyncException {
    return line(name) != null;
  }

  private String line(String name) throws SyncException {
    String key = expansion.text("username_format", usernameFormat, name);
    String file = expansion.path("args", path, name);
    PasswdFile known = files.get(file);
    if (known == null) {
      known = new PasswdFile(file);
      files.put(file, known);
    }
    return known.line(key);
  }

  @Override
  public Map<String, String> lookup(String name) throws SyncException {
    String line = line(name);
    String[] columns = line == null ? new String[0] : line.split(":", COLUMNS);
    if (columns.length <= GID) {
      return null;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    if (!putNumber(fields, "uid", columns[UID], false)
        || !putNumber(fields, "gid", columns[GID], true)) {
      return null;
    }
    if (columns.length > HOME && !columns[HOME].isEmpty()) {
      fields.put("home", columns[HOME]);
    }
    if (columns.length > EXTRA) {
      putExtra(fields, columns[EXTRA], name);
    }
    return fields;
  }

  /** False if the column is neither empty nor the number or name of an account other than root. */
  private static boolean putNumber(
      Map<String, String> fields, String field, String column, boolean group) {
    if (column.isEmpty()) {
      return true;
    }
    try {
      long number = Accounts.number(column, group);
      if (number > 0) {
        fields.put(field, String.valueOf(number));
      }
      return number > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void putExtra(Map<String, String> fields, String column, String name)
      throws SyncException {
    if (column.startsWith(":")) {
      // An old form: no extra fields, and a mail location behind them.
      fields.put("mail", column.substring(1));
      return;
    }
    for (String word : column.split(" ")) {
      if (word.startsWith(PREFIX) && word.length() > PREFIX.length()) {
        int equals = word.indexOf('=');
        String field = word.substring(PREFIX.length(), equals < 0 ? word.length() : equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        fields.put(field, expansion.field(field, value, name));
      }
    }
  }

  @Override
  public String whyNotListable() {
    return path.indexOf('%') < 0 ? "" : "the path of its file contains variables";
  }

  @Override
  public void list(Consumer<String> each) throws SyncException {
    files.computeIfAbsent(path, PasswdFile::new).names(listsAll, each);
  }
}
