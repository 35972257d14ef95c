package dev.dovetail.userdb;

import dev.dovetail.failure.SyncException;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The users of a static userdb by their home directories: {@code /srv/mail/%d/%n} says where to
 * look. Directories that a user owns are never listed: behind the user's name nothing may vary.
 */
final class StaticListing {

  private static final int MAX_USERS = 1_000_000;

  private final UserExpansion expansion;
  private final String template;
  private final List<String> components;
  private int count;

  /**
   * @param template of the field {@code home}, or empty
   */
  StaticListing(String template, UserExpansion expansion) {
    this.template = template;
    this.expansion = expansion;
    this.components = List.of(template.split("/+"));
  }

  /** Why nobody can be found so; empty if somebody can. */
  String whyNot() {
    if (!template.startsWith("/")) {
      return "the driver static does not know who exists, and has no home=/… to look in";
    }
    boolean user = false;
    for (String component : components) {
      if (user && varies(component)) {
        return "home=" + template + " varies below the user's own directory";
      }
      user |= kind(component) == Kind.NAME || kind(component) == Kind.WHOLE;
    }
    return user ? "" : "home=" + template + " does not end in a directory named after the user";
  }

  private enum Kind {
    FIXED,
    NAME,
    DOMAIN,
    WHOLE,
    OTHER
  }

  private static Kind kind(String component) {
    return switch (component) {
      case "%n", "%Ln", "%{username}", "%{user | username}", "%{user|username}" -> Kind.NAME;
      case "%d", "%Ld", "%{domain}", "%{user | domain}", "%{user|domain}" -> Kind.DOMAIN;
      case "%u", "%Lu", "%{user}" -> Kind.WHOLE;
      default -> varies(component) ? Kind.OTHER : Kind.FIXED;
    };
  }

  private static boolean varies(String component) {
    return component.indexOf('%') >= 0;
  }

  /** Gets a user's name. */
  interface Found {
    void user(String name) throws SyncException;
  }

  void list(Found found) throws SyncException {
    count = 0;
    walk(new File("/"), 1, "", "", found);
  }

  private void walk(File directory, int at, String name, String domain, Found found)
      throws SyncException {
    if (at == components.size()) {
      check(directory, domain.isEmpty() ? name : name + "@" + domain, found);
      return;
    }
    String component = components.get(at);
    if (!varies(component)) {
      walk(new File(directory, component), at + 1, name, domain, found);
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.toPath())) {
      for (Path below : entries) {
        if (count >= MAX_USERS) {
          return;
        }
        String entry = below.getFileName().toString();
        switch (kind(component)) {
          case NAME, WHOLE -> walk(below.toFile(), at + 1, entry, domain, found);
          case DOMAIN -> walk(below.toFile(), at + 1, name, entry, found);
          default -> walk(below.toFile(), at + 1, name, domain, found);
        }
      }
    } catch (SyncException e) {
      throw e;
    } catch (IOException | DirectoryIteratorException e) {
      // No directory, or none of ours: nobody is found there.
    }
  }

  /** The name is the right one if it leads back to the directory. */
  private void check(File home, String name, Found found) throws SyncException {
    boolean possible = !name.isEmpty() && name.charAt(0) != '.' && home.isDirectory();
    if (possible && new File(expansion.field("home", template, name)).equals(home)) {
      count++;
      found.user(name);
    }
  }
}
