package dev.dovetail.replicator.control;

/**
 * A mask for names in the queue: {@code *} stands for any text, {@code ?} for one character; case
 * matters, other than in masks for the user database (doveadm-interfaces 1.10).
 */
record NameMask(String pattern) {

  boolean isMask() {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  boolean matches(String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      char mask = p < pattern.length() ? pattern.charAt(p) : 0;
      if (mask == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && (mask == '?' || mask == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
