package dev.dovetail.cli.output;

/**
 * A column of a result.
 *
 * @param key its name in JSON
 * @param title its name elsewhere
 * @param hidden whether the title is left out; values then stand alone
 * @param expandable whether a table gives it room that is left over
 */
public record Column(String key, String title, boolean hidden, boolean expandable) {

  /** A column whose key is its title. */
  public static Column of(String title) {
    return new Column(title, title, false, false);
  }

  /** A column whose title shows only in formats that need one. */
  public static Column hidden(String key) {
    return new Column(key, key, true, false);
  }

  /** A column that takes what is left of a table's width. */
  public static Column expandable(String title) {
    return new Column(title, title, false, true);
  }
}
