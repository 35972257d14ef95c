package dev.dovetail.userdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.config.variable.AuthInfo;
import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that says what it was told to, whatever it is asked. */
class AuthSocketDirectoryTest {
  private static final String GREETING = "VERSION\t1\t1\nSPID\t123\n";

  // Not a @TempDir: the path of a socket must be short.
  private Path directory;
  private Path socket;
  private ServerSocketChannel server;
  private volatile String asked = "";

  @BeforeEach
  void listen() throws IOException {
    directory = Files.createTempDirectory("auth");
    socket = directory.resolve("auth-userdb");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
    Files.delete(directory);
  }

  private AuthSocketDirectory saying(String text) {
    Thread thread = new Thread(() -> serve(text), "auth-server");
    thread.setDaemon(true);
    thread.start();
    return new AuthSocketDirectory(socket, AuthInfo.OWN, true, Log.NONE);
  }

  /** Answers before it is asked, so that no test waits for a time limit. */
  private void serve(String text) {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        ByteBuffer answer = UTF_8.encode(text);
        while (answer.hasRemaining()) {
          client.write(answer);
        }
        client.shutdownOutput();
        ByteBuffer heard = ByteBuffer.allocate(4096);
        while (client.read(heard) >= 0) {
          asked = new String(heard.array(), 0, heard.position(), UTF_8);
        }
      } catch (IOException e) {
        // The test is over, or has hung up.
      }
    }
  }

  private void assertAsked(String request) throws InterruptedException {
    for (int i = 0; i < 100 && !asked.endsWith(request); i++) {
      Thread.sleep(20);
    }
    assertThat(asked).endsWith(request);
  }

  @Test
  void takesFieldsInTheirOrderAndTheNameThatTheServerGives() throws Exception {
    try (AuthSocketDirectory users =
        saying(GREETING + "USER\t1\tjane\tuid=5\thome=/srv/a\001tb\tbare\tx=y=z\n")) {
      User jane = users.lookup("JANE").orElseThrow();
      assertThat(jane.name()).isEqualTo("jane");
      assertThat(jane.fields())
          .containsExactly(
              Map.entry("uid", "5"),
              Map.entry("home", "/srv/a\tb"),
              Map.entry("bare", ""),
              Map.entry("x", "y=z"));
      assertAsked("VERSION\t1\t0\nUSER\t1\tJANE\tservice=doveadm\n");
    }
  }

  @Test
  void listsOnlyWhatMatches() throws Exception {
    String list = "LIST\t1\tjane\nLIST\t1\tJoe\nLIST\t1\tkim\nLIST\t1\tjane\nDONE\t1\t\n";
    try (AuthSocketDirectory users = saying(GREETING + list)) {
      assertThat(Listed.names(users, new UserMask("j*"))).containsExactly("jane", "Joe", "jane");
      assertAsked("LIST\t1\tuser=j*\tservice=doveadm\n");
    }
  }

  @Test
  void handsOverWhatItHasHeardOfAListThatEndsInTheMiddle() {
    List<String> names = new ArrayList<>();
    try (AuthSocketDirectory users = saying(GREETING + "LIST\t1\tjane\nLIST\t1\tjo")) {
      assertThatThrownBy(() -> users.iterate(UserMask.all(), names::add))
          .isInstanceOfSatisfying(
              SyncException.class, e -> assertThat(e.grade()).isEqualTo(Grade.TEMPORARY))
          .hasMessage("auth-master: userdb list: Disconnected unexpectedly");
    }
    assertThat(names).containsExactly("jane");
  }

  @Test
  void saysThatTheListIsRefused() {
    try (AuthSocketDirectory users = saying(GREETING + "DONE\t1\tfail\n")) {
      assertThatThrownBy(() -> Listed.names(users, UserMask.all()))
          .hasMessageStartingWith("auth-master: userdb list: User listing returned failure")
          .hasMessageContaining(socket.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "host=beta port=99, beta:99, '', AS_CONFIGURED, false",
    "host=beta hostip=10.0.0.1, beta, 10.0.0.1, AS_CONFIGURED, false",
    "host=beta ssl=yes, beta, '', AT_ONCE, false",
    "host=beta ssl=no, beta, '', AT_ONCE, false",
    "host=beta ssl, beta, '', AS_CONFIGURED, false",
    "host=beta ssl=any-cert, beta, '', AT_ONCE, true",
    "host=beta ssl=yes starttls=yes, beta, '', STARTTLS, false",
    "host=beta starttls=any-cert, beta, '', STARTTLS, true",
  })
  void findsTheHostOfAProxiedUser(
      String fields, String server, String ip, OtherHost.Tls tls, boolean anyCertificate)
      throws IOException {
    try (AuthSocketDirectory users =
        saying(GREETING + "PASS\t1\tuser=jane\tproxy\t" + fields.replace(' ', '\t') + "\n")) {
      assertThat(users.otherHost("jane")).contains(new OtherHost(server, ip, tls, anyCertificate));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "port=99, Proxy is missing destination host",
    "host=beta\thostip=gamma, Invalid hostip value 'gamma'",
  })
  void doesNotTakeAProxiedUserForOneWhoIsHere(String fields, String reason) {
    try (AuthSocketDirectory users =
        saying(GREETING + "PASS\t1\tuser=jane\tproxy\t" + fields + "\n")) {
      assertThatThrownBy(() -> users.otherHost("jane"))
          .hasMessageStartingWith("auth-master: passdb lookup(jane): " + reason);
    }
  }

  @Test
  void takesARefusalOfThePassdbForNoOtherHost() throws IOException {
    try (AuthSocketDirectory users = saying(GREETING + "FAIL\t1\n")) {
      assertThat(users.otherHost("jane")).isEmpty();
    }
  }

  @Test
  void endsAtALineThatHasNoEnd() {
    try (AuthSocketDirectory users = saying(GREETING + "USER\t1\tjane\t" + "x".repeat(100_000))) {
      assertThatThrownBy(() -> users.lookup("jane"))
          .hasMessageContaining("userdb lookup(jane)")
          .hasMessageContaining("more than 8192 bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "VERSION\t1\t1\n",
        "VERSION\t2\t0\n",
        "220 mail.example.com ESMTP\n",
        "VERSION\t1\t1\nUSER\t7\tother\tuid=0\n",
        "VERSION\t1\t1\nNONSENSE\t1\n",
        "\n\n\n",
      })
  void failsAtWhatIsNoAnswer(String text) {
    try (AuthSocketDirectory users = saying(text)) {
      assertThatThrownBy(() -> users.lookup("jane"))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("auth-master: userdb lookup(jane): ");
    }
  }
}
