package dev.dovetail.session;

import dev.dovetail.brain.InitiatorBrain;
import dev.dovetail.brain.SyncOutcome;
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
      Map<String, String> environment,
      Interruption interruption,
      Log log) {
    this.user = user;
    this.request = request;
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
        LocalResponder.start(user, location, environment, interruption, log)) {
      SyncReport report = talk(responder.link());
      return responder.explain(report);
    } catch (IOException e) {
      return SyncReport.failure(e, SyncReport.NO_MAILBOXES);
    }
  }

  private SyncReport talk(StoppableLink link) {
    String hostname = HostName.full(environment);
    InitiatorBrain brain = null;
    List<String> prefixes;
    try {
      prefixes = new NamespaceScope(user.settings(), log).ofInitiator(request);
    } catch (IOException e) {
      return SyncReport.failure(e, SyncReport.NO_MAILBOXES);
    }
    try (Peer peer = link.peer(request.timeout(), user.rawlog(request.rawlog()), log);
        MailStore store = StoreFactory.open(user.settings(), hostname, log)) {
      brain =
          new InitiatorBrain(
              store, peer, request.options(user.settings().settings(), hostname, prefixes), log);
      SyncOutcome outcome = brain.run();
      return SyncReport.success(outcome);
    } catch (IOException e) {
      return SyncReport.failure(
          e, brain == null ? SyncReport.NO_MAILBOXES : brain.stateOnFailure());
    }
  }
}
