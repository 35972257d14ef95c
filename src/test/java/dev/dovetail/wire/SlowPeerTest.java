package dev.dovetail.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.transport.pipe.InProcessLink;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.Mail;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that dribbles is given up after the time-out, here a second; one that is slow is not. */
@Timeout(30)
class SlowPeerTest {
  private static final int PIPE = 256;

  private final InProcessLink.Pair ends = InProcessLink.pair(PIPE);
  private final OutputStream toUs = ends.second().output();
  private final StreamPeer peer = peer(1_000);
  private Thread farEnd;

  private StreamPeer peer(long stepMillis) {
    return new StreamPeer(
        ends.first().input(),
        ends.first().output(),
        Optional.empty(),
        "far",
        new StreamPeer.Patience(1, 60_000, stepMillis, 1),
        this::cut);
  }

  private void cut() {
    try {
      ends.first().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Doings {
    void go() throws IOException, InterruptedException;
  }

  private void farEnd(Doings doings) {
    farEnd =
        new Thread(
            () -> {
              try {
                doings.go();
              } catch (IOException | InterruptedException e) {
                // It was cut off.
              }
            });
    farEnd.start();
  }

  /** What a peer says that has agreed on nothing. */
  private static byte[] greeting(Handshake handshake) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    StreamPeer end = new StreamPeer(new ByteArrayInputStream(new byte[0]), said, "x", 0, () -> {});
    end.start();
    end.send(handshake);
    end.flush();
    return said.toByteArray();
  }

  private void slowly(String text, int piece, int millis) throws IOException, InterruptedException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    for (int at = 0; at < bytes.length; at += piece) {
      toUs.write(bytes, at, Math.min(piece, bytes.length - at));
      Thread.sleep(millis);
    }
  }

  @BeforeEach
  void greet() throws IOException {
    byte[] greeting = greeting(Handshake.builder().hostname("far").dovetailVersion(3).build());
    farEnd(() -> toUs.write(greeting));
    peer.receive();
  }

  @AfterEach
  void end() throws Exception {
    cut();
    farEnd.interrupt();
    farEnd.join();
  }

  @Test
  void singleBytesOfALineAreNoProgress() {
    farEnd(() -> slowly("R" + "x".repeat(600), 1, 100));
    assertThatThrownBy(peer::receive)
        .isInstanceOf(PeerGoneException.class)
        .hasMessageMatching(
            "dsync\\(far\\): I/O has stalled, only \\d+ bytes? and no whole record in 1 seconds"
                + " \\(last sent=handshake, last recv=handshake\\)");
  }

  @Test
  void singleBytesOrLinesOfAMailAreNoneEither() throws Exception {
    farEnd(
        () -> {
          slowly("Mg\t\2\t\2\t\2\t1\t\2\t\n", PIPE, 0);
          slowly("\n".repeat(600), 1, 100);
        });
    Item mail = peer.receive();
    assertThatThrownBy(() -> mail.stream().readAllBytes())
        .hasMessageContaining("and no whole record in 1 seconds");
  }

  @Test
  void wholeRecordsAreHoweverShort() throws Exception {
    farEnd(() -> slowly(".\n.\n.\n.\n.\n.\n", 1, 200));
    for (int i = 0; i < 6; i++) {
      assertThat(peer.receive()).isEqualTo(Item.END_OF_LIST);
    }
  }

  @Test
  void aLongRecordOverASlowLineIs() throws Exception {
    farEnd(() -> slowly("R" + "g".repeat(3000) + "\t1\n", 150, 100));
    assertThat(peer.receive().kind()).isEqualTo(ItemKind.MAIL_REQUEST);
  }

  @Test
  void aDovetailThatIsAtOneStepForTooLongIsNoLongerBelieved() {
    farEnd(() -> slowly("K\n".repeat(600), 2, 100));
    long start = System.nanoTime();
    assertThatThrownBy(peer::receive).hasMessageContaining("and no whole record in 1 seconds");
    assertThat(System.nanoTime() - start).isGreaterThan(1_500_000_000L);
  }

  @Test
  void aPeerThatTakesLittleAtATimeIsWaitedForWhileItTakesEnough() throws Exception {
    farEnd(() -> take(150, 100));
    peer.start();
    peer.send(mail(3000));
    peer.flush();
  }

  @Test
  void aPeerThatTakesSingleBytesIsNot() throws Exception {
    farEnd(() -> take(1, 100));
    assertThatThrownBy(
            () -> {
              peer.start();
              peer.flush();
            })
        .hasMessageContaining("I/O has stalled, no activity for 1 seconds");
  }

  private void take(int piece, int millis) throws IOException, InterruptedException {
    byte[] taken = new byte[piece];
    while (ends.second().input().read(taken) >= 0) {
      Thread.sleep(millis);
    }
  }

  private static Item mail(int size) {
    return new Mail("g", 0, null, 0, 1, 0, new ByteArrayInputStream(new byte[size]));
  }
}
