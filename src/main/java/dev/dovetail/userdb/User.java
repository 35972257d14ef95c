package dev.dovetail.userdb;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One user as the database answers.
 *
 * @param name the spelling to use from now on
 * @param fields in the order of the answer: {@code uid}, {@code gid}, {@code home}, {@code mail},
 *     {@code mail_replica} and whatever else there is; a field without {@code =} has an empty value
 */
public record User(String name, Map<String, String> fields) {

  public User {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  public Optional<String> field(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  /** Numeric user id as text. */
  public Optional<String> uid() {
    return field("uid");
  }

  /** Numeric group id as text. */
  public Optional<String> gid() {
    return field("gid");
  }

  public Optional<String> home() {
    return field("home");
  }

  /** Replaces {@code mail_location}. */
  public Optional<String> mail() {
    return field("mail");
  }

  /**
   * The user that the environment names: {@code USER}, with {@code HOME} as the home directory and
   * no look-up. Empty if {@code USER} is missing.
   */
  public static Optional<User> calling(Map<String, String> environment) {
    String name = environment.get("USER");
    if (name == null || name.isEmpty()) {
      return Optional.empty();
    }
    String home = environment.get("HOME");
    Map<String, String> fields = home == null || home.isEmpty() ? Map.of() : Map.of("home", home);
    return Optional.of(new User(name, fields));
  }
}
