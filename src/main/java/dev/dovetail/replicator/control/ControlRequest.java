package dev.dovetail.replicator.control;

import dev.dovetail.text.TabEscaping;
import java.util.Optional;

/**
 * What a client of {@code replicator-doveadm} can ask for, one line each (doveadm-interfaces 4.3).
 */
public sealed interface ControlRequest {

  /** {@code STATUS}: how many users wait for what. */
  record Summary() implements ControlRequest {
    @Override
    public String line() {
      return "STATUS";
    }
  }

  /** {@code STATUS} with a mask: a line for each user that matches. */
  record Users(String mask) implements ControlRequest {
    @Override
    public String line() {
      return fields("STATUS", mask);
    }
  }

  /** {@code DETAILS}: all that is known of the users who match. Dovecot's hangs up on it. */
  record Details(String mask) implements ControlRequest {
    @Override
    public String line() {
      return fields("DETAILS", mask);
    }
  }

  /** {@code STATUS-DSYNC}: a line for each sync that can run. */
  record Connections() implements ControlRequest {
    @Override
    public String line() {
      return "STATUS-DSYNC";
    }
  }

  /**
   * {@code REPLICATE}: sync these users soon.
   *
   * @param priority as it was typed: it is for the server to reject it
   * @param mask a name without {@code *} and {@code ?} is added if it is not known
   */
  record Replicate(String priority, boolean full, String mask) implements ControlRequest {
    @Override
    public String line() {
      return fields("REPLICATE", priority, full ? "f" : "", mask);
    }
  }

  /** {@code ADD}: look after these users, too. */
  record Add(String mask) implements ControlRequest {
    @Override
    public String line() {
      return fields("ADD", mask);
    }
  }

  /** {@code REMOVE}: forget this user. */
  record Remove(String user) implements ControlRequest {
    @Override
    public String line() {
      return fields("REMOVE", user);
    }
  }

  /**
   * {@code NOTIFY}: the other host has just synced this user (doveadm-interfaces 4.5).
   *
   * @param state to go on from; empty if there is none
   */
  record Notify(String user, boolean full, String state) implements ControlRequest {
    @Override
    public String line() {
      return fields("NOTIFY", user, full ? "f" : "", state);
    }
  }

  /** The line, without its end. */
  String line();

  /**
   * The request in a line.
   *
   * @return empty if it is none, or has a wrong number of fields
   */
  static Optional<ControlRequest> parse(String line) {
    String[] words = line.split("\t", -1);
    for (int i = 0; i < words.length; i++) {
      words[i] = TabEscaping.unescape(words[i]);
    }
    return Optional.ofNullable(
        switch (words[0] + " " + (words.length - 1)) {
          case "STATUS 0" -> new Summary();
          case "STATUS 1" -> new Users(words[1]);
          case "DETAILS 1" -> new Details(words[1]);
          case "STATUS-DSYNC 0" -> new Connections();
          case "REPLICATE 3" -> new Replicate(words[1], words[2].contains("f"), words[3]);
          case "ADD 1" -> new Add(words[1]);
          case "REMOVE 1" -> new Remove(words[1]);
          case "NOTIFY 3" -> new Notify(words[1], words[2].contains("f"), words[3]);
          default -> null;
        });
  }

  private static String fields(String command, String... values) {
    StringBuilder line = new StringBuilder(command);
    for (String value : values) {
      line.append('\t').append(TabEscaping.escape(value));
    }
    return line.toString();
  }
}
