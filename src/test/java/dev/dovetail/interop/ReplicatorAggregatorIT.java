package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dovecot's own aggregator hears its plugins, and hands on what it hears to our replicator. */
@RequiresDovecot
class ReplicatorAggregatorIT {
  private static DovecotInstance dovecot;
  private static Account account;
  private static RunningReplicator replicator;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    dovecot =
        DovecotInstance.start(
            2,
            "mail_plugins = $mail_plugins notify replication",
            "plugin {",
            "mail_replica = tcp:127.0.0.1:1",
            "}",
            "service aggregator {",
            "chroot =",
            "fifo_listener replication-notify-fifo {",
            "mode = 0666",
            "}",
            "unix_listener replication-notify {",
            "mode = 0666",
            "}",
            "}",
            "service replicator {",
            "unix_listener replicator {",
            "mode = 0",
            "}",
            "}");
    account = dovecot.newAccount();
    replicator =
        RunningReplicator.start(
            dovecot,
            dovecot.configurationWith(
                RunningReplicator.withFeeds(
                    "0",
                    "dovetail_state_dir = " + dovecot.directory() + "/replicator",
                    "dovetail_replicator_watch = no",
                    "plugin {",
                    "mail_replica = maildir:~/copy",
                    "}",
                    "service replicator {",
                    "unix_listener replicator {",
                    "mode = 0666",
                    "}",
                    "}")));
    assertThat(replicator.said()).contains("run/replicator ");
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    replicator.close();
    dovecot.close();
  }

  private static Path copy() {
    return account.home().resolve("copy");
  }

  private static void deliver(String subject) throws IOException {
    try (LmtpSession session = new LmtpSession(dovecot.lmtpPort())) {
      session.deliver(account.user(), Account.text(subject));
    }
  }

  private static boolean isCopied(String subject) throws IOException {
    for (String part : List.of("new", "cur")) {
      Path mails = copy().resolve(part);
      if (!Files.exists(mails)) {
        return false;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(mails)) {
        for (Path file : files) {
          if (Files.readString(file, ISO_8859_1).contains("Subject: " + subject)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @Test
  void aDeliveryIsReplicated() throws Exception {
    deliver("first");
    for (int i = 0; i < 400 && !isCopied("first"); i++) {
      Thread.sleep(50);
    }
    assertThat(isCopied("first")).as(replicator.said() + dovecot.log()).isTrue();
  }

  @Test
  void whoWaitsForASyncIsAnsweredThroughTheAggregator() throws Exception {
    deliver("awaited");
    Path socket = dovecot.directory().resolve("run/replication-notify");
    ByteBuffer answer = ByteBuffer.allocate(2);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap((account.user() + "\tsync\n").getBytes(UTF_8)));
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        // Until it has said all.
      }
    }
    assertThat(new String(answer.array(), UTF_8)).isEqualTo("+\n");
    assertThat(isCopied("awaited")).isTrue();
  }
}
