package dev.dovetail.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.transport.pipe.InProcessLink;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.MailRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two Dovetails agree on about their link, and what everybody else gets. */
class LinkAgreementTest {
  private static final StreamPeer.Patience IMPATIENT = new StreamPeer.Patience(1, 100, 60_000, 1);

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private static Handshake wanting(boolean deflate, long version) {
    return Handshake.builder()
        .hostname("a")
        .dovetailDeflate(deflate)
        .dovetailVersion(version)
        .build();
  }

  /**
   * What an end sends that says {@code own} and has heard {@code heard}, and then 1000 requests.
   */
  private byte[] sentBy(Handshake own, Handshake heard) throws IOException {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    StreamPeer other = peer(InputStream.nullInputStream(), told, Optional.empty());
    other.start();
    other.send(heard);
    other.flush();
    StreamPeer peer = peer(new ByteArrayInputStream(told.toByteArray()), sent, Optional.empty());
    peer.start();
    peer.send(own);
    assertThat(peer.receive()).isEqualTo(heard);
    for (int uid = 1; uid <= 1000; uid++) {
      peer.send(new MailRequest("guid", uid));
    }
    peer.flush();
    return sent.toByteArray();
  }

  private static StreamPeer peer(InputStream in, OutputStream out, Optional<Rawlog> rawlog) {
    return new StreamPeer(in, out, rawlog, "peer", IMPATIENT, () -> {});
  }

  private static boolean isPlain(byte[] stream) {
    return new String(stream, ISO_8859_1).contains("\nRguid\t1000\n");
  }

  @Test
  void oneThatWantsItIsEnoughForCompression() throws IOException {
    byte[] stream = sentBy(wanting(true, 3), wanting(false, 3));
    assertThat(isPlain(stream)).isFalse();
    sent.reset();
    assertThat(isPlain(sentBy(wanting(false, 3), wanting(true, 3)))).isFalse();
    sent.reset();
    assertThat(stream.length).isLessThan(sentBy(wanting(false, 3), wanting(false, 3)).length / 2);
  }

  @Test
  void nobodyElseIsSentCompressedData() throws IOException {
    assertThat(isPlain(sentBy(wanting(true, 3), wanting(false, 0)))).isTrue();
    sent.reset();
    assertThat(isPlain(sentBy(wanting(true, 3), wanting(true, 2)))).isTrue();
  }

  @Test
  void whatWasCompressedIsReadAndLoggedAsItWas(@TempDir Path directory) throws IOException {
    byte[] stream = sentBy(wanting(true, 3), wanting(false, 3));
    Path log = directory.resolve("raw");
    try (Rawlog rawlog = Rawlog.create(log)) {
      StreamPeer peer =
          peer(new OneByteAtATime(stream), new ByteArrayOutputStream(), Optional.of(rawlog));
      peer.start();
      peer.send(wanting(false, 3));
      assertThat(peer.receive()).isEqualTo(wanting(true, 3));
      for (int uid = 1; uid <= 1000; uid++) {
        assertThat(peer.receive()).isEqualTo(new MailRequest("guid", uid));
      }
    }
    assertThat(Files.readString(log, ISO_8859_1)).contains(" I: Rguid\t1000\n");
  }

  @Test
  void anEndThatFailsBeforeItKnowsOfTheAgreementIsHeard() throws IOException {
    StreamPeer failing = peer(InputStream.nullInputStream(), sent, Optional.empty());
    failing.start();
    failing.send(wanting(true, 3));
    failing.close();
    StreamPeer peer =
        peer(
            new ByteArrayInputStream(sent.toByteArray()),
            new ByteArrayOutputStream(),
            Optional.empty());
    peer.start();
    peer.send(wanting(false, 3));
    peer.receive();
    assertThat(peer.receive()).isEqualTo(Item.DONE);
  }

  @Test
  void damagedCompressedDataIsAProtocolError() throws IOException {
    byte[] stream = sentBy(wanting(true, 3), wanting(false, 3));
    byte[] damaged = stream.clone();
    int middle = stream.length - 40;
    for (int i = middle; i < stream.length; i++) {
      damaged[i] = (byte) 0xff;
    }
    StreamPeer peer =
        peer(new ByteArrayInputStream(damaged), new ByteArrayOutputStream(), Optional.empty());
    peer.start();
    peer.send(wanting(false, 3));
    assertThatThrownBy(
            () -> {
              while (true) {
                peer.receive();
              }
            })
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void aDovetailThatIsBusyIsWaitedFor() throws Exception {
    assertThat(receivedFromBusy(wanting(false, 3))).isEqualTo(new MailRequest("guid", 1));
  }

  @Test
  void somebodyElseThatIsSilentIsNot() {
    assertThatThrownBy(() -> receivedFromBusy(wanting(false, 0)))
        .hasMessageContaining("I/O has stalled, no activity for 1 seconds");
  }

  /** One that has stopped says no more that it is at work; that we still do is no sign of it. */
  @Test
  void aDovetailThatHangsIsNotWaitedForEither() throws Exception {
    StreamPeer hanging = peer(InputStream.nullInputStream(), sent, Optional.empty());
    hanging.start();
    hanging.send(wanting(false, 3));
    hanging.flush();
    PipedInputStream here = new PipedInputStream(1 << 16);
    PipedOutputStream from = new PipedOutputStream(here);
    from.write(sent.toByteArray());
    from.flush();
    StreamPeer peer =
        new StreamPeer(
            here,
            OutputStream.nullOutputStream(),
            Optional.empty(),
            "hanging",
            IMPATIENT,
            () -> close(from));
    peer.start();
    peer.send(wanting(false, 3));
    peer.receive();
    assertThatThrownBy(peer::receive)
        .hasMessageContaining("I/O has stalled, no activity for 1 seconds");
  }

  /** What is received from an end that works for 2.5 seconds, by one that waits for a second. */
  private static Item receivedFromBusy(Handshake waiting) throws Exception {
    InProcessLink.Pair ends = InProcessLink.pair(1 << 16);
    OutputStream toBusy = ends.first().output();
    OutputStream toWaiting = ends.second().output();
    StreamPeer busy = peer(ends.second().input(), toWaiting, Optional.empty());
    StreamPeer peer =
        new StreamPeer(
            ends.first().input(),
            toBusy,
            Optional.empty(),
            "busy",
            IMPATIENT,
            () -> close(toWaiting));
    peer.start();
    peer.send(waiting);
    peer.flush();
    Thread work =
        new Thread(
            () -> {
              try {
                busy.start();
                busy.send(wanting(false, 3));
                busy.flush();
                busy.receive();
                Thread.sleep(2500);
                busy.send(new MailRequest("guid", 1));
                busy.flush();
                busy.receive();
              } catch (IOException | InterruptedException e) {
                // The other end has given up.
              }
            });
    work.setDaemon(true);
    work.start();
    peer.receive();
    try {
      return peer.receive();
    } finally {
      peer.close();
      close(toBusy);
    }
  }

  private static void close(OutputStream out) {
    try {
      out.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class OneByteAtATime extends ByteArrayInputStream {
    OneByteAtATime(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      return super.read(to, offset, 1);
    }
  }
}
