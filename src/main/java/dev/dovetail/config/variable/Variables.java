package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.ConfigException;

/** What {@code %} variables stand for in one place. */
@FunctionalInterface
public interface Variables {

  /**
   * The value of a variable by its long name: {@code user}, {@code username}, {@code domain},
   * {@code home}, {@code service}, {@code pid}, {@code uid} …; for {@code
   * %&#123;userdb:field&#125;} the name is {@code userdb:field}.
   *
   * @return null if there is no such variable here
   * @throws ConfigException if there is one, but its value must not be used here
   */
  String get(String name) throws ConfigException;
}
