package dev.dovetail.transport.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import dev.dovetail.log.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small parts of the server's side. */
class ListenTest {
  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();

  private String wire() {
    return wire.toString(ISO_8859_1);
  }

  @Test
  void putsTheReplyIntoOnePacketWithTheBeginningOfTheStream() throws IOException {
    PacketOutput output = new PacketOutput(wire, false);
    output.prepend("\n+\n".getBytes(UTF_8));
    assertThat(output.hasBegun()).isFalse();
    new ClientLog(Log.NONE, "dovetail(jane): ", output).error("no\nroom");
    output.write("VERSION".getBytes(UTF_8));
    output.write("X".getBytes(UTF_8));
    assertThat(output.hasBegun()).isTrue();
    assertThat(wire())
        .isEqualTo(
            "L\0\0\0\u0019\u0004dovetail(jane): no room\n\0\0\0\0\n\n+\nVERSION\0\0\0\0\u0001X");
  }

  @Test
  void sendsClientsOfMinorVersion0NoPackets() throws IOException {
    PacketOutput output = new PacketOutput(wire, true);
    output.prepend("\n+\n".getBytes(UTF_8));
    new ClientLog(Log.NONE, "", output).error("not heard");
    output.write("VERSION".getBytes(UTF_8));
    assertThat(wire()).isEqualTo("\n+\nVERSION");
  }

  @Test
  void cutsWhatIsLargeIntoPackets() throws IOException {
    new PacketOutput(wire, false).write(new byte[70_000]);
    assertThat(wire.size()).isEqualTo(70_000 + 2 * 5);
    assertThat(wire()).startsWith("\0\0\1\0\0");
  }

  @Test
  void readsCommandsOfBothDialects() throws SyncException {
    assertThat(AskedCommand.parse("\tjane\tdsync-server\t-ujane"))
        .isEqualTo(new AskedCommand(false, "jane", List.of("dsync-server", "-ujane")));
    assertThat(AskedCommand.parse("xD\tproxy-ttl=1\tj\u0001tx\tuser"))
        .isEqualTo(new AskedCommand(true, "j\tx", List.of("user")));
    assertThat(AskedCommand.isOption("\t\tOPTION\tlog-passthrough")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "\t", "\tjane", "Q\tjane\tdsync-server", "x\ta\tb"})
  void refusesWhatIsNoCommand(String line) {
    assertThatThrownBy(() -> AskedCommand.parse(line)).hasMessageContaining("no command");
  }

  @Test
  void acceptsThePasswordAndNoOther() {
    PasswordCheck check = new PasswordCheck("doveadm", "secret\n");
    assertThat(check.accepts(plain("\0doveadm\0secret\n"))).isTrue();
    for (String wrong :
        List.of("\0doveadm\0secret", "\0root\0secret\n", "doveadm\0secret\n", "", "\0doveadm\0")) {
      assertThat(check.accepts(plain(wrong))).as(wrong).isFalse();
    }
    assertThat(check.accepts("???")).isFalse();
    assertThat(new PasswordCheck("doveadm", "").accepts(plain("\0doveadm\0"))).isFalse();
  }

  private static String plain(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp:24245, tcp:*:24245",
    "tcps:*:1, tcps:*:1",
    "tcps:192.0.2.1:24246, tcps:192.0.2.1:24246",
    "tcp:[::1]:7, tcp:[::1]:7",
    "/run/x, /run/x"
  })
  void readsAddresses(String text, String shown) throws SyncException {
    assertThat(ListenAddress.parse(text).text()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"24245", "tcp:", "tcp:x", "tcp:0", "tcp:70000", "udp:1", "x/y"})
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text)).hasMessageContaining(text);
  }

  @Test
  void takesThePlaceOfASocketWhoseServerIsGone(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("socket");
    ListenAddress address =
        new ListenAddress.Socket(path, 0660, Optional.empty(), Optional.empty());
    Listener first = Listener.bind(address);
    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    assertThat(first.address().isPrivate()).isFalse();
    assertThatThrownBy(() -> Listener.bind(address)).hasMessageContaining("another server has it");
    first.close();
    assertThat(path).doesNotExist();
    var dead = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX);
    dead.bind(java.net.UnixDomainSocketAddress.of(path));
    dead.close();
    assertThat(path).exists();
    try (Listener second = Listener.bind(ListenAddress.parse(path.toString()));
        SocketChannel client = SocketChannel.open(java.net.UnixDomainSocketAddress.of(path));
        SocketChannel accepted = second.accept()) {
      assertThat(second.address().isPrivate()).isTrue();
      assertThat(client.isConnected()).isTrue();
      assertThat(accepted.isConnected()).isTrue();
    }
  }

  /** Whoever comes early must find it closed. */
  @Test
  void neverHasASocketThatIsNotProtected(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("socket");
    Set<Object> modes = ConcurrentHashMap.newKeySet();
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                try {
                  modes.add(Files.getAttribute(path, "unix:mode"));
                } catch (IOException e) {
                  // Not there yet.
                }
              }
            });
    for (int i = 0; i < 200; i++) {
      Listener.bind(ListenAddress.parse(path.toString())).close();
    }
    done.set(true);
    watch.get();
    assertThat(modes).isSubsetOf(0140600);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void removesNothingButSockets(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("mail");
    Files.writeString(path, "precious");
    assertThatThrownBy(() -> Listener.bind(ListenAddress.parse(path.toString())))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("there is something else of this name");
    assertThat(path).hasContent("precious");
  }
}
