package dev.dovetail.session;

import dev.dovetail.config.Settings;
import dev.dovetail.log.Log;
import dev.dovetail.transport.CommandTemplate;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.StderrTarget;
import dev.dovetail.transport.exec.CommandLink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A destination on another host that is logged in to: {@code remote:}, {@code remoteprefix:} and a
 * bare host, by {@code dsync_remote_cmd} (doveadm-interfaces 2).
 *
 * @param environment all that the command gets
 * @param stderr where its error lines go
 */
public record RemoteDestination(
    Destination.Remote remote,
    Settings settings,
    Map<String, String> environment,
    PrintStream stderr,
    Log log) {

  /** What two users must not have in common. */
  List<String> way() throws IOException {
    List<String> way = new ArrayList<>(words());
    if (remote.prefixed()) {
      way.add(remote.user());
    }
    return way;
  }

  private List<String> words() throws IOException {
    return CommandTemplate.remoteCommand(
            settings.dsyncRemoteCommand(), settings::expandRemoteCommandArgument)
        .expand(remote.user(), remote.login(), remote.host());
  }

  /**
   * Starts the command; it may end at any time.
   *
   * @throws dev.dovetail.failure.SyncException if it cannot be started
   */
  public Link open() throws IOException {
    StderrTarget target = new StderrTarget(stderr, "remote(" + remote.text() + "): ");
    Link link = CommandLink.start(words(), environment, target, log);
    if (remote.prefixed()) {
      sendUser(link.output());
    }
    return new NamedLink(link, remote.text());
  }

  private void sendUser(OutputStream out) {
    try {
      out.write((remote.user() + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      // The command has ended already; the sync that follows finds out, and says why.
      log.debug(() -> "Sending the user's name failed: " + e.getMessage());
    }
  }
}
