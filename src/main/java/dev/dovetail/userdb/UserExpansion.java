package dev.dovetail.userdb;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.variable.AuthInfo;
import dev.dovetail.config.variable.VariableExpansion;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.os.Accounts;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Expands variables as the auth process does: {@code %h} is empty there. */
record UserExpansion(AuthInfo info, boolean version24) {

  /** A text that is no path. */
  String text(String setting, String text, String name) throws SyncException {
    return expand(setting, text, name, Map.of(), false);
  }

  /** A path; a name must not lead out of it. */
  String path(String setting, String text, String name) throws SyncException {
    return expand(setting, text, name, Map.of(), true);
  }

  /** The value of a field; those that are paths are treated so, and accounts become numbers. */
  String field(String field, String value, String name) throws SyncException {
    return field(field, value, name, Map.of());
  }

  private String field(String field, String value, String name, Map<String, String> known)
      throws SyncException {
    boolean path = field.equals("home") || field.equals("mail") || field.startsWith("mail_");
    boolean replica = field.equals("mail_replica");
    String text = expand("userdb field " + field, value, name, known, path && !replica);
    boolean account = field.equals("uid") || field.equals("gid");
    return account && !text.isEmpty() ? number(field, text) : text;
  }

  private static String number(String field, String text) throws SyncException {
    long number = -1;
    try {
      number = Accounts.number(text, field.equals("gid"));
    } catch (IOException e) {
      // Told below: nothing has that name as far as can be seen.
    }
    if (number < 0) {
      throw new SyncException(
          Grade.CONFIGURATION,
          "userdb field "
              + field
              + ": nobody on this system is '"
              + Quoting.forMessage(text)
              + "'; give a number");
    }
    return String.valueOf(number);
  }

  /** Puts a list of {@code name=value}, expanded, into {@code fields}. */
  void put(Map<String, String> fields, List<String> templates, String name) throws SyncException {
    for (String template : templates) {
      String field = name(template);
      fields.put(field, field(field, value(template), name, fields));
    }
  }

  /** The same, where there is no such field yet. */
  void putMissing(Map<String, String> fields, List<String> templates, String name)
      throws SyncException {
    for (String template : templates) {
      if (!fields.containsKey(name(template))) {
        put(fields, List.of(template), name);
      }
    }
  }

  private static String name(String template) {
    int equals = template.indexOf('=');
    return equals < 0 ? template : template.substring(0, equals);
  }

  private static String value(String template) {
    int equals = template.indexOf('=');
    return equals < 0 ? "" : template.substring(equals + 1);
  }

  private String expand(
      String setting, String text, String name, Map<String, String> fields, boolean path)
      throws SyncException {
    AuthVariables variables = new AuthVariables(name, fields, info, path, version24);
    return VariableExpansion.expand(setting, text, variables, version24);
  }
}
