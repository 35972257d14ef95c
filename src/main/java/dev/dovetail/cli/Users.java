package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.config.Settings;
import dev.dovetail.config.variable.AuthInfo;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.Worker;
import dev.dovetail.userdb.OtherHost;
import dev.dovetail.userdb.User;
import dev.dovetail.userdb.UserDirectories;
import dev.dovetail.userdb.UserDirectory;
import dev.dovetail.userdb.UserMask;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the users that a command line means (doveadm-interfaces 1.3). Thread-safe. */
final class Users {
  private final Invocation run;
  private final Settings settings;
  private UserDirectory directory;

  Users(Invocation run, Settings settings) {
    this.run = run;
    this.settings = settings;
  }

  /** The user whom the environment names, without look-up. */
  static User calling(Invocation run) throws UsageException {
    return User.calling(run.environment())
        .orElseThrow(
            () ->
                new UsageException(
                    ExitCode.USAGE, "Fatal: USER environment is missing and -u option not used"));
  }

  /** The calling user with their settings. */
  UserContext context(User calling) throws IOException {
    return UserContext.of(calling, settings, false);
  }

  /** The user whom root has looked up for this process. */
  UserContext context(Worker worker) throws IOException {
    return UserContext.of(worker.user(), settings, worker.lookedUp());
  }

  /**
   * Looks one user up.
   *
   * @return empty if there is no such user
   */
  Optional<UserContext> lookup(String name, StderrLog log) throws IOException {
    Optional<User> user;
    synchronized (this) {
      user = directory(log).lookup(name);
    }
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of(UserContext.of(user.get(), settings, true));
  }

  /** Hands over the names for {@code -A}, {@code -F} or a mask; nobody is listed twice. */
  void list(UserSelection selection, Consumer<String> each) throws IOException {
    if (selection.kind() == UserSelection.Kind.FILE) {
      UserFile.read(selection.text()).forEach(each);
      return;
    }
    UserMask mask =
        selection.kind() == UserSelection.Kind.ALL
            ? UserMask.all()
            : new UserMask(selection.text());
    Set<String> names = new HashSet<>();
    iterate(
        mask,
        name -> {
          if (names.add(name)) {
            each.accept(name);
          }
        });
  }

  /** Hands over the names that match while they are read; some may come twice. */
  synchronized void iterate(UserMask mask, Consumer<String> each) throws IOException {
    directory(run.log()).iterate(mask, each);
  }

  /** Where a user's mail is, if Dovecot's proxy has it on another host. */
  synchronized Optional<OtherHost> otherHost(String name, StderrLog log) throws IOException {
    return directory(log).otherHost(name);
  }

  private UserDirectory directory(StderrLog log) throws IOException {
    if (directory == null) {
      directory = UserDirectories.of(settings, AuthInfo.OWN, log);
    }
    return directory;
  }

  Settings settings() {
    return settings;
  }
}
