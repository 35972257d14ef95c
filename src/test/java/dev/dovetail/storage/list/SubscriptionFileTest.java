package dev.dovetail.storage.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import dev.dovetail.storage.lock.LockWaits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionFileTest {
  @TempDir Path directory;
  private Path path;
  private SubscriptionFile file;

  @BeforeEach
  void open() {
    path = directory.resolve("subscriptions");
    file = new SubscriptionFile(path, '.');
  }

  @Test
  void isEmptyWithoutAFile() throws IOException {
    assertThat(file.read()).isEmpty();
  }

  @Test
  void writesVersion2() throws IOException {
    assertThat(file.set("Work.&AMk-t&AOk-", true)).isTrue();
    assertThat(file.set("INBOX", true)).isTrue();
    assertThat(Files.readString(path)).isEqualTo("V\t2\n\nWork\t&AMk-t&AOk-\nINBOX\n");
    assertThat(file.read()).containsExactly("Work.&AMk-t&AOk-", "INBOX");
  }

  @Test
  void leavesTheFileAloneIfNothingChanges() throws IOException {
    assertThat(file.set("Work", false)).isFalse();
    assertThat(path).doesNotExist();
    file.set("Work", true);
    assertThat(file.set("Work", true)).isFalse();
    assertThat(file.set("Work", false)).isTrue();
    assertThat(Files.readString(path)).isEqualTo("V\t2\n\n");
  }

  @Test
  void keepsTheRootOfANamespaceAsDovecotDoes() throws IOException {
    file.set("", true);
    file.set("Work", true);
    assertThat(Files.readString(path)).isEqualTo("V\t2\n\n\nWork\n");
    assertThat(file.read()).containsExactly("", "Work");
    SubscriptionFile shared = new SubscriptionFile(path, '.', "Public/", LockWaits.USUAL);
    shared.set("", true);
    assertThat(Files.readString(path)).endsWith("Work\nPublic/\n");
    assertThat(shared.read()).containsExactly("");
  }

  @Test
  void keepsVersion1() throws IOException {
    Files.writeString(path, "Old.v1\nOther\n");
    assertThat(file.read()).containsExactly("Old.v1", "Other");
    file.set("New.x", true);
    file.set("Other", false);
    assertThat(Files.readString(path)).isEqualTo("Old.v1\nNew.x\n");
  }

  @Test
  void keepsLinesThatAreNoText() throws IOException {
    byte[] strange = "V\t2\n\nA\nbad\u00ff\u0001\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(path, strange);
    file.set("B", true);
    assertThat(Files.readString(path, StandardCharsets.ISO_8859_1))
        .isEqualTo("V\t2\n\nA\nbad\u00ff\u0001\nB\n");
  }

  @Test
  void refusesALaterVersion() throws IOException {
    Files.writeString(path, "V\t3\n\nA\n");
    assertThatThrownBy(file::read)
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("version is unknown");
  }

  @Test
  void aDamagedFirstLineLeavesTheNames() throws IOException {
    Files.writeString(path, "V\t\0x\n\nA\n");
    assertThat(file.read()).containsExactly("A");
    file.set("B", true);
    assertThat(Files.readString(path)).isEqualTo("V\t2\n\nA\nB\n");
    Files.writeString(path, "V\t");
    assertThat(file.read()).isEmpty();
  }

  @Test
  void readsAnyBytesAndItsOwnNames() throws IOException {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      Files.write(path, bytes);
      List<String> before = new ArrayList<>();
      try {
        before.addAll(file.read());
      } catch (SyncException e) {
        continue;
      }
      String name = "n" + seed + ".x";
      file.set(name, true);
      before.add(name);
      assertThat(file.read()).as("seed %d", seed).isEqualTo(before);
    }
  }
}
