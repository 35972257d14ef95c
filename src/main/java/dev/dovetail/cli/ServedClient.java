package dev.dovetail.cli;

import dev.dovetail.cli.line.CommandModel;
import dev.dovetail.cli.line.ExitCode;
import dev.dovetail.cli.line.OptionTable;
import dev.dovetail.cli.line.OptionValue;
import dev.dovetail.cli.line.ParsedLine;
import dev.dovetail.cli.line.ParsedLine.Given;
import dev.dovetail.cli.line.UsageException;
import dev.dovetail.log.Log;
import dev.dovetail.log.StderrLog;
import dev.dovetail.session.LinkOptions;
import dev.dovetail.session.OwnerServers;
import dev.dovetail.session.ReplicatorNotice;
import dev.dovetail.session.ServerSession;
import dev.dovetail.session.UserContext;
import dev.dovetail.session.Worker;
import dev.dovetail.transport.listen.AskedCommand;
import dev.dovetail.transport.listen.ClientLog;
import dev.dovetail.transport.listen.ClientPlaces;
import dev.dovetail.transport.listen.Gate;
import dev.dovetail.transport.listen.Guest;
import dev.dovetail.transport.listen.ListenAddress;
import dev.dovetail.transport.listen.PasswordCheck;
import dev.dovetail.transport.tls.TlsServer;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One client of {@code server}: it may have one user's {@code dsync-server}, and nothing else
 * (doveadm-interfaces 3.4).
 */
final class ServedClient {
  /** Of the options of {@code dsync-server} those that cannot write to other files. */
  private static final String ALLOWED = "uTUE";

  private static final int MAX_SHOWN = 200;

  /**
   * What all clients share.
   *
   * @param tls for listeners that speak it
   * @param owners serve what is not ours to serve
   * @param forRoot whether root is the client, and describes its users
   */
  record Service(
      Users users,
      PasswordCheck password,
      Optional<TlsServer> tls,
      Gate gate,
      ClientPlaces places,
      OwnerServers owners,
      boolean forRoot) {}

  private final Invocation run;
  private final Service service;
  private final ListenAddress address;
  private final SocketChannel channel;

  ServedClient(Invocation run, Service service, ListenAddress address, SocketChannel channel) {
    this.run = run;
    this.service = service;
    this.address = address;
    this.channel = channel;
  }

  /** Serves it to the end, and says on the log what went wrong. */
  void serve() {
    try (Guest guest = new Guest(channel)) {
      Runnable abort = guest::cut;
      run.interruption().add(abort);
      try {
        serve(guest);
      } finally {
        run.interruption().remove(abort);
      }
    } catch (IOException e) {
      run.logForAll().error("Accepting a client failed: " + e.getMessage());
    } catch (RuntimeException e) {
      run.logForAll().error("A fault of this program, please report it: " + e);
    }
  }

  private void serve(Guest guest) {
    StderrLog log = run.log().withPrefix(run.shownName() + "(" + guest.address() + "): ");
    AskedCommand asked;
    try {
      Optional<PasswordCheck> password =
          address.isPrivate() ? Optional.empty() : Optional.of(service.password());
      boolean secure = address instanceof ListenAddress.Port port && port.tls();
      asked = guest.welcome(secure ? service.tls() : Optional.empty(), password, service.gate());
    } catch (IOException e) {
      log.error("A client was turned away: " + e.getMessage());
      return;
    }
    try {
      answer(guest, asked);
    } catch (IOException e) {
      log.info("The client has gone: " + e.getMessage());
    }
  }

  private void answer(Guest guest, AskedCommand asked) throws IOException {
    StderrLog base = asked.debug() ? run.log().withDebug() : run.log();
    String prefix = run.shownName() + "(" + guest.address() + "," + shown(asked.user()) + "): ";
    ClientLog log = new ClientLog(base.withPrefix(prefix), prefix, guest.output());
    ParsedLine line;
    try {
      line = line(asked);
    } catch (UsageException e) {
      log.error(e.getMessage());
      guest.refuse("USAGE");
      return;
    }
    String user = value(line, 'u', asked.user());
    Optional<UserContext> context;
    boolean needOwner = false;
    try {
      context = context(user, line, base);
      if (context.isPresent()) {
        needOwner = Privileges.needOwner(context.get());
      }
    } catch (IOException e) {
      log.error(Failure.reason(e));
      guest.refuse("TEMPFAIL");
      return;
    }
    if (context.isEmpty()) {
      log.error("User doesn't exist");
      guest.refuse("NOUSER");
    } else if (has(line, 'U') && context.get().settings().noReplicate()) {
      guest.refuse("NOREPLICATE");
    } else {
      guest.accept();
      sync(guest, line, context.get(), needOwner, base);
    }
  }

