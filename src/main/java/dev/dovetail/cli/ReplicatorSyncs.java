package dev.dovetail.cli;

import dev.dovetail.config.Settings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.replicator.SyncOrder;
import dev.dovetail.replicator.SyncResult;
import dev.dovetail.replicator.SyncRunner;
import dev.dovetail.replicator.notify.UnwatchedMail;
import dev.dovetail.session.Destinations;
import dev.dovetail.session.HeardLink;
import dev.dovetail.session.OwnerServers;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.WorkerLines;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.tcp.PasswordRejection;
import dev.dovetail.transport.tcp.ServerRefusal;
import dev.dovetail.userdb.IncompleteListException;
import dev.dovetail.userdb.UserMask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Users and syncs for the replicator: in this process, or for root in one for each owner of mail,
 * which stays for a while. Thread-safe.
 */
final class ReplicatorSyncs implements SyncRunner {
  private static final int MOST_DESTINATIONS = 9;

  private final Invocation run;
  private final OwnerServers owners;
  private final MailWatch watch;
  private final UnwatchedMail unwatched;
  private final Destinations claims = new Destinations();
  private volatile Surroundings now;

  /** What SIGHUP replaces. */
  private record Surroundings(
      int generation, Users users, SyncParameters parameters, SyncArguments arguments) {}

  /**
   * @param owners make root's syncs
   * @param watch of the mail that is ours
   * @param unwatched hears who is watched by their owner's process
   */
  ReplicatorSyncs(
      Invocation run,
      Settings settings,
      OwnerServers owners,
      MailWatch watch,
      UnwatchedMail unwatched)
      throws IOException {
    this.run = run;
    this.owners = owners;
    this.watch = watch;
    this.unwatched = unwatched;
    unwatched.use(
        new OwnerEyes(name -> now.users().lookup(name, run.logFor(name)), run.logForAll()));
    this.now = surroundings(0, settings);
  }

  private Surroundings surroundings(int generation, Settings settings) throws IOException {
    SyncParameters parameters =
        new SyncParameters(run.shownName(), settings.replication().parameters());
    SyncArguments arguments = parameters.check();
    watch.use(settings.replication().watch());
    owners.limit(settings.dovetail().ownerProcesses());
    if (!settings.replication().watch()) {
      unwatched.forget();
    }
    return new Surroundings(generation, new Users(run, settings), parameters, arguments);
  }

  /** Goes on by another configuration. */
  void use(Settings settings) throws IOException {
    now = surroundings(now.generation() + 1, settings);
  }

  @Override
  public void users(String mask, Consumer<String> each) throws IOException {
    try {
      now.users().iterate(new UserMask(mask), each);
    } catch (IncompleteListException e) {
      run.log().warning(e.getMessage());
    }
  }

  @Override
  public Optional<Subject> find(String user) throws IOException {
    Surroundings surroundings = now;
    return surroundings
        .users()
        .lookup(user, run.logFor(user))
        .map(context -> new ReplicatedUser(context, surroundings));
  }

  private final class ReplicatedUser implements Subject {
    private final UserContext user;
    private final Surroundings surroundings;

    ReplicatedUser(UserContext user, Surroundings surroundings) {
      this.user = user;
      this.surroundings = surroundings;
    }

    /** {@code mail_replica}, {@code mail_replica2} and so on, as with Dovecot's own lists. */
    @Override
    public List<String> destinations() throws IOException {
      Set<String> destinations = new LinkedHashSet<>();
      if (!user.settings().noReplicate()) {
        user.settings().mailReplica().ifPresent(destinations::add);
        for (int i = 2; i <= MOST_DESTINATIONS; i++) {
          user.settings().plugin("mail_replica" + i).ifPresent(destinations::add);
        }
        destinations.remove("");
      }
      return new ArrayList<>(destinations);
    }

