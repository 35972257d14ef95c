package dev.dovetail.storage.maildir;

import java.util.Comparator;

/**
 * The order in which new files get their UIDs: by the second and microsecond in their names, as far
 * as these have them, then by the names.
 */
final class ArrivalOrder implements Comparator<String> {

  @Override
  public int compare(String left, String right) {
    int order = Long.compare(number(left, 0), number(right, 0));
    if (order == 0) {
      order = Long.compare(micros(left), micros(right));
    }
    return order != 0 ? order : left.compareTo(right);
  }

  private static long micros(String name) {
    int start = name.indexOf(".M");
    return start < 0 ? 0 : number(name, start + 2);
  }

  private static long number(String name, int start) {
    long value = 0;
    for (int i = start; i < name.length() && i < start + 15; i++) {
      int digit = name.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
