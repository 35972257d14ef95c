package dev.dovetail.replicator.control;

import dev.dovetail.log.Log;
import dev.dovetail.replicator.Connections.Connection;
import dev.dovetail.replicator.Priority;
import dev.dovetail.replicator.QueueEntry;
import dev.dovetail.replicator.QueueStatus;
import dev.dovetail.replicator.Replica;
import dev.dovetail.replicator.Replicator;
import dev.dovetail.replicator.SyncRunner;
import dev.dovetail.text.LineReader;
import dev.dovetail.text.TabEscaping;
import dev.dovetail.transport.ChannelInput;
import dev.dovetail.transport.ChannelOutput;
import dev.dovetail.transport.listen.SocketService;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Our replicator at its socket {@code replicator-doveadm}. */
public record ControlServer(Replicator replicator, SyncRunner runner, Log log)
    implements SocketService.Conversation {

  @Override
  public void hold(SocketChannel channel) throws IOException {
    LineReader lines = new LineReader(new ChannelInput(channel), ControlProtocol.MAX_LINE);
    Writer out =
        new BufferedWriter(
            new OutputStreamWriter(new ChannelOutput(channel), StandardCharsets.UTF_8));
    out.write(ControlProtocol.SERVER);
    out.flush();
    String greeting = lines.next();
    if (greeting == null || !ControlProtocol.isClient(greeting)) {
      return;
    }
    for (String line = lines.next(); line != null; line = lines.next()) {
      Optional<ControlRequest> request = ControlRequest.parse(line);
      if (request.isEmpty()) {
        log.error("replicator-doveadm: a client asks for something unknown");
        return;
      }
      answer(request.get(), out);
      out.flush();
    }
  }

  private void answer(ControlRequest request, Writer out) throws IOException {
    if (request instanceof ControlRequest.Summary) {
      out.write(QueueSummary.of(replicator.queue().status(user -> true), replicator.now()).lines());
      out.write("\n");
    } else if (request instanceof ControlRequest.Users users) {
      writeUsers(users.mask(), out);
    } else if (request instanceof ControlRequest.Details details) {
      writeDetails(details.mask(), out);
    } else if (request instanceof ControlRequest.Connections) {
      writeConnections(out);
    } else if (request instanceof ControlRequest.Replicate replicate) {
      out.write(replicate(replicate) + "\n");
    } else if (request instanceof ControlRequest.Add add) {
      out.write(add(add.mask()) + "\n");
    } else if (request instanceof ControlRequest.Remove remove) {
      out.write(replicator.queue().remove(remove.user()) ? "+\n" : "-User not found\n");
    } else if (request instanceof ControlRequest.Notify notify) {
      replicator
          .queue()
          .syncedByOther(notify.user(), notify.full(), notify.state(), replicator.now());
      out.write("+\n");
    }
  }

  private void writeUsers(String mask, Writer out) throws IOException {
    NameMask names = new NameMask(mask);
    for (QueueStatus status : replicator.queue().status(names::matches)) {
      out.write(row(status).line() + "\n");
    }
    out.write("\n");
  }

  private UserRow row(QueueStatus status) {
    QueueEntry entry = status.entry();
    return new UserRow(
        entry.user(),
        entry.priority().word(),
        entry.lastFast(),
        entry.lastFull(),
        entry.failed(),
        entry.lastSuccess(),
        OptionalLong.of(Math.max(0, status.due() - replicator.now())));
  }

  private void writeDetails(String mask, Writer out) throws IOException {
    NameMask names = new NameMask(mask);
    for (QueueStatus status : replicator.queue().status(names::matches)) {
      List<UserReport.DestinationReport> destinations = new ArrayList<>();
      for (Replica replica : status.entry().replicas()) {
        destinations.add(
            new UserReport.DestinationReport(
                replica.destination(),
                replica.lastSuccess(),
                replica.trouble().attempts(),
                replica.trouble().nextTry(),
                replica.trouble().reason()));
      }
      String trouble = status.entry().trouble().reason();
      out.write(new UserReport(row(status), status.running(), trouble, destinations).lines());
    }
    out.write("\n");
  }

  private void writeConnections(Writer out) throws IOException {
    for (Connection connection : replicator.connections().list()) {
      out.write(TabEscaping.escape(connection.user()));
      out.write("\t" + connection.type() + "\t" + connection.status() + "\n");
    }
    out.write("\n");
  }

  private String replicate(ControlRequest.Replicate request) {
    Optional<Priority> priority = Priority.of(request.priority());
    if (priority.isEmpty()) {
      return "-Invalid priority";
    }
    NameMask names = new NameMask(request.mask());
    if (!names.isMask() && !request.mask().isEmpty()) {
      replicator.queue().add(request.mask());
    }
    int count =
        replicator
            .queue()
            .replicate(names::matches, priority.get(), request.full(), replicator.now());
    return "+" + count;
  }

  private String add(String mask) {
    if (!new NameMask(mask).isMask()) {
      replicator.queue().add(mask);
      return "+";
    }
    try {
      runner.users(mask, replicator.queue()::add);
      return "+";
    } catch (IOException e) {
      log.error("Adding " + mask + ": " + e.getMessage());
      return "-" + e.getMessage().replace('\n', ' ');
    }
  }
}
