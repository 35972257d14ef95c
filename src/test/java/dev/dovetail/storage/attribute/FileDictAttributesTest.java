package dev.dovetail.storage.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.AttributeStore.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDictAttributesTest {
  private static final Guid128 BOX = Guid128.parse("2d43ea1e27c3046b8d3100007f386b86");
  private static final Guid128 OTHER = Guid128.parse("ffffffff27c3046b8d3100007f386b86");

  @TempDir Path directory;
  private Path path;
  private FileDictAttributes attributes;
  private final List<String> changes = new ArrayList<>();

  @BeforeEach
  void open() {
    path = directory.resolve("dovecot-attributes");
    attributes =
        new FileDictAttributes(
            new DictFile(path),
            BOX,
            (shared, name, length) -> changes.add((shared ? "s " : "p ") + name + " " + length));
  }

  private static Optional<byte[]> value(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void listsOnlyTheMailboxesOwnAndNothingInternal() throws IOException {
    Files.writeString(
        path,
        "shared/"
            + BOX
            + "/comment\nx\npriv/"
            + BOX
            + "/z\nx\npriv/"
            + BOX
            + "/a\nx\n"
            + "priv/"
            + OTHER
            + "/a\nx\npriv/"
            + BOX
            + "/vendor/vendor.dovecot/pvt/server/x\nx\n");
    assertThat(attributes.list())
        .containsExactly(new Key(false, "a"), new Key(false, "z"), new Key(true, "comment"));
  }

  @Test
  void readsEscapedValues() throws IOException {
    Files.writeString(path, "shared/" + BOX + "/comment\none\u0001ntwo\u0001tx\u00010\u00011\n");
    assertThat(attributes.get(new Key(true, "comment")).orElseThrow())
        .isEqualTo("one\ntwo\tx\0\1".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void setsAndRemovesAndRecordsIt() throws IOException {
    attributes.set(new Key(false, "comment"), value("line\r\n"));
    attributes.set(new Key(false, "comment"), value("line\r\n"));
    attributes.set(new Key(true, "vendor/x"), value(""));
    assertThat(Files.readString(path))
        .isEqualTo("priv/" + BOX + "/comment\nline\u0001r\u0001n\nshared/" + BOX + "/vendor/x\n\n");
    attributes.set(new Key(false, "comment"), Optional.empty());
    attributes.set(new Key(false, "nothing"), Optional.empty());
    assertThat(attributes.list()).containsExactly(new Key(true, "vendor/x"));
    assertThat(changes).containsExactly("p comment 6", "s vendor/x 0", "p comment -1");
  }

  @Test
  void seesWhatOthersWrote() throws IOException {
    attributes.set(new Key(false, "a"), value("1"));
    attributes.list();
    Files.writeString(path, "priv/" + BOX + "/b\n22\n");
    assertThat(attributes.list()).containsExactly(new Key(false, "b"));
  }

  @Test
  void formatsWhatItParses() {
    for (long seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      Map<String, byte[]> values = new LinkedHashMap<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        values.put("key\n" + i + (char) random.nextInt(0xd800), bytes);
      }
      Map<String, byte[]> read = DictFile.parse(DictFile.format(values));
      assertThat(read.keySet()).as("seed %d", seed).isEqualTo(values.keySet());
      read.forEach((key, bytes) -> assertThat(bytes).isEqualTo(values.get(key)));
    }
  }
}
