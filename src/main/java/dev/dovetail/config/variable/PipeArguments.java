package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.Quoting;
import dev.dovetail.config.variable.PipeCall.Argument;
import dev.dovetail.config.variable.PipeCall.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a filter, checked and with the values of variables among them. */
final class PipeArguments {

  private final List<Argument> positional = new ArrayList<>();
  private final Map<String, Argument> named = new HashMap<>();
  private final PipeVariables variables;

  /**
   * @param limit how many arguments without a key there may be
   * @param keys that there may be
   */
  PipeArguments(PipeCall call, PipeVariables variables, int limit, String... keys)
      throws PipeRefusal {
    this.variables = variables;
    for (Argument argument : call.arguments()) {
      if (argument.key().isEmpty()) {
        positional.add(argument);
      } else if (List.of(keys).contains(argument.key())) {
        named.put(argument.key(), argument);
      } else {
        throw new PipeRefusal("Unsupported key '" + Quoting.forMessage(argument.key()) + "'");
      }
    }
    if (positional.size() > limit) {
      throw new PipeRefusal("Too many positional parameters");
    }
  }

  int count() {
    return positional.size();
  }

  /** The argument with this key, or else the one at this place; null if there is neither. */
  private Argument find(int place, String key) {
    Argument found = key.isEmpty() ? null : named.get(key);
    return found == null && place >= 0 && place < positional.size() ? positional.get(place) : found;
  }

  boolean has(int place, String key) {
    return find(place, key) != null;
  }

  private Argument required(int place, String key, String missing) throws PipeRefusal {
    Argument found = find(place, key);
    if (found == null) {
      throw new PipeRefusal(missing);
    }
    return found;
  }

  /** A text or a variable's value, which numbers are not. */
  String text(int place, String key, String missing) throws PipeRefusal {
    Argument argument = required(place, key, missing);
    if (argument.kind() == Kind.NUMBER) {
      throw new PipeRefusal(argument.text() + " is not a string");
    }
    return any(argument);
  }

  String textOr(int place, String key, String whenMissing) throws PipeRefusal {
    return has(place, key) ? text(place, key, "") : whenMissing;
  }

  /** The value of a text, a number or a variable. */
  String any(int place) throws PipeRefusal {
    return any(required(place, "", "Missing parameters"));
  }

  private String any(Argument argument) throws PipeRefusal {
    return argument.kind() == Kind.VARIABLE ? variables.get(argument.text()) : argument.text();
  }

  /** A number or a variable that is one. */
  long number(int place, String key, String missing) throws PipeRefusal {
    Argument argument = required(place, key, missing);
    if (argument.kind() == Kind.TEXT) {
      throw new PipeRefusal("'" + Quoting.forMessage(argument.text()) + "' is not a number");
    }
    return number(any(argument));
  }

  long numberOr(int place, String key, long whenMissing) throws PipeRefusal {
    return has(place, key) ? number(place, key, "") : whenMissing;
  }

  static long number(String text) throws PipeRefusal {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new PipeRefusal("'" + Quoting.forMessage(text) + "' is not a number");
    }
  }

  /** 1 or 0. */
  boolean flag(String key, boolean whenMissing) throws PipeRefusal {
    long value = numberOr(-1, key, whenMissing ? 1 : 0);
    if (value != 0 && value != 1) {
      throw new PipeRefusal("'" + value + "' is not 0 or 1");
    }
    return value == 1;
  }
}
