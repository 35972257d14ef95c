package dev.dovetail.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.wire.item.Finish;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.Mail;
import dev.dovetail.wire.item.MailRequest;
import dev.dovetail.wire.item.Mailbox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StreamPeerTest {
  private static final String PREAMBLE = preamble();

  private static String preamble() {
    StringBuilder text = new StringBuilder("VERSION\tdsync\t3\t5\n");
    for (KeyTable table : KeyTable.allOurs()) {
      if (table != null) {
        text.append(table.line()).append('\n');
      }
    }
    return text.append(".\n").toString();
  }

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private StreamPeer peer(String input) {
    return new StreamPeer(
        new ByteArrayInputStream(Transcripts.latin1(input)), sent, "local", 0, () -> {});
  }

  private String sentBehindPreamble() {
    String all = Transcripts.latin1(sent.toByteArray());
    assertThat(all).startsWith(PREAMBLE);
    return all.substring(PREAMBLE.length());
  }

  @Nested
  class Preamble {

    @Test
    void isSentAtOnceAndDiffersFromDovecotsInFourKeys() throws IOException {
      peer("").start();
      String recorded =
          Transcripts.latin1(Transcripts.read("01-empty-empty.initiator.bin")).substring(0, 1203);
      assertThat(Transcripts.latin1(sent.toByteArray()))
          .isEqualTo(
              recorded
                  .replace(
                      "\talt_char\n", "\talt_char\tdovetail\tdovetail_deflate\tdovetail_store\n")
                  .replace(
                      "\tlast_subscription_change\n",
                      "\tlast_subscription_change\tdovetail_digest\n"));
    }

    @Test
    void tellsNameAndMinorVersion() throws IOException {
      StreamPeer peer = peer(PREAMBLE.replace("3\t5\n", "3\t9\r\n") + "Hb.example.com\r\n");
      assertThat(peer.name()).isEqualTo("local");
      assertThat(peer.receive()).isInstanceOf(Handshake.class);
      assertThat(peer.name()).isEqualTo("b.example.com");
      assertThat(peer.remoteMinorVersion()).isEqualTo(9);
    }

    @Test
    void aHostNameCannotHarmTheLog() throws IOException {
      StreamPeer peer = peer(PREAMBLE + "Hb\u001b[0m\u0001nError: x\n");
      Handshake handshake = (Handshake) peer.receive();
      assertThat(handshake.hostname()).isEqualTo("b\u001b[0m\nError: x");
      assertThat(peer.name()).isEqualTo("b\\x1b[0m\\x0aError: x");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "VERSION\tdsync\t4\t0\n",
          "VERSION\tdsync\t2\t5\n",
          "VERSION\tdsync\t3\n",
          "VERSION\tdsync\t3\t\n",
          "VERSION\tdsync\t3\tx\n",
          "VERSION\tdsync\t3\t99999999999\n",
          "VERSION\tdoveadm-server\t1\t2\n",
          "* OK ready\n",
          "\n",
        })
    void refusesWhatIsNotDsync3(String line) {
      assertThatThrownBy(() -> peer(line).receive())
          .isInstanceOf(ProtocolException.class)
          .hasMessage("dsync(local): Remote dsync doesn't use compatible protocol");
    }

    @ParameterizedTest
    @ValueSource(chars = {'H', 'S', 'N', 'D', 'B', 'A', 'C', 'R', 'M', 'F', 'c'})
    void refusesAMissingKeyTable(char letter) {
      String without = PREAMBLE.replaceAll("(?m)^" + letter + "(?!ERSION).*\n", "");
      assertThatThrownBy(() -> peer(without + "Ha\n").receive())
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("no key table for");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void olderPeersNeedNoTablesForWhatTheyDoNotKnow(int minor) throws IOException {
      String older = PREAMBLE.replace("3\t5\n", "3\t" + minor + "\n");
      if (minor < ProtocolVersion.ATTRIBUTES) {
        older = older.replaceAll("\nAtype.*\n", "\n");
      }
      if (minor < ProtocolVersion.FINISH) {
        older = older.replaceAll("\nFerror.*\n", "\n");
      }
      StreamPeer peer = peer(older + "Ha\n");
      assertThat(peer.receive()).isInstanceOf(Handshake.class);
      assertThat(peer.remoteMinorVersion()).isEqualTo(minor);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void peersBeforeMinor2CanSaveGuidsIfTheyHaveThem(int minor) throws IOException {
      String line = "B5b27530c47a9046bab620000f4f26f73\t1\t1\t0\t1\t1\t0\t\2\t\2\t\t\n";
      StreamPeer peer = peer(PREAMBLE.replace("3\t5\n", "3\t" + minor + "\n") + line);
      assertThat(((Mailbox) peer.receive()).haveSaveGuids()).isEqualTo(minor < 2);
    }

    @Test
    void refusesAKeyTableWithoutARequiredKey() {
      String without = PREAMBLE.replace("Nname\texistence", "Nname");
      assertThatThrownBy(() -> peer(without + "Ha\n").receive())
          .isInstanceOf(ProtocolException.class)
          .hasMessage("dsync(local): Received a key table for mailbox_tree_node without existence");
    }

    @Test
    void ignoresUnknownKindsAndKeys() throws IOException {
      String more = PREAMBLE.replace("Rguid", "Zx\ty\n\u00e4\nXz\nRnew\tguid");
      StreamPeer peer = peer(more + "R1\tg\t5\n");
      assertThat(peer.receive()).isEqualTo(new MailRequest("g", 5));
    }
  }

  @Nested
  class Ending {

    @Test
    void saysHowFarItCame() throws IOException {
      assertThatThrownBy(() -> peer("VERSION").receive())
          .isInstanceOf(PeerGoneException.class)
          .hasMessage("read(local) failed: EOF (version not received)");
      assertThatThrownBy(() -> peer("VERSION\tdsync\t3\t5\nHhost").receive())
          .hasMessage("read(local) failed: EOF (handshake not received)");
      StreamPeer peer = peer(PREAMBLE + "Hb\n.\n");
      peer.start();
      peer.send(Handshake.builder().hostname("a").build());
      peer.receive();
      peer.send(new MailRequest("g", 1));
      peer.receive();
      assertThatThrownBy(peer::receive)
          .hasMessage("read(b) failed: EOF (last sent=mail_request, last recv=handshake (EOL))");
    }

    @Test
    void namesTheReasonOfABrokenLink() throws IOException {
      OutputStream broken =
          new OutputStream() {
            @Override
            public void write(int value) throws IOException {
              throw new IOException("Broken pipe");
            }
          };
      StreamPeer peer =
          new StreamPeer(InputStream.nullInputStream(), broken, "remote", 0, () -> {});
      assertThatThrownBy(peer::start)
          .isInstanceOf(PeerGoneException.class)
          .hasMessage("write(remote) failed: Broken pipe (version not received)");
      assertThatCode(peer::close).doesNotThrowAnyException();
    }

    @Test
    void doneIsAnItem() throws IOException {
      StreamPeer peer = peer(PREAMBLE + "Ha\nX\n");
      peer.receive();
      assertThat(peer.receive()).isEqualTo(Item.DONE);
    }
  }

  /** dsync-protocol 2.7. */
  @Nested
  class Goodbye {

    @Test
    void sendsDoneWhenNothingWasHeard() throws IOException {
      StreamPeer peer = peer("");
      peer.start();
      peer.close();
      assertThat(sentBehindPreamble()).isEqualTo("X\n");
    }

    @Test
    void sendsNothingIfItHasNotStarted() throws IOException {
      peer("").close();
      assertThat(sent.size()).isZero();
    }

    @Test
    void sendsDoneOnceOnly() throws IOException {
      StreamPeer peer = peer("");
      peer.start();
      peer.close();
      peer.close();
      assertThat(sentBehindPreamble()).isEqualTo("X\n");
    }

    @Test
    void responderSendsDoneBehindItsFinish() throws IOException {
      StreamPeer peer = peer("");
      peer.start();
      peer.send(new Finish(null, 0, false));
      peer.close();
      assertThat(sentBehindPreamble()).isEqualTo("F\nX\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"F\n", "X\n", "Xwhatever\n"})
    void sendsNoDoneToAPeerThatIsThrough(String last) throws IOException {
      StreamPeer peer = peer(PREAMBLE + "Ha\n" + last);
      peer.start();
      peer.receive();
      peer.receive();
      peer.send(Item.END_OF_LIST);
      peer.close();
      assertThat(sentBehindPreamble()).isEqualTo(".\n");
    }

    @Test
    void sendsNothingIntoAValueStreamThatFailed() throws IOException {
      InputStream failing =
          new InputStream() {
            private int left = 3;

            @Override
            public int read() throws IOException {
              if (left-- == 0) {
                throw new IOException("I/O error on the mail");
              }
              return 'm';
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
              to[offset] = (byte) read();
              return 1;
            }
          };
      StreamPeer peer = peer("");
      peer.start();
      assertThatThrownBy(() -> peer.send(new Mail("g", 0, null, 0, 1, 0, failing)))
          .hasMessage("I/O error on the mail");
      assertThatThrownBy(() -> peer.send(Item.END_OF_LIST)).isInstanceOf(PeerGoneException.class);
      peer.flush();
      peer.close();
      assertThat(sentBehindPreamble()).endsWith("\t\nmmm");
    }
  }

  @Nested
  class Stalls {

    @Test
    void endsASilentSession() throws IOException {
      PipedInputStream in = new PipedInputStream();
      PipedOutputStream silent = new PipedOutputStream(in);
      StreamPeer peer = new StreamPeer(in, sent, "local", 1, () -> close(silent));
      long start = System.nanoTime();
      assertThatThrownBy(peer::receive)
          .isInstanceOf(PeerGoneException.class)
          .hasMessage(
              "dsync(local): I/O has stalled, no activity for 1 seconds (version not received)");
      assertThat(System.nanoTime() - start).isGreaterThan(900_000_000L);
    }

    @Test
    void endsASessionWhosePeerTakesNothing() throws Exception {
      CountDownLatch aborted = new CountDownLatch(1);
      OutputStream full =
          new OutputStream() {
            @Override
            public void write(int value) throws IOException {
              try {
                aborted.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new IOException("Stream closed");
            }
          };
      StreamPeer peer =
          new StreamPeer(InputStream.nullInputStream(), full, "x", 1, aborted::countDown);
      assertThatThrownBy(peer::start).hasMessageContaining("I/O has stalled");
      peer.close();
    }

    @Test
    void closingDoesNotWaitLongForASenderThatIsStuck() throws Exception {
      CountDownLatch aborted = new CountDownLatch(1);
      CountDownLatch stuck = new CountDownLatch(1);
      OutputStream full =
          new OutputStream() {
            @Override
            public void write(int value) {}

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
              if (length > 10_000) {
                try {
                  stuck.countDown();
                  aborted.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                throw new IOException("Stream closed");
              }
            }
          };
      StreamPeer peer =
          new StreamPeer(
              InputStream.nullInputStream(),
              full,
              Optional.empty(),
              "x",
              new StreamPeer.Patience(0, 5000, 60_000, 1),
              aborted::countDown);
      peer.start();
      Thread sender =
          new Thread(
              () -> {
                try {
                  while (true) {
                    peer.send(new MailRequest("g", 1));
                  }
                } catch (IOException e) {
                  // As it should be.
                }
              });
      sender.start();
      stuck.await();
      peer.close();
      sender.join();
      assertThat(aborted.getCount()).isZero();
    }

    @Test
    void slowTrafficAndWorkOfOurOwnAreNoStall() throws Exception {
      PipedInputStream in = new PipedInputStream();
      PipedOutputStream out = new PipedOutputStream(in);
      StreamPeer peer = new StreamPeer(in, sent, "local", 1, () -> close(out));
      Thread slow =
          new Thread(
              () -> {
                try {
                  byte[] bytes = Transcripts.latin1(PREAMBLE + "Ha\n");
                  for (int i = 0; i < 4; i++) {
                    int from = bytes.length * i / 4;
                    out.write(bytes, from, bytes.length * (i + 1) / 4 - from);
                    out.flush();
                    TimeUnit.MILLISECONDS.sleep(400);
                  }
                  TimeUnit.MILLISECONDS.sleep(1300);
                  out.write('.');
                  out.write('\n');
                  out.flush();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      slow.start();
      assertThat(peer.receive()).isInstanceOf(Handshake.class);
      TimeUnit.MILLISECONDS.sleep(1500);
      assertThat(peer.receive()).isEqualTo(Item.END_OF_LIST);
      slow.join();
      peer.close();
    }

    private void close(OutputStream out) {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void skipsAValueStreamThatNobodyRead() throws IOException {
    StreamPeer peer =
        peer(
            PREAMBLE
                + "Mg\t\2\t\2\t\2\t1\t\2\t\nbody\n.X\n\r\n.\r\nMh\t\2\t\2\t\2\t1\t\2\t\nrest\r\n.\r\n.\n");
    Item first = peer.receive();
    assertThat(first.stream().read()).isEqualTo('b');
    Item second = peer.receive();
    assertThatThrownBy(() -> first.stream().read()).isInstanceOf(IOException.class);
    assertThat(second.stream().readAllBytes()).isEqualTo(Transcripts.latin1("rest"));
    assertThat(peer.receive()).isEqualTo(Item.END_OF_LIST);
  }

  @Test
  void nothingLeavesBeforeTheFlushButFullBuffers() throws IOException {
    StreamPeer peer = peer("");
    peer.start();
    peer.send(new MailRequest("g", 1));
    assertThat(sentBehindPreamble()).isEmpty();
    peer.flush();
    assertThat(sentBehindPreamble()).isEqualTo("Rg\t1\n");
    for (int i = 0; i < 20_000; i++) {
      peer.send(new MailRequest("g", 1));
    }
    assertThat(sentBehindPreamble().length()).isBetween(40_000, 100_000);
  }
}
