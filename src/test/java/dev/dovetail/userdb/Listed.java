package dev.dovetail.userdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a directory lists, all at once. */
final class Listed {
  private Listed() {}

  static List<String> names(UserDirectory users, UserMask mask) throws IOException {
    List<String> names = new ArrayList<>();
    users.iterate(mask, names::add);
    return names;
  }
}
