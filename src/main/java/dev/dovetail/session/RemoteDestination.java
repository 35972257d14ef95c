package dev.dovetail.session;

import dev.dovetail.config.Settings;
import dev.dovetail.log.Log;
import dev.dovetail.transport.CommandTemplate;
import dev.dovetail.transport.CommandTemplate.Shell;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.Link;
import dev.dovetail.transport.StderrTarget;
import dev.dovetail.transport.exec.CommandLink;
import dev.dovetail.transport.ssh.SshAccount;
import dev.dovetail.transport.ssh.SshConnection;
import dev.dovetail.transport.ssh.SshLink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A destination on another host that is logged in to: {@code remote:}, {@code remoteprefix:} and a
 * bare host, by {@code dsync_remote_cmd} (doveadm-interfaces 2) or by SSH of our own.
 *
 * @param asDoveadm whether the built-in {@code dsync_remote_cmd} is meant where none is set
 */
public record RemoteDestination(
    Destination.Remote remote, Settings settings, boolean asDoveadm, Caller caller, Log log) {
  private static final String SSH_COMMAND = "dovetail_ssh_command";

  /** What two users must not have in common. */
  List<String> way() throws IOException {
    List<String> way = new ArrayList<>();
    if (runsCommand()) {
      way.addAll(command());
    } else {
      way.add((remote.login().isEmpty() ? "" : remote.login() + "@") + remote.host());
      way.add(sshCommand());
    }
    if (remote.prefixed()) {
      way.add(remote.user());
    }
    return way;
  }

  /**
   * Starts the other end; it may end at any time.
   *
   * @throws dev.dovetail.failure.SyncException if it cannot be started
   */
  public Link open() throws IOException {
    StderrTarget target = new StderrTarget(caller.stderr(), "remote(" + remote.text() + "): ");
    Link link =
        runsCommand()
            ? CommandLink.start(command(), caller.childEnvironment(), target, log)
            : ssh(target);
    if (remote.prefixed()) {
      sendUser(link.output());
    }
    return new NamedLink(link, remote.text());
  }

  private boolean runsCommand() throws IOException {
    return asDoveadm || settings.remoteCommand().isConfigured();
  }

  private List<String> command() throws IOException {
    return CommandTemplate.remoteCommand(
            settings.remoteCommand().command(), settings.remoteCommand()::expandArgument)
        .expand(remote.user(), remote.login(), remote.host());
  }

  private String sshCommand() throws IOException {
    CommandTemplate template =
        new CommandTemplate(
            SSH_COMMAND,
            settings.dovetail().text(SSH_COMMAND),
            Shell.ALL,
            settings.remoteCommand()::expandSshArgument);
    // Who is named in the first line is not named in the command.
    String user = remote.prefixed() ? "" : remote.user();
    return String.join(" ", template.expand(user, remote.login(), remote.host()));
  }

  private Link ssh(StderrTarget target) throws IOException {
    String command = sshCommand();
    SshAccount account = SshAccount.of(caller.environment());
    SshConnection connection = SshConnection.to(remote.host(), remote.login(), account, log);
    Runnable abort = connection::close;
    caller.interruption().add(abort);
    try {
      connection.open();
      return SshLink.run(connection, command, target, log);
    } finally {
      caller.interruption().remove(abort);
    }
  }

  private void sendUser(OutputStream out) {
    try {
      out.write((remote.user() + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      // The other end has ended already; the sync that follows finds out, and says why.
      log.debug(() -> "Sending the user's name failed: " + e.getMessage());
    }
  }
}