    @Override
    public SyncResult sync(SyncOrder order) {
      StderrLog log = run.logFor(user.name());
      long begin = System.nanoTime();
      SyncResult result = made(order, log);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      if (result.kind() == SyncResult.Kind.DONE) {
        log.debug(() -> "In sync with " + order.destination() + " after " + millis + " ms");
      }
      return result;
    }

    private SyncResult made(SyncOrder order, StderrLog log) {
      List<String> options = surroundings.parameters().of(order);
      Link link;
      Destination destination;
      try {
        destination =
            Destination.parse(
                List.of(order.destination()), "dsync-server", user.name(), user.lookedUp());
        if (destination instanceof Destination.MailLocation local) {
          boolean needOwner = Privileges.needOwner(user);
          claims.claim(user, local.location(), needOwner);
          return needOwner
              ? byOwner(Optional.empty(), order, options)
              : new ReplicaSync(run, user, options, watch).with(local.location());
        }
      } catch (IOException e) {
        return SyncResult.failed(Failure.report(e, log));
      }
      try {
        link = links().open(destination, user, log);
      } catch (ServerRefusal e) {
        return refused(e, log);
      } catch (IOException e) {
        String reason = Failure.report(e, log);
        return PasswordRejection.isBehind(e)
            ? SyncResult.turnedAway(reason)
            : SyncResult.unreachable(reason);
      }
      HeardLink heard = new HeardLink(link);
      try (heard) {
        boolean needOwner = Privileges.needOwner(user);
        SyncResult result =
            needOwner
                ? byOwner(Optional.of(heard), order, options)
                : new ReplicaSync(run, user, options, watch).over(heard, destination);
        if (result.kind() == SyncResult.Kind.DONE) {
          heard.end();
          return result;
        }
        if (needOwner && heard.loss() != null) {
          // The owner's process has said on the log what it knows.
          log.error(heard.loss());
        }
        String reason = WorkerLines.explained(result.reason(), heard.loss());
        boolean silent = !heard.heard() && !(destination instanceof Destination.DoveadmServer);
        SyncResult.Kind kind =
            result.kind() == SyncResult.Kind.UNREACHABLE && !silent
                ? SyncResult.Kind.FAILED
                : result.kind();
        return new SyncResult(kind, result.state(), reason);
      } catch (IOException e) {
        return SyncResult.failed(Failure.report(e, log));
      }
    }

    private DestinationLinks links() {
      SyncArguments arguments = surroundings.arguments();
      return new DestinationLinks(run, claims, arguments.timeout(), arguments.notifiesReplicator());
    }

    /**
     * Deviation: Dovecot forgets a user whom the other host does not have; here it is a failure.
     */
    private SyncResult refused(ServerRefusal refusal, StderrLog log) {
      if (refusal.reason().equals("NOREPLICATE")) {
        return SyncResult.leftAlone();
      }
      return SyncResult.failed(Failure.report(refusal, log));
    }

    /**
     * @param link empty if both ends are the owner's
     */
    private SyncResult byOwner(Optional<Link> link, SyncOrder order, List<String> options)
        throws IOException {
      // What the worker logs is on its standard error, too.
      WorkerReport report = new WorkerReport(line -> {});
      // Not behind the sync: by then the process may be ending.
      if (surroundings.users().settings().replication().watch()) {
        unwatched.isWatched(OwnerServers.owner(user), user.name());
      }
      List<String> words =
          ReplicatorWorker.words(surroundings.generation(), order.destination(), options);
      boolean debug = run.globals().debug();
      Optional<String> refused =
          link.isPresent()
              ? owners.serve(
                  user, words, debug, link.get(), surroundings.arguments().timeout(), report)
              : owners.serve(user, words, debug, report);
      return report
          .fields()
          .map(
              told ->
                  new SyncResult(SyncResult.Kind.valueOf(told.get(0)), told.get(1), told.get(2)))
          .orElseGet(
              () -> SyncResult.failed("the worker process says " + refused.orElse("nothing")));
    }
  }
}
