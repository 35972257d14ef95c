package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * Expands the variables of 2.4: {@code %&#123;name | filter | filter(arguments)&#125;}
 * (doveadm-interfaces 6.4). {@link PipeParser} has the syntax, {@link PipeFilters} the filters.
 */
final class PipeExpansion {

  private final String setting;
  private final String text;
  private final PipeVariables variables;

  private PipeExpansion(String setting, String text, PipeVariables variables) {
    this.setting = setting;
    this.text = text;
    this.variables = variables;
  }

  static String expand(String setting, String text, Variables variables) throws ConfigException {
    return new PipeExpansion(setting, text, new PipeVariables(variables)).expand();
  }

  private String expand() throws ConfigException {
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("%%{", at)) {
        result.append("%{");
        at += 3;
      } else if (text.startsWith("%{", at)) {
        try {
          PipeParser parser = new PipeParser(text, at + 2);
          result.append(PipeParser.characters(run(parser.parse())));
          at = parser.end();
        } catch (PipeRefusal e) {
          e.throwIfUnusable();
          throw VariableExpansion.failed(setting, text, e.getMessage());
        }
      } else {
        result.append(text.charAt(at++));
      }
    }
    return result.toString();
  }

  /** A refusal stays open until a step makes up for it, or one more cannot go on. */
  private String run(List<PipeCall> calls) throws PipeRefusal, ConfigException {
    PipeValue value = PipeValue.NOTHING;
    PipeRefusal open = null;
    boolean first = true;
    for (PipeCall call : calls) {
      try {
        value = first ? begin(call) : PipeFilters.apply(call, value, variables);
        open = null;
      } catch (PipeRefusal e) {
        e.throwIfUnusable();
        if (open != null) {
          throw open;
        }
        if (!first && !PipeFilters.isKnown(call.name())) {
          throw e;
        }
        open = e;
        value = PipeValue.NOTHING;
      }
      first = false;
    }
    if (open != null) {
      throw open;
    }
    String bytes = calls.isEmpty() ? "" : value.bytes();
    return value.binary()
        ? HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.ISO_8859_1))
        : bytes;
  }

  /** The first step is a variable, or else a filter that makes a value of its arguments. */
  private PipeValue begin(PipeCall call) throws PipeRefusal {
    try {
      return PipeValue.text(variables.get(call.name()));
    } catch (PipeRefusal e) {
      if (e.getCause() != null || !PipeFilters.isKnown(call.name())) {
        throw e;
      }
      return PipeFilters.apply(call, PipeValue.NOTHING, variables);
    }
  }
}
