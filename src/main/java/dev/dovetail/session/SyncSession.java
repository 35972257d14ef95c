package dev.dovetail.session;

import dev.dovetail.brain.InitiatorBrain;
import dev.dovetail.brain.SyncOptions;
import dev.dovetail.brain.SyncOutcome;
import dev.dovetail.brain.SyncRequest;
import dev.dovetail.brain.Whereabouts;
import dev.dovetail.config.NamespaceSettings;
import dev.dovetail.config.Settings;
import dev.dovetail.log.Log;
import dev.dovetail.os.HostName;
import dev.dovetail.storage.MailStore;
import dev.dovetail.transport.Link;
import dev.dovetail.wire.Peer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One sync of one user's mail, from the side that started it. */
public final class SyncSession {
  private final UserContext user;
  private final SyncRequest request;
  private final LinkOptions linkOptions;
  private final Map<String, String> environment;
  private final Interruption interruption;
  private final Log log;

  /**
   * @param environment of this process
   * @param interruption ends the run early
   */
  public SyncSession(
      UserContext user,
      SyncRequest request,
      LinkOptions linkOptions,
      Map<String, String> environment,
      Interruption interruption,
      Log log) {
    this.user = user;
    this.request = request;
    this.linkOptions = linkOptions;
    this.environment = environment;
    this.interruption = interruption;
    this.log = log;
  }

  /**
   * Runs to the end. The link was opened before, so that the other end starts while our store is
   * opened; it is not closed here.
   */
  public SyncReport over(Link link) {
    SyncReport report;
    try (StoppableLink stoppable = new StoppableLink(link, interruption)) {
      report = talk(stoppable);
    } catch (IOException e) {
      report = SyncReport.failure(e, SyncReport.NO_MAILBOXES);
    }
    return report;
  }

  /** Runs against another store of the same user, in this process (doveadm-interfaces 1.6). */
  public SyncReport with(String location) {
    try (LocalResponder responder =
        LocalResponder.start(user, location, request.scope(), environment, interruption, log)) {
      SyncReport report = talk(responder.link());
      return responder.explain(report);
    } catch (IOException e) {
      return SyncReport.failure(e, SyncReport.NO_MAILBOXES);
    }
  }

  /**
   * @param prefixes of the namespaces that {@code -n} has turned out to mean
   */
  private SyncOptions options(String hostname, List<String> prefixes) throws IOException {
    Settings settings = user.settings().settings();
    return new SyncOptions(
        hostname,
        request.in(request.scope().inNamespaces(prefixes)),
        settings.dsync().commitMessagesInterval(),
        settings.dsync().hashedHeaders(),
        settings.dsync().altChar(),
        settings.dsync().features().contains("empty-header-workaround"),
        new Whereabouts(
            StoreIdentity.of(user),
            linkOptions.otherHost(),
            linkOptions.otherHost() && settings.dovetail().compression()));
  }

  private SyncReport talk(StoppableLink link) {
    String hostname = HostName.full(environment);
    InitiatorBrain brain = null;
    List<NamespaceSettings> namespaces;
    try {
      namespaces = new NamespaceScope(user.settings(), log).ofInitiator(request.scope());
    } catch (IOException e) {
      return SyncReport.failure(e, SyncReport.NO_MAILBOXES);
    }
    try (Peer peer = link.peer(linkOptions.timeout(), user.rawlog(linkOptions.rawlog()), log);
        MailStore store = StoreFactory.open(user.settings(), namespaces, hostname, log)) {
      brain =
          new InitiatorBrain(
              store,
              peer,
              options(hostname, NamespaceScope.prefixes(request.scope(), namespaces)),
              log);
      SyncOutcome outcome = brain.run();
      return SyncReport.success(outcome);
    } catch (IOException e) {
      return SyncReport.failure(
          e, brain == null ? SyncReport.NO_MAILBOXES : brain.stateOnFailure());
    }
  }
}
