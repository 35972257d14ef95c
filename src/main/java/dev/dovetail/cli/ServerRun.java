package dev.dovetail.cli;

import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.config.DoveadmSettings;
import dev.dovetail.config.Settings;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.ServerDestination;
import dev.dovetail.transport.Destination;
import dev.dovetail.transport.tcp.DoveadmClient;
import dev.dovetail.transport.tcp.ServerCommand;
import dev.dovetail.transport.tcp.ServerRefusal;
import dev.dovetail.transport.tcp.ServerReply;
import dev.dovetail.userdb.OtherHost;
import java.io.IOException;
import java.util.List;

/**
 * {@code sync} and {@code backup} for one user by a doveadm server, that of {@code -S} or that of
 * the host where a proxied user's mail is: it looks the user up, opens the mail and reaches the
 * destination. Thread-safe.
 */
final class ServerRun {
  private final Invocation run;
  private final ParsedLine line;
  private final SyncArguments arguments;
  private final Settings settings;
  private final List<String> destination;
  private final OtherHost server;

  /**
   * @param server its address may also be a socket
   */
  ServerRun(
      Invocation run,
      ParsedLine line,
      SyncArguments arguments,
      Settings settings,
      List<String> destination,
      OtherHost server) {
    this.run = run;
    this.server = server;
    this.line = line;
    this.arguments = arguments;
    this.settings = settings;
    this.destination = destination;
  }

  /** How many users the server works for at the same time, unless the command line says. */
  int connections() {
    return Math.max(1, settings.doveadm().workerCount());
  }

  /** Runs, and says on the log what went wrong. */
  RunResult of(String user) {
    StderrLog log = run.logFor(user);
    ServerCommand command =
        new ServerCommand(flags(), user, ServerLine.of(line, user, destination));
    try (DoveadmClient client = client(log)) {
      Runnable abort = client::close;
      run.interruption().add(abort);
      try {
        client.connect(arguments.timeout());
        // The server counts the time without progress; a long sync is silent here.
        ServerReply reply = client.run(command, 0);
        ServerRefusal refusal = client.refusal(command, reply.reason());
        return result(user, reply, refusal, client.lastError(), log);
      } finally {
        run.interruption().remove(abort);
      }
    } catch (IOException e) {
      return new RunResult(user, ExitCode.of(e), null, Failure.report(e, log));
    }
  }

  private String flags() {
    return run.globals().debug() ? "D" : run.globals().verbose() ? "v" : "";
  }

  private DoveadmClient client(StderrLog log) throws IOException {
    Destination.DoveadmServer named =
        Destination.server(server.server(), security(settings.doveadm(), server.tls()));
    boolean located = !server.ip().isEmpty() && named instanceof Destination.Server;
    return ServerDestination.client(
        located ? ((Destination.Server) named).at(server.ip()) : named,
        settings,
        server.anyCertificate(),
        log);
  }

  /**
   * As for doveadm, {@code doveadm_ssl} counts only where {@code doveadm_port} is set, and then
   * beside what the passdb says: who of them says STARTTLS wins.
   */
  static Destination.Security security(DoveadmSettings settings, OtherHost.Tls passdb) {
    String configured = settings.port() == 0 ? "no" : settings.ssl();
    if (configured.equals("starttls") || passdb == OtherHost.Tls.STARTTLS) {
      return Destination.Security.STARTTLS;
    }
    return configured.equals("ssl") || passdb == OtherHost.Tls.AT_ONCE
        ? Destination.Security.TLS
        : Destination.Security.PLAIN;
  }

  private RunResult result(
      String user, ServerReply reply, ServerRefusal refusal, String lastError, StderrLog log) {
    boolean stateCame = arguments.wantsState() && !reply.values().isEmpty();
    String state = stateCame ? reply.values().get(0) : null;
    if (reply.succeeded()) {
      return new RunResult(user, ExitCode.SUCCESS, state, null);
    }
    String reason = refusal.getMessage();
    int exitCode = ExitCode.of(refusal);
    if (exitCode == ExitCode.SUCCESS) {
      log.debug(() -> reason);
      return new RunResult(user, exitCode, state, null);
    }
    if (exitCode == ExitCode.DESYNC) {
      log.warning(reason);
      return new RunResult(user, exitCode, state, reason);
    }
    // What the server has explained on its log needs no second line.
    if (lastError == null) {
      log.error(reason);
    }
    return new RunResult(user, exitCode, state, lastError == null ? reason : lastError);
  }
}
