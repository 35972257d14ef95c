package dev.dovetail.interop;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks once for each release of Dovecot that a class wants. */
final class DovecotCondition implements ExecutionCondition {
  private static final Map<DovecotRelease, String> MISSING = new EnumMap<>(DovecotRelease.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return LeaveOut.unlessComplete(context, missing(context.getRequiredTestClass()));
  }

  private static String missing(Class<?> test) {
    String missing = "";
    if (AnnotationSupport.isAnnotated(test, RequiresDovecot.class)) {
      missing = missing(DovecotRelease.chosen());
    }
    if (missing.isEmpty() && AnnotationSupport.isAnnotated(test, RequiresDovecot24.class)) {
      missing = missing(DovecotRelease.V2_4);
    }
    return missing;
  }

  private static synchronized String missing(DovecotRelease release) {
    return MISSING.computeIfAbsent(release, DovecotRelease::missing);
  }
}
