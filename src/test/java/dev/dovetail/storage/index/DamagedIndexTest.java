package dev.dovetail.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedIndexTest {
  private static final String[] NAMES = {
    "maildir-work", "maildir-rotated", "sdbox-work", "sdbox-rotated", "mdbox-work", "mdbox-rotated"
  };
  private static final String[] FILES = {
    "dovecot.index.log", "dovecot.index.log.2", "dovecot.index"
  };

  @TempDir Path directory;

  @Test
  void eitherReadsOrExplainsWhateverTheFilesHold() throws IOException {
    long seed = System.nanoTime();
    System.err.println("DamagedIndexTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      MailIndex index =
          Fixtures.copy(NAMES[random.nextInt(NAMES.length)], directory.resolve("r" + round));
      Path file = index.directory().resolve(FILES[random.nextInt(FILES.length)]);
      if (!Files.exists(file)) {
        file = index.log();
      }
      Files.write(file, mutated(Files.readAllBytes(file), random));
      try {
        IndexState state = index.read();
        requireSane(state);
        LogScan.changesSince(index, random.nextInt(10), state);
      } catch (SyncException e) {
        assertThat(e).hasMessageMatching("Index file .*dovecot.index.*(corrupted|major version).*");
      } catch (IOException | RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] result = bytes.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && result.length > 0; i++) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(5)) {
        case 0 -> result[at] = (byte) random.nextInt();
        case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> result = Arrays.copyOf(result, at);
        case 3 -> {
          for (int j = at & ~3; j < Math.min((at & ~3) + 4, result.length); j++) {
            result[j] = (byte) 0xff;
          }
        }
        default -> {
          int to = random.nextInt(result.length);
          int count = Math.min(random.nextInt(40), result.length - Math.max(at, to));
          System.arraycopy(bytes, Math.min(at, bytes.length - count), result, to, count);
        }
      }
    }
    return result;
  }

  private static void requireSane(IndexState state) {
    long last = 0;
    for (IndexedMessage message : state.messages()) {
      assertThat(message.uid()).isGreaterThan(last);
      assertThat(message.modseq()).isNotNegative();
      assertThat(state.find(message.uid())).contains(message);
      state.extensionRecord(message.uid(), "mdbox");
      last = message.uid();
    }
    assertThat(state.highestModseq()).isPositive();
    state.pendingExpunges();
  }

  @Test
  void eitherAppliesOrExplainsWhateverRecordsHold() throws IOException {
    long seed = System.nanoTime();
    System.err.println("DamagedIndexTest record seed " + seed);
    Random random = new Random(seed);
    int[] types = {
      0xcd91, 2, 4, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800, 0x1000, 0xed90, 0x8000, 0x10000,
      0x20000, 0x40000, 0x100000, 0x1, 0x2000, 0x777
    };
    for (int round = 0; round < 3000; round++) {
      IndexState state = IndexState.empty(1);
      IndexReplay replay = new IndexReplay(state);
      RecordBuffer buffer = new RecordBuffer();
      for (int i = 0; i < 6; i++) {
        int marks = random.nextInt(4) << 28;
        int start = buffer.begin(types[random.nextInt(types.length)] | marks);
        int words = random.nextInt(8);
        for (int word = 0; word < words; word++) {
          buffer.u32(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(40));
        }
        buffer.finish(start);
      }
      byte[] bytes = buffer.toArray();
      try {
        replay.apply(new LogCursor(Path.of("log"), bytes, 0, 0, bytes.length));
        requireSane(state);
        ChangeCollector collector = new ChangeCollector(0, state);
        byte[] log = new byte[40 + bytes.length];
        System.arraycopy(LogHeader.initial(1), 0, log, 0, 40);
        System.arraycopy(bytes, 0, log, 40, bytes.length);
        collector.collect(LogFile.of(Path.of("log"), log), log.length);
        collector.result(true);
      } catch (SyncException e) {
        assertThat(e).hasMessageContaining("corrupted");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " round " + round, e);
      }
    }
  }

  @Test
  void refusesAnExpungeOfEverything() throws IOException {
    MailIndex index = Fixtures.create(directory, 3);
    Fixtures.append(index, new IndexTransaction().external().nextUid(0xffff_ffffL));
    byte[] log = Files.readAllBytes(index.log());
    RecordBuffer record = new RecordBuffer();
    int start = record.begin(RecordType.EXPUNGE | RecordType.EXTERNAL);
    record.u32(1).u32(0xffff_fff0L).finish(start);
    Files.write(index.log(), concatenated(log, record.toArray()));

    assertThat(index.read().messages()).isEmpty();
    assertThatThrownBy(() -> LogScan.changesSince(index, 0)).isInstanceOf(SyncException.class);
  }

  @Test
  void refusesModseqsBeforeTheyAreIntroduced() throws IOException {
    MailIndex index = Fixtures.create(directory, 3);
    byte[] log = Files.readAllBytes(index.log());
    RecordBuffer record = new RecordBuffer();
    int start = record.begin(RecordType.MODSEQ_UPDATE);
    record.u32(1).u64(50).finish(start);
    Files.write(index.log(), concatenated(log, record.toArray()));

    assertThatThrownBy(index::read)
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("offset " + log.length);
  }

  @Test
  void writesNothingToADamagedLog() throws IOException {
    MailIndex index = Fixtures.create(directory, 3);
    byte[] log = Files.readAllBytes(index.log());
    byte[] unprotected =
        new IndexTransaction().external().expunge(1, Guid128.EMPTY).encode(0, index.read());
    unprotected[5] = 0x20;
    unprotected[4] = 0;
    byte[] damaged = concatenated(log, unprotected);
    Files.write(index.log(), damaged);

    assertThatThrownBy(() -> index.lock(1))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("protection");
    assertThat(Files.readAllBytes(index.log())).isEqualTo(damaged);
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
