package dev.dovetail.session;

import dev.dovetail.brain.ResponderBrain;
import dev.dovetail.brain.ResponderOptions;
import dev.dovetail.brain.StoreSource;
import dev.dovetail.brain.SyncOutcome;
import dev.dovetail.log.Log;
import dev.dovetail.os.HostName;
import dev.dovetail.transport.Link;
import dev.dovetail.wire.Peer;
import java.io.IOException;
import java.util.Map;

/** One sync of one user's mail, from the side that was started by the other one. */
public final class ServerSession {
  private final UserContext user;
  private final Map<String, String> environment;
  private final Interruption interruption;
  private final Log log;

  public ServerSession(
      UserContext user, Map<String, String> environment, Interruption interruption, Log log) {
    this.user = user;
    this.environment = environment;
    this.interruption = interruption;
    this.log = log;
  }

  /** Serves {@code link} to the end; does not close it. */
  public SyncOutcome serve(Link link, LinkOptions linkOptions) throws IOException {
    String hostname = HostName.full(environment);
    try (StoppableLink stoppable = new StoppableLink(link, interruption);
        Peer peer = stoppable.peer(linkOptions.timeout(), user.rawlog(linkOptions.rawlog()), log)) {
      ResponderOptions options =
          new ResponderOptions(
              hostname,
              user.settings().settings().dsync().commitMessagesInterval(),
              StoreIdentity.of(user));
      NamespaceScope scope = new NamespaceScope(user.settings(), log);
      StoreSource source =
          initiator ->
              StoreFactory.open(user.settings(), scope.ofResponder(initiator), hostname, log);
      return new ResponderBrain(source, peer, options, log).run();
    }
  }
}
