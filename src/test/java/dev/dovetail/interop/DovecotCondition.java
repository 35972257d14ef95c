package dev.dovetail.interop;

import java.io.IOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for Dovecot 2.3 once for each class that wants it. */
final class DovecotCondition implements ExecutionCondition {
  private static final String MISSING = missing();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return LeaveOut.unlessComplete(context, MISSING);
  }

  private static String missing() {
    if (!Command.found("dovecot") || !Command.found("doveadm")) {
      return "Dovecot 2.3";
    }
    try {
      String version = Command.of("dovecot", "--version").run().text();
      return version.startsWith("2.3.") ? "" : "Dovecot 2.3 (found " + version.strip() + ")";
    } catch (IOException e) {
      return "Dovecot 2.3 (" + e.getMessage() + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "Dovecot 2.3 (interrupted)";
    }
  }
}
