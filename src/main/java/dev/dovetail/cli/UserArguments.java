package dev.dovetail.cli;

import dev.dovetail.cli.line.ParsedLine.Given;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.config.variable.AuthInfo;
import dev.dovetail.text.IpAddress;
import dev.dovetail.text.TabEscaping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of {@code user} with their meaning (doveadm-interfaces 1.9).
 *
 * @param socket {@code -a}
 * @param info {@code -x}
 * @param field {@code -f}
 * @param text {@code -e}: a text to expand
 * @param userdbOnly {@code -u}
 */
record UserArguments(
    Optional<String> socket,
    AuthInfo info,
    Optional<String> field,
    Optional<String> text,
    boolean userdbOnly,
    boolean help) {
  private static final List<String> ADDRESSES = List.of("lip", "rip", "real_lip", "real_rip");
  private static final List<String> PORTS = List.of("lport", "rport", "real_lport", "real_rport");
  private static final List<String> TEXTS = List.of("session", "local_name");
  private static final String FORWARD = "forward_";
  private static final int MAX_PORT = 65_535;

  static UserArguments of(List<Given> options) throws UsageException {
    Optional<String> socket = Optional.empty();
    Optional<String> field = Optional.empty();
    Optional<String> text = Optional.empty();
    boolean userdbOnly = false;
    boolean help = false;
    AuthInfo info = AuthInfo.OWN;
    for (Given given : options) {
      switch (given.option().letter()) {
        case 'a' -> socket = Optional.of(given.value());
        case 'x' -> info = with(info, given.value());
        case 'f' -> field = Optional.of(given.value());
        case 'e' -> text = Optional.of(given.value());
        case 'u' -> userdbOnly = true;
        default -> help = true;
      }
    }
    return new UserArguments(socket, info, field, text, userdbOnly, help);
  }

  /** What is no known {@code name=value} matters to passdbs only, which nobody asks here. */
  private static AuthInfo with(AuthInfo info, String text) throws UsageException {
    int equals = text.indexOf('=');
    String name = equals < 0 ? "" : text.substring(0, equals);
    String value = text.substring(equals + 1);
    if (name.equals("service")) {
      return new AuthInfo(value, info.details());
    }
    Map<String, String> details = new LinkedHashMap<>(info.details());
    if (ADDRESSES.contains(name)) {
      details.put(name, address(name, value));
    } else if (PORTS.contains(name)) {
      details.put(name, port(name, value));
    } else if (TEXTS.contains(name)) {
      details.put(name, value);
    } else if (name.startsWith(FORWARD)) {
      String field = TabEscaping.escape(name.substring(FORWARD.length()) + "=" + value);
      details.merge("forward_fields", field, (all, next) -> all + "\t" + next);
    }
    return new AuthInfo(info.service(), details);
  }

  private static String address(String name, String value) throws UsageException {
    if (!IpAddress.isWritten(value)) {
      throw UsageException.fatal(name + ": Invalid ip");
    }
    return value;
  }

  private static String port(String name, String value) throws UsageException {
    boolean possible = !value.isEmpty() && value.length() <= 5;
    for (int i = 0; i < value.length() && possible; i++) {
      possible = value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    if (!possible || Integer.parseInt(value) > MAX_PORT) {
      throw UsageException.fatal(name + ": Invalid port number");
    }
    return value;
  }
}
