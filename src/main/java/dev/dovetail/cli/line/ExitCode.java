package dev.dovetail.cli.line;

import dev.dovetail.config.syntax.ConfigException;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.transport.tcp.ServerRefusal;
import java.io.IOException;

/** The only place that turns a failure into doveadm's exit code (doveadm-interfaces 1.12). */
public final class ExitCode {
  public static final int SUCCESS = 0;

  /** The sync finished, but something changed meanwhile: another run is needed. */
  public static final int DESYNC = 2;

  public static final int USAGE = 64;
  public static final int DATA_ERROR = 65;
  public static final int NO_USER = 67;
  public static final int NOT_FOUND = 68;
  public static final int CANNOT_CREATE = 73;

  /** Anything that may work when tried again, and every failure without a code of its own. */
  public static final int TEMPORARY = 75;

  /** The other program does not keep to a protocol. */
  public static final int PROTOCOL = 76;

  public static final int NO_PERMISSION = 77;

  /** A bad global option, or a configuration file that is wrong. */
  public static final int REJECTED = 89;

  private ExitCode() {}

  /** What a failure of a run means to the shell. */
  public static int of(IOException failure) {
    if (failure instanceof ConfigException config && config.kind() == ConfigException.Kind.BROKEN) {
      return REJECTED;
    }
    if (failure instanceof ServerRefusal refusal) {
      return ofReply(refusal.reason());
    }
    return failure instanceof SyncException sync ? of(sync.grade()) : TEMPORARY;
  }

  /** What a doveadm server's failure means to the shell (doveadm-interfaces 3.3). */
  static int ofReply(String reason) {
    return switch (reason) {
      case "CHANGED" -> DESYNC;
      case "USAGE" -> USAGE;
      case "DATAERR" -> DATA_ERROR;
      case "NOUSER" -> NO_USER;
      case "NOTFOUND" -> NOT_FOUND;
      case "PROTOCOL" -> PROTOCOL;
      case "NOPERM" -> NO_PERMISSION;
      // The user is not to be replicated, and is not.
      case "NOREPLICATE" -> SUCCESS;
      default -> numbered(reason);
    };
  }

  /** A code without a name comes as its number. */
  private static int numbered(String reason) {
    boolean number = !reason.isEmpty() && reason.length() <= 3;
    for (int i = 0; i < reason.length(); i++) {
      number = number && reason.charAt(i) >= '0' && reason.charAt(i) <= '9';
    }
    int code = number ? Integer.parseInt(reason) : 0;
    return code > 0 && code < 256 ? code : TEMPORARY;
  }

  static int of(Grade grade) {
    return switch (grade) {
      case USAGE -> USAGE;
      case NOT_POSSIBLE -> DATA_ERROR;
      case NO_USER -> NO_USER;
      case NOT_FOUND -> NOT_FOUND;
      case OVER_QUOTA -> CANNOT_CREATE;
      case NO_PERMISSION -> NO_PERMISSION;
      case PROTOCOL -> PROTOCOL;
      // doveadm's own code for a configuration that does not fit never reaches the shell.
      case TEMPORARY, CONFIGURATION -> TEMPORARY;
    };
  }
}
