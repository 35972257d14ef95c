package dev.dovetail.transport.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GuestTest {
  private static final String SESSION =
      "VERSION\tdoveadm-server\t1\t2\nPLAIN\tAGRvdmVhZG0Ac2VjcmV0\n\tjane\tdsync-server\n";

  private final Gate gate = new Gate();
  private SocketChannel client;
  private Guest guest;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client = SocketChannel.open(listener.getLocalAddress());
      guest = new Guest(listener.accept(), 1);
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
    guest.cut();
  }

  private AskedCommand welcome() throws IOException {
    PasswordCheck password = new PasswordCheck("doveadm", "secret");
    return guest.welcome(Optional.empty(), Optional.of(password), gate);
  }

  private void say(String text) {
    try {
      client.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    } catch (IOException e) {
      // It has been cut.
    }
  }

  @Test
  void hearsWhatIsWanted() throws Exception {
    say(SESSION);
    assertThat(welcome().user()).isEqualTo("jane");
  }

  @Test
  void bringsTheStateOfThousandsOfMailboxesIfItNeedsNoPassword() throws Exception {
    String state = "x".repeat(500_000);
    sayMeanwhile("VERSION\tdoveadm-server\t1\t2\n\tjane\treplicate\t" + state + "\n");
    AskedCommand asked = guest.welcome(Optional.empty(), Optional.empty(), gate);
    assertThat(asked.words()).containsExactly("replicate", state);
  }

  @Test
  void isTurnedAwayWithALongLineIfItNeedsOne() {
    sayMeanwhile(SESSION.replace("\n\tjane", "\n\t" + "x".repeat(100_000)));
    assertThatThrownBy(this::welcome).hasMessage("a line of it has more than 65536 bytes");
  }

  /** Its first record need not hold a line feed. */
  @Test
  void isToldToUseThePlainPortIfItSpeaksTls() {
    say("\26\3\1\2\0\1\0\1\374");
    assertThatThrownBy(this::welcome)
        .hasMessage("it speaks TLS, and this port does not; its destination must be tcp:");
  }

  private void sayMeanwhile(String text) {
    Thread thread = new Thread(() -> say(text));
    thread.setDaemon(true);
    thread.start();
  }

  /** However busy it is: no single byte comes late. */
  @Test
  void isCutIfItSpeaksByteByByteAndTakesTooLong() throws Exception {
    Thread slow =
        new Thread(
            () -> {
              for (int i = 0; i < SESSION.length(); i++) {
                say(SESSION.substring(i, i + 1));
                pause();
              }
            });
    slow.setDaemon(true);
    slow.start();
    long before = System.nanoTime();
    assertThatThrownBy(this::welcome).hasMessage("it has not said within 1 seconds what it wants");
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isBetween(900L, 8000L);
    client.configureBlocking(true);
    ByteBuffer rest = ByteBuffer.allocate(1000);
    while (client.read(rest) >= 0) {
      // What it was told before.
    }
    assertThat(gate.admit(guest.address())).isTrue();
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void isCutIfItSaysNothing() {
    assertThatThrownBy(this::welcome).hasMessage("it has not said within 1 seconds what it wants");
  }
}
