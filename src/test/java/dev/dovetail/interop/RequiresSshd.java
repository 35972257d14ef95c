package dev.dovetail.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Leaves a class out where OpenSSH is not installed, by the rule of {@link RequiresDovecot}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresSshd.Condition.class)
public @interface RequiresSshd {

  /** Looks for the programs. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean complete =
          Command.found("sshd") && Command.found("ssh-keygen") && Command.found("ssh-agent");
      return LeaveOut.unlessComplete(context, complete ? "" : "OpenSSH (sshd, ssh-keygen)");
    }
  }
}
