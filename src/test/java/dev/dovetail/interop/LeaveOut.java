package dev.dovetail.interop;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The one rule for tests whose tools are not installed. */
final class LeaveOut {
  private LeaveOut() {}

  /**
   * Leaves a class out with one line in the build's output, or fails it where {@code
   * DOVETAIL_REQUIRE_PEERS=1}.
   *
   * @param missing what is not installed; empty if nothing
   */
  static ConditionEvaluationResult unlessComplete(ExtensionContext context, String missing) {
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all that it needs is here");
    }
    String name = context.getRequiredTestClass().getSimpleName();
    if ("1".equals(System.getenv("DOVETAIL_REQUIRE_PEERS"))) {
      throw new IllegalStateException(
          name + " needs " + missing + ", and DOVETAIL_REQUIRE_PEERS=1 forbids leaving it out");
    }
    if (context.getTestMethod().isEmpty()) {
      System.out.println("LEFT OUT: " + name + ": " + missing + " is not installed");
    }
    return ConditionEvaluationResult.disabled(missing + " is not installed");
  }
}
