package dev.dovetail.session;

import dev.dovetail.userdb.User;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a process of ours is that {@link OwnerProcess} started: the user as root has looked them up,
 * for the user database may be closed to the owner of the mail.
 *
 * @param lookedUp whether a user database knows the user
 */
public record Worker(Role role, User user, boolean lookedUp) {

  /** What the standard streams are. */
  public enum Role {
    /** The link to another end, which asks. */
    SERVER,
    /** The link to another end, which answers. */
    INITIATOR,
    /** Nothing: both ends are local. */
    LOCAL
  }

  private static final String ROLE = "DOVETAIL_WORKER";
  private static final String USER = "DOVETAIL_WORKER_USER";
  private static final String STATE = "\u0001state ";
  private static final char SEPARATOR = '\u0001';

  /** The worker that this process is by its environment; empty for an ordinary process. */
  public static Optional<Worker> of(Map<String, String> environment) {
    String role = environment.get(ROLE);
    String text = environment.get(USER);
    if (role == null || text == null) {
      return Optional.empty();
    }
    return Optional.of(read(Role.valueOf(role), text));
  }

  private static Worker read(Role role, String text) {
    String[] parts = text.split(String.valueOf(SEPARATOR), -1);
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 2; i + 1 < parts.length; i += 2) {
      fields.put(parts[i], parts[i + 1]);
    }
    boolean lookedUp = parts.length > 1 && parts[1].equals("y");
    return new Worker(role, new User(parts[0], fields), lookedUp);
  }

  /** A server of the owner's is this for one user after the other. */
  public static Worker serving(String description) {
    return read(Role.SERVER, description);
  }

  /** A user as {@link #serving} understands it. */
  static String describe(UserContext user) {
    return new Worker(Role.SERVER, user.user(), user.lookedUp()).text();
  }

  void describe(Map<String, String> environment) {
    environment.put(ROLE, role.name());
    environment.put(USER, text());
  }

  private String text() {
    StringBuilder text = new StringBuilder(user.name());
    text.append(SEPARATOR).append(lookedUp ? 'y' : 'n');
    for (Map.Entry<String, String> field : user.fields().entrySet()) {
      text.append(SEPARATOR).append(field.getKey()).append(SEPARATOR).append(field.getValue());
    }
    return text.toString();
  }

  /** How a worker tells its state string to the process that started it: a line on stderr. */
  public static String stateLine(String state) {
    return STATE + state;
  }

  /** The state in a line of a worker's stderr; null if it is an ordinary line. */
  static String stateIn(String line) {
    return line.startsWith(STATE) ? line.substring(STATE.length()) : null;
  }
}
