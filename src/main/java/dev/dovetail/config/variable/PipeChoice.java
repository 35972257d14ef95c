package dev.dovetail.config.variable;

/**
 * The filters {@code if} and {@code switch}: what is compared is the value, or the first argument.
 */
final class PipeChoice {

  private PipeChoice() {}

  /** {@code if([left,] operator, right, yes, no)}. */
  static PipeValue one(PipeArguments arguments, PipeValue value) throws PipeRefusal {
    int first = value.isSet() ? 0 : 1;
    if (arguments.count() < first + 4) {
      throw new PipeRefusal("Missing parameters");
    }
    if (arguments.count() > first + 4) {
      throw new PipeRefusal("Too many positional parameters");
    }
    String left = value.isSet() ? value.bytes() : arguments.any(0);
    boolean holds = holds(left, operator(arguments, first), arguments.any(first + 1));
    return PipeValue.text(arguments.any(holds ? first + 2 : first + 3));
  }

  /** {@code switch([left,] operator, right, result[, right, result…][, otherwise])}. */
  static PipeValue ofMany(PipeArguments arguments, PipeValue value) throws PipeRefusal {
    int first = value.isSet() ? 0 : 1;
    if (arguments.count() <= first) {
      throw new PipeRefusal("Missing parameters");
    }
    if (arguments.count() < first + 3) {
      throw new PipeRefusal("At least one condition-value pair is required");
    }
    String left = value.isSet() ? value.bytes() : arguments.any(0);
    String operator = operator(arguments, first);
    int at = first + 1;
    for (; at + 1 < arguments.count(); at += 2) {
      if (holds(left, operator, arguments.any(at))) {
        return PipeValue.text(arguments.any(at + 1));
      }
    }
    if (at < arguments.count()) {
      return PipeValue.text(arguments.any(at));
    }
    throw new PipeRefusal("No default value provided");
  }

  private static String operator(PipeArguments arguments, int place) throws PipeRefusal {
    return arguments.text(place, "", "Missing parameters");
  }

  private static boolean holds(String left, String operator, String right) throws PipeRefusal {
    try {
      return Condition.holds(
          PipeParser.characters(left),
          PipeParser.characters(operator),
          PipeParser.characters(right));
    } catch (IllegalArgumentException e) {
      throw new PipeRefusal(e.getMessage());
    }
  }
}
