package dev.dovetail.userdb;

import dev.dovetail.config.UserVariables;
import dev.dovetail.config.VariableExpansion;
import dev.dovetail.failure.SyncException;
import java.util.List;
import java.util.Map;

/** Lists of {@code name=value} whose values hold variables. */
final class FieldTemplates {

  private FieldTemplates() {}

  /** Puts all of {@code templates}, expanded for a user, into {@code fields}. */
  static void put(
      Map<String, String> fields, List<String> templates, String name, boolean version24)
      throws SyncException {
    for (String template : templates) {
      int equals = template.indexOf('=');
      String field = equals < 0 ? template : template.substring(0, equals);
      String value = equals < 0 ? "" : template.substring(equals + 1);
      fields.put(field, expand(field, value, name, version24));
    }
  }

  /** {@code %h} is empty here. In a field that is a path, a name must not lead out of it. */
  static String expand(String field, String value, String name, boolean version24)
      throws SyncException {
    boolean path = field.equals("home") || field.equals("mail") || field.startsWith("mail_");
    boolean replica = field.equals("mail_replica");
    return VariableExpansion.expand(
        "userdb field " + field,
        value,
        new UserVariables(name, "", "", Map.of(), path && !replica),
        version24);
  }
}
