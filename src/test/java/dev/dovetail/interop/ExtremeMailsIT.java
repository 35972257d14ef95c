package dev.dovetail.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mails of sizes and bytes that no mail should have: they come through as they are. */
@RequiresDovecot
class ExtremeMailsIT {
  private static final int BLOCK = 1 << 20;
  private static final int BLOCKS = 100;

  @ParameterizedTest
  @EnumSource(names = {"OURS_TO_OURS", "OURS_TO_DOVECOT", "DOVECOT_TO_OURS"})
  void comeThroughByteForByte(Pairing pairing) throws Exception {
    Stage stage = Stages.stage(pairing);
    Account from = stage.left();
    from.deliver("1700000001.M1P1.empty", "", new byte[0]);
    from.deliver("1700000002.M1P1.nul", "S", bytes(3000, 0));
    from.deliver("1700000003.M1P1.eight", "", bytes(4000, 0x80));
    Path large = from.deliver("1700000004.M1P1.large", "F", Account.text("large").getBytes());
    byte[] block = bytes(BLOCK, 1);
    try (OutputStream out = Files.newOutputStream(large)) {
      for (int i = 0; i < BLOCKS; i++) {
        out.write(block);
      }
    }
    stage.sync();
    List<Path> sent = bySize(from);
    List<Path> received = bySize(stage.right());
    assertThat(received).hasSize(4);
    for (int i = 0; i < sent.size(); i++) {
      assertThat(Files.mismatch(sent.get(i), received.get(i))).as("%s", sent.get(i)).isEqualTo(-1);
    }
    Files.delete(sent.get(3));
    Files.delete(received.get(3));
  }

  private static List<Path> bySize(Account account) throws IOException {
    try (var files = Files.walk(account.maildir())) {
      return files
          .filter(file -> file.getParent().endsWith("cur") || file.getParent().endsWith("new"))
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparingLong((Path file) -> file.toFile().length()))
          .toList();
    }
  }

  /** A header, and lines of bytes from {@code lowest} on; line ends may come out otherwise. */
  private static byte[] bytes(int length, int lowest) {
    byte[] mail = new byte[length];
    new Random(length).nextBytes(mail);
    for (int i = 0; i < length; i++) {
      int b = Math.max(lowest, mail[i] & 0xff);
      mail[i] = (byte) (b == '\r' || b == '\n' ? 'x' : b);
      if (i % 71 == 70 || i == length - 1) {
        mail[i] = '\n';
      }
    }
    byte[] header = "Subject: bytes\n\n".getBytes();
    System.arraycopy(header, 0, mail, 0, header.length);
    return mail;
  }
}
