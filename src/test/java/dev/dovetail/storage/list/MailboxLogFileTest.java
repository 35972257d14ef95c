package dev.dovetail.storage.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.log.Log;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.MailboxLogRecord;
import dev.dovetail.storage.MailboxLogRecord.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxLogFileTest {
  @TempDir Path directory;
  private Path file;
  private MailboxLogFile log;

  @BeforeEach
  void open() {
    file = directory.resolve("dovecot.mailbox.log");
    log = new MailboxLogFile(directory, Log.NONE);
  }

  private static MailboxLogRecord record(int n) {
    return new MailboxLogRecord(Kind.values()[n % 5], new Guid128(n, ~n), 1_700_000_000L + n);
  }

  @Test
  void writesTheBytesOfDovecot() throws IOException {
    Guid128 guid = Guid128.parse("2d43ea1e27c3046b8d3100007f386b86");
    log.append(new MailboxLogRecord(Kind.RENAME, guid, 0x6b04c331L));
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file)))
        .isEqualTo("03000000" + "2d43ea1e27c3046b8d3100007f386b86" + "6b04c331");
  }

  @Test
  void hasNoRecordsWithoutAFile() throws IOException {
    assertThat(log.read()).isEmpty();
  }

  @Test
  void readsBackEverythingAcrossARotation() throws IOException {
    List<MailboxLogRecord> written = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      written.add(record(i));
      log.append(record(i));
    }
    assertThat(Files.size(directory.resolve("dovecot.mailbox.log.2"))).isEqualTo(4104);
    assertThat(log.read()).isEqualTo(written);
  }

  @Test
  void appendsOverATornRecord() throws IOException {
    log.append(record(1));
    Files.write(file, new byte[] {2, 0, 0}, StandardOpenOption.APPEND);
    assertThat(log.read()).containsExactly(record(1));
    log.append(record(2), record(3));
    assertThat(log.read()).containsExactly(record(1), record(2), record(3));
  }

  @Test
  void leavesUnknownRecordsOut() {
    byte[] bytes = new byte[3 * MailboxLogFile.RECORD_SIZE];
    System.arraycopy(MailboxLogFile.format(record(1)), 0, bytes, 0, MailboxLogFile.RECORD_SIZE);
    bytes[MailboxLogFile.RECORD_SIZE] = 6;
    List<MailboxLogRecord> records = new ArrayList<>();
    assertThat(MailboxLogFile.parse(bytes, records)).isEqualTo(2);
    assertThat(records).containsExactly(record(1));
  }

  @Test
  void readsAnyBytes() {
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(500)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i += MailboxLogFile.RECORD_SIZE) {
        bytes[i] = (byte) random.nextInt(8);
      }
      List<MailboxLogRecord> records = new ArrayList<>();
      int unknown = MailboxLogFile.parse(bytes, records);
      assertThat(records.size() + unknown)
          .as("seed %d", seed)
          .isEqualTo(bytes.length / MailboxLogFile.RECORD_SIZE);
    }
  }

  @Test
  void appendsWhileDovecotMovesTheLogAway() throws Exception {
    MailboxLogFile log = new MailboxLogFile(directory, Log.NONE);
    AtomicBoolean done = new AtomicBoolean();
    Thread dovecot =
        new Thread(
            () -> {
              File file = directory.resolve("dovecot.mailbox.log").toFile();
              while (!done.get()) {
                file.renameTo(new File(file + ".2"));
                LockSupport.parkNanos(10_000_000);
              }
            });
    dovecot.start();
    try {
      for (int i = 0; i < 300; i++) {
        log.append(new MailboxLogRecord(Kind.SUBSCRIBE, new Guid128(1, i), 7));
      }
    } finally {
      done.set(true);
      dovecot.join();
    }
    log.append(new MailboxLogRecord(Kind.SUBSCRIBE, new Guid128(1, 1000), 7));
    assertThat(log.read()).extracting(record -> record.id().low()).endsWith(1000L);
  }

  @Test
  void saysThatItsDirectoryIsMissing() {
    MailboxLogFile log = new MailboxLogFile(directory.resolve("none"), Log.NONE);
    assertThatThrownBy(() -> log.append(new MailboxLogRecord(Kind.RENAME, new Guid128(1, 2), 7)))
        .isInstanceOf(NoSuchFileException.class);
  }
}
