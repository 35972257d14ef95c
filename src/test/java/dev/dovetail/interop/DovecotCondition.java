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
    if (MISSING.isEmpty()) {
      return ConditionEvaluationResult.enabled("Dovecot 2.3 is here");
    }
    String name = context.getRequiredTestClass().getSimpleName();
    if ("1".equals(System.getenv("DOVETAIL_REQUIRE_PEERS"))) {
      throw new IllegalStateException(
          name + " needs " + MISSING + ", and DOVETAIL_REQUIRE_PEERS=1 forbids leaving it out");
    }
    if (context.getTestMethod().isEmpty()) {
      System.out.println("LEFT OUT: " + name + ": " + MISSING + " is not installed");
    }
    return ConditionEvaluationResult.disabled(MISSING + " is not installed");
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
