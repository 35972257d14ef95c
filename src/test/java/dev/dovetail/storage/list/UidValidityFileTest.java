package dev.dovetail.storage.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UidValidityFileTest {
  private static final long NOW = 0x6b04c331L;
  @TempDir Path directory;

  private List<String> files() throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void beginsWithTheTimeAndCountsOn() throws IOException {
    UidValidityFile file = new UidValidityFile(directory);
    assertThat(file.next(NOW)).isEqualTo(NOW);
    assertThat(file.next(NOW + 1000)).isEqualTo(NOW + 1);
    assertThat(files()).containsExactly("dovecot-uidvalidity", "dovecot-uidvalidity.6b04c332");
    assertThat(Files.readString(directory.resolve("dovecot-uidvalidity"))).isEqualTo("6b04c332");
  }

  @Test
  void trustsTheNameWhereTheContentLags() throws IOException {
    Files.writeString(directory.resolve("dovecot-uidvalidity"), "00000007");
    Files.createFile(directory.resolve("dovecot-uidvalidity.00000010"));
    assertThat(new UidValidityFile(directory).next(NOW)).isEqualTo(0x11);
    assertThat(Files.readString(directory.resolve("dovecot-uidvalidity"))).isEqualTo("00000011");
  }

  @Test
  void survivesDamage() throws IOException {
    Files.writeString(directory.resolve("dovecot-uidvalidity"), "garbage!");
    Files.createFile(directory.resolve("dovecot-uidvalidity.notahex!"));
    assertThat(new UidValidityFile(directory).next(NOW)).isEqualTo(NOW);
  }

  @Test
  void makesTheMissingOfBothFiles() throws IOException {
    Files.createFile(directory.resolve("dovecot-uidvalidity.00000010"));
    assertThat(new UidValidityFile(directory).next(NOW)).isEqualTo(0x11);
    Files.delete(directory.resolve("dovecot-uidvalidity.00000011"));
    assertThat(new UidValidityFile(directory).next(5)).isEqualTo(0x12);
    assertThat(files()).containsExactly("dovecot-uidvalidity", "dovecot-uidvalidity.00000012");
  }

  @Test
  void refusesToBeginAnew() throws IOException {
    Files.writeString(directory.resolve("dovecot-uidvalidity"), "ffffffff");
    Files.createFile(directory.resolve("dovecot-uidvalidity.ffffffff"));
    assertThatThrownBy(() -> new UidValidityFile(directory).next(NOW))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("no number is left");
  }

  @Test
  void neverGivesTheSameNumberTwice() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<List<Long>>> results = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      Callable<List<Long>> taker =
          () -> {
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
              taken.add(new UidValidityFile(directory).next(NOW));
            }
            return taken;
          };
      results.add(threads.submit(taker));
    }
    Set<Long> all = new TreeSet<>();
    for (Future<List<Long>> result : results) {
      all.addAll(result.get());
    }
    threads.shutdown();
    assertThat(all).hasSize(200);
  }
}
