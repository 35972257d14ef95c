package dev.dovetail.transport.tls;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * OpenSSL's cipher lists, for the suites that this Java has switched on: words with colons between
 * that add, remove ({@code -}), forbid ({@code !}) or move to the end ({@code +}). As in OpenSSL
 * the suites of TLS 1.3 are not among them.
 */
final class CipherList {
  private final String text;
  private final List<CipherSuite> known = new ArrayList<>();
  private final Set<CipherSuite> chosen = new LinkedHashSet<>();
  private final Set<CipherSuite> forbidden = new LinkedHashSet<>();

  private CipherList(String text, String[] names) {
    this.text = text;
    for (String name : names) {
      if (CipherSuite.isOne(name)) {
        known.add(CipherSuite.of(name));
      }
    }
  }

  /**
   * The suites that a list chooses, the preferred ones first.
   *
   * @param text {@code ssl_cipher_list}
   * @param names those to choose from; those of TLS 1.3 are always chosen
   * @throws SyncException ({@code CONFIGURATION}) if a word has no counterpart, or nothing is left
   */
  static String[] choose(String text, String[] names) throws SyncException {
    CipherList list = new CipherList(text, names);
    for (String word : text.split("[:, ]+")) {
      if (!word.isEmpty()) {
        list.apply(word);
      }
    }
    List<String> result = new ArrayList<>();
    for (String name : names) {
      if (!CipherSuite.isOne(name)) {
        result.add(name);
      }
    }
    list.chosen.forEach(suite -> result.add(suite.name()));
    if (result.isEmpty()) {
      throw list.unusable("it leaves no cipher suite that this Java has");
    }
    return result.toArray(new String[0]);
  }

  private void apply(String word) throws SyncException {
    int at = word.indexOf('@');
    if (at > 0) {
      apply(word.substring(0, at));
    }
    if (at >= 0) {
      sort(word.substring(at));
      return;
    }
    char first = word.charAt(0);
    boolean changes = first == '!' || first == '-' || first == '+';
    List<CipherSuite> meant = meant(changes ? word.substring(1) : word);
    switch (first) {
      case '!' -> {
        forbidden.addAll(meant);
        chosen.removeAll(meant);
      }
      case '-' -> chosen.removeAll(meant);
      case '+' -> {
        meant.retainAll(chosen);
        chosen.removeAll(meant);
        chosen.addAll(meant);
      }
      default -> {
        meant.removeAll(forbidden);
        chosen.addAll(meant);
      }
    }
  }

  private void sort(String command) throws SyncException {
    if (!command.equals("@STRENGTH")) {
      throw unusable(command + " has no counterpart in Java; of such words only @STRENGTH has");
    }
    List<CipherSuite> sorted = new ArrayList<>(chosen);
    sorted.sort(Comparator.comparingInt(CipherSuite::strength).reversed());
    chosen.clear();
    chosen.addAll(sorted);
  }

  /** Those that all of the words mean, which have {@code +} between them. */
  private List<CipherSuite> meant(String words) throws SyncException {
    List<CipherSuite> meant = new ArrayList<>(known);
    for (String word : words.split("\\+")) {
      List<CipherSuite> these = new ArrayList<>();
      for (CipherSuite suite : known) {
        Boolean means = suite.isMeantBy(word);
        if (means == null) {
          if (word.matches("[A-Z0-9]+(-[A-Z0-9]+)+")) {
            // The name of a suite that this Java does not have; OpenSSL passes over such names,
            // too.
            continue;
          }
          throw unusable("it has the unknown word " + word);
        }
        if (means) {
          these.add(suite);
        }
      }
      meant.retainAll(these);
    }
    return meant;
  }

  private SyncException unusable(String reason) {
    return new SyncException(
        Grade.CONFIGURATION, "ssl_cipher_list = " + text + " cannot be used: " + reason);
  }
}
