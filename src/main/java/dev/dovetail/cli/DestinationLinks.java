package dev.dovetail.cli;

import dev.dovetail.log.StderrLog;
import dev.dovetail.session.Caller;
import dev.dovetail.session.Destinations;
import dev.dovetail.session.RemoteDestination;
import dev.dovetail.session.ServerDestination;
import dev.dovetail.session.UserContext;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.StderrTarget;
import dev.dovetail.transport.exec.CommandLink;
import java.io.IOException;

/**
 * Starts the other end of syncs, wherever it is.
 *
 * @param destinations of the users so far
 * @param timeout {@code -T}
 * @param notifies {@code -U}
 */
record DestinationLinks(Invocation run, Destinations destinations, long timeout, boolean notifies) {

  /** How messages call the other end until it says its own name. */
  static String name(Destination destination) {
    if (destination instanceof Destination.Remote remote) {
      return remote.text();
    }
    return destination instanceof Destination.DoveadmServer server ? server.text() : "remote";
  }

  /**
   * Opens the link.
   *
   * @param destination no mail location
   * @throws dev.dovetail.transport.tcp.ServerRefusal if a server will not
   */
  Link open(Destination destination, UserContext user, StderrLog log) throws IOException {
    if (destination instanceof Destination.Command command) {
      destinations.claim(user, command.words());
      StderrTarget target = new StderrTarget(System.err, "");
      return CommandLink.start(command.words(), caller().childEnvironment(), target, log);
    }
    return destination instanceof Destination.Remote remote
        ? open(remote, user, log)
        : open((Destination.DoveadmServer) destination, user, log);
  }

  private Link open(Destination.Remote remote, UserContext user, StderrLog log) throws IOException {
    RemoteDestination host =
        new RemoteDestination(
            remote, user.settings().settings(), !run.name().equals("dovetail"), caller(), log);
    destinations.claim(user, host);
    return host.open();
  }

  private Link open(Destination.DoveadmServer server, UserContext user, StderrLog log)
      throws IOException {
    return new ServerDestination(
            server,
            user.settings().settings(),
            user.name(),
            run.globals().debug(),
            timeout,
            run.interruption(),
            log)
        .open(notifies);
  }

  private Caller caller() {
    return new Caller(
        run.environment(), run.globals().keepEnvironment(), System.err, run.interruption());
  }
}