  /** A name that nobody has looked up may be anything. */
  private static String shown(String user) {
    String text = user.length() > MAX_SHOWN ? user.substring(0, MAX_SHOWN) : user;
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** The command line that the client means, as if it had been typed here. */
  private ParsedLine line(AskedCommand asked) throws UsageException {
    if (!asked.words().get(0).equals(OptionTable.DSYNC_SERVER)) {
      throw new UsageException(
          ExitCode.USAGE,
          "Client sent unknown command: only dsync-server is served, and not "
              + asked.words().get(0));
    }
    ParsedLine line = new CommandModel(run.shownName()).parse(asked.words().toArray(new String[0]));
    for (Given given : line.options()) {
      char letter = given.option().letter();
      if (letter == 0 || ALLOWED.indexOf(letter) < 0) {
        throw new UsageException(
            ExitCode.USAGE,
            "Client sent an option that is not served: " + given.option().display());
      }
      if (letter == 'T') {
        OptionValue.seconds('T', given.value());
      }
    }
    return line;
  }

  private Optional<UserContext> context(String user, ParsedLine line, StderrLog log)
      throws IOException {
    if (service.forRoot() && !line.words().isEmpty()) {
      return Optional.of(service.users().context(Worker.serving(line.words().get(0))));
    }
    return user.isEmpty() ? Optional.empty() : service.users().lookup(user, log);
  }

  private void sync(
      Guest guest, ParsedLine line, UserContext context, boolean needOwner, StderrLog base) {
    String prefix = run.shownName() + "(" + context.name() + "): ";
    StderrLog here = base.withPrefix(prefix);
    ClientLog log = new ClientLog(here, prefix, guest.output());
    try {
      if (needOwner) {
        ClientLog told = new ClientLog(Log.NONE, "", guest.output());
        service
            .owners()
            .serve(context, words(line), here.debugEnabled(), guest, timeout(line), told)
            .ifPresent(reason -> refuse(guest, reason));
      } else {
        long timeout = timeout(line);
        new ServerSession(context, run.environment(), run.interruption(), log)
            .serve(guest, new LinkOptions(timeout, "", false));
        if (has(line, 'U')) {
          ReplicatorNotice.send(context, log);
        }
      }
    } catch (IOException e) {
      log.error(Failure.reason(e));
    }
    refuse(guest, "TEMPFAIL");
  }

  private static List<String> words(ParsedLine line) {
    List<String> words = new ArrayList<>(List.of(line.command().name()));
    for (Given given : line.options()) {
      if (given.option().letter() != 'u') {
        words.add(given.option().display() + given.value());
      }
    }
    return words;
  }

  /** What failed before the stream began is a failed command. */
  private static void refuse(Guest guest, String reason) {
    try {
      if (!guest.output().hasBegun()) {
        guest.refuse(reason);
      }
    } catch (IOException e) {
      // It has gone, and needs no answer.
    }
  }

  private static long timeout(ParsedLine line) {
    try {
      String usual = Long.toString(LinkOptions.DEFAULT_TIMEOUT);
      return OptionValue.seconds('T', value(line, 'T', usual));
    } catch (UsageException e) {
      throw new IllegalStateException("checked before", e);
    }
  }

  private static boolean has(ParsedLine line, char letter) {
    return line.options().stream().anyMatch(given -> given.option().letter() == letter);
  }

  private static String value(ParsedLine line, char letter, String otherwise) {
    String value = otherwise;
    for (Given given : line.options()) {
      value = given.option().letter() == letter ? given.value() : value;
    }
    return value;
  }
}
