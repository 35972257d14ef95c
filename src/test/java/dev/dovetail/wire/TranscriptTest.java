package dev.dovetail.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.wire.item.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TranscriptTest {

  static List<Path> streams() {
    return Transcripts.all();
  }

  @Test
  void allRecordedStreamsAreThere() {
    assertThat(streams()).hasSize(74);
  }

  @ParameterizedTest
  @MethodSource("streams")
  void encodesWhatItDecodedToTheSameBytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertThat(recode(bytes)).isEqualTo(bytes);
  }

  /** Decodes all and encodes it with the sender's tables. */
  private static byte[] recode(byte[] bytes) throws IOException {
    ItemReader reader = new ItemReader(Transcripts.endingByException(bytes), "sender");
    int minor = reader.readVersion();
    reader.readKeyTables();
    assertThat(minor).isEqualTo(5);
    ByteArrayOutputStream result = new ByteArrayOutputStream();
    ItemWriter writer = new ItemWriter(reader.tables(), result);
    writer.writePreamble();
    try {
      while (true) {
        Item item = reader.read();
        writer.writeRecord(item);
        if (item.stream() != null) {
          writer.writeStream(item.stream());
        }
      }
    } catch (PeerGoneException end) {
      writer.flush();
    }
    return result.toByteArray();
  }
}
