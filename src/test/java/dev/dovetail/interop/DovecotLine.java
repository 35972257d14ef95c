package dev.dovetail.interop;

import dev.dovetail.brain.Direction;
import dev.dovetail.brain.SyncOptions;
import dev.dovetail.history.Interruption;
import dev.dovetail.history.Line;
import dev.dovetail.history.MortalStore;
import dev.dovetail.history.OurLine;
import dev.dovetail.history.OurReplica;
import dev.dovetail.history.Replica;
import dev.dovetail.storage.MailStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Our end in this process, the real Dovecot's in another; either may be the initiator. */
final class DovecotLine implements Line {

  /**
   * A Dovecot that receives a backup deletes what differs and ends with 75, or for good if it is
   * INBOX (dsync-protocol 10, traps 13 and 14).
   */
  @Override
  public boolean allows(Replica initiator, Direction direction) {
    boolean oursBegins = initiator instanceof OurReplica;
    return direction != (oursBegins ? Direction.BACKUP : Direction.REVERSE_BACKUP);
  }

  @Override
  public Run sync(
      Replica initiator,
      Replica responder,
      Direction direction,
      boolean full,
      Optional<String> state,
      Interruption interruption)
      throws IOException {
    try {
      return initiator instanceof OurReplica ours
          ? initiate(
              ours,
              ((DovecotReplica) responder).account(),
              OurLine.options(direction, full, state),
              interruption)
          : respond(
              ((DovecotReplica) initiator).account(),
              (OurReplica) responder,
              options(direction, full, state),
              interruption);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Run initiate(
      OurReplica ours, Account theirs, SyncOptions options, Interruption interruption)
      throws IOException, InterruptedException {
    List<String> server = theirs.dovecot().dsyncServer(theirs.configuration(), theirs.user());
    Process dovecot = Command.of(theirs.dovecot().release().command(server)).start();
    try (MailStore store = ours.open();
        InputStream in = dovecot.getInputStream();
        OutputStream out = dovecot.getOutputStream()) {
      MortalStore mortal =
          new MortalStore(store, interruption.initiatorWrites(), interruption.afterIt());
      String state =
          OurLine.initiate(
                  mortal.store(),
                  in,
                  OurLine.cut(out, interruption.bytesUp(), dovecot::destroy),
                  dovecot::destroy,
                  options)
              .state();
      return new Run(state, mortal.changes());
    } finally {
      dovecot.waitFor();
    }
  }

  private static List<String> options(Direction direction, boolean full, Optional<String> state) {
    List<String> words = new ArrayList<>();
    boolean backup = direction == Direction.BACKUP || direction == Direction.REVERSE_BACKUP;
    words.add(backup ? "backup" : "sync");
    if (direction == Direction.ADD_TO_REMOTE || direction == Direction.ADD_FROM_REMOTE) {
      words.add("-1");
    }
    if (direction == Direction.ADD_FROM_REMOTE || direction == Direction.REVERSE_BACKUP) {
      words.add("-R");
    }
    if (full) {
      words.add("-f");
    }
    state.ifPresent(text -> words.addAll(List.of("-s", text)));
    return words;
  }

  /** Dovecot starts a command of ours, which connects it with this process by two named pipes. */
  private static Run respond(
      Account theirs, OurReplica ours, List<String> options, Interruption interruption)
      throws IOException, InterruptedException {
    DovecotInstance dovecot = theirs.dovecot();
    Path up = Files.createTempDirectory(dovecot.directory(), "line").resolve("up");
    Path down = up.resolveSibling("down");
    Command.of("mkfifo", "-m", "666", up.toString(), down.toString()).run().succeeded();
    Command.of("chmod", "755", up.getParent().toString()).run().succeeded();
    Path script = dovecot.script("connect", "cat \"$2\" &", "exec cat >\"$1\"");
    List<String> words = new ArrayList<>(List.of(options.get(0), "-u", theirs.user()));
    words.addAll(options.subList(1, options.size()));
    words.addAll(List.of(script.toString(), up.toString(), down.toString()));
    try (MailStore store = ours.open()) {
      MortalStore mortal =
          new MortalStore(store, interruption.responderWrites(), interruption.afterIt());
      CompletableFuture<?> served =
          OurLine.inThread(
              () -> {
                try (OutputStream out = Files.newOutputStream(down);
                    InputStream in = Files.newInputStream(up)) {
                  Runnable breaking = () -> close(out);
                  return OurLine.respond(
                      mortal.store(),
                      in,
                      OurLine.cut(out, interruption.bytesDown(), breaking),
                      breaking);
                }
              });
      Command.Result result = dovecot.doveadm(theirs.configuration(), new byte[0], words);
      unblock(up, down);
      served.exceptionally(failure -> null).join();
      if (result.exit() != 0 && result.exit() != 2) {
        throw new IOException(result.toString());
      }
      served.join();
      return new Run(result.text().strip(), mortal.changes());
    }
  }

  private static void close(OutputStream out) {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the wait for a command that never came. */
  private static void unblock(Path... pipes) throws IOException {
    for (Path pipe : pipes) {
      new RandomAccessFile(pipe.toFile(), "rw").close();
    }
  }
}
