package dev.dovetail.session;

import dev.dovetail.config.MailLocation;
import dev.dovetail.config.NamespaceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Where changes in a user's mail show first: the index logs, and the mail itself. */
public final class WatchedPlaces {
  private WatchedPlaces() {}

  /**
   * The directories, whether they exist or not.
   *
   * @throws dev.dovetail.config.syntax.ConfigException if a mail location is wrong
   */
  public static Set<Path> of(UserContext user) throws IOException {
    Set<Path> places = new LinkedHashSet<>();
    for (NamespaceSettings namespace : user.settings().namespaces()) {
      if (namespace.type().equals("private")) {
        MailLocation location = StoreFactory.location(user.settings(), namespace);
        places.add(location.root());
        add(places, location.index());
        add(places, location.control());
        add(places, location.inbox());
      }
    }
    return places;
  }

  private static void add(Set<Path> places, Optional<Path> place) {
    boolean inside = place.isPresent() && places.stream().anyMatch(place.get()::startsWith);
    if (place.isPresent() && !inside) {
      places.add(place.get());
    }
  }
}
