package dev.dovetail.cli;

import dev.dovetail.config.AuthInfo;
import dev.dovetail.config.Settings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.Worker;
import dev.dovetail.userdb.OtherHost;
import dev.dovetail.userdb.User;
import dev.dovetail.userdb.UserDirectories;
import dev.dovetail.userdb.UserDirectory;
import dev.dovetail.userdb.UserMask;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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

  /** The names for {@code -A}, {@code -F} or a mask. */
  List<String> list(UserSelection selection) throws IOException {
    if (selection.kind() == UserSelection.Kind.FILE) {
      return UserFile.read(selection.text());
    }
    UserMask mask =
        selection.kind() == UserSelection.Kind.ALL
            ? UserMask.all()
            : new UserMask(selection.text());
    synchronized (this) {
      return directory(run.log()).iterate(mask);
    }
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
