package dev.dovetail.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the stories set in the words of Dovecot 2.3, in those of 2.4. */
final class NewerSyntax {
  private NewerSyntax() {}

  /** The lines for one line; most have not changed. */
  static Stream<String> of(String line) {
    String[] setting = line.strip().split(" = ", 2);
    return switch (setting[0]) {
      case "mail_location", "location" -> location(setting[1]);
      case "ssl_cert" -> file("ssl_server_cert_file", setting[1]);
      case "ssl_key" -> file("ssl_server_key_file", setting[1]);
      case "ssl_client_cert" -> file("ssl_client_cert_file", setting[1]);
      case "ssl_client_key" -> file("ssl_client_key_file", setting[1]);
      case "mail_attribute_dict" ->
          Stream.of(
              "mail_attribute {",
              "dict file {",
              "path = " + setting[1].replace("file:%h", "%{home}"),
              "}",
              "}");
      default -> Stream.of(line);
    };
  }

  /** Settings that were a file's contents are its name now. */
  private static Stream<String> file(String name, String contents) {
    return Stream.of(name + " = " + contents.substring(1));
  }

  private static Stream<String> location(String value) {
    String[] parts = value.split(":");
    List<String> lines = new ArrayList<>();
    lines.add("mail_driver = " + parts[0]);
    lines.add("mail_path = " + parts[1]);
    for (String part : List.of(parts).subList(2, parts.length)) {
      String[] option = part.split("=");
      lines.add(
          switch (option[0]) {
            case "INDEX" -> "mail_index_path = " + option[1];
            case "CONTROL" -> "mail_control_path = " + option[1];
            case "INBOX" -> "mail_inbox_path = " + option[1];
            case "LAYOUT" -> "mailbox_list_layout = " + option[1];
            default -> throw new IllegalArgumentException(value);
          });
    }
    return lines.stream();
  }
}
