package dev.dovetail.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.wire.item.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RandomItemsTest {
  private static final int SEEDS = 200;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MAILBOX_CACHE_FIELD")
  void comeThroughTheWireAsTheyWere(ItemKind kind) throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      passThrough(kind, seed, KeyTable.allOurs());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MAILBOX_CACHE_FIELD")
  void comeThroughInAnyOrderOfColumns(ItemKind kind) throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      passThrough(kind, seed, shuffled(new Random(seed)));
    }
  }

  private static void passThrough(ItemKind kind, long seed, KeyTable[] tables) throws IOException {
    Item sent = new RandomItems(seed).next(kind);
    byte[] body = sent.stream() == null ? null : sent.stream().readAllBytes();
    sent = new RandomItems(seed).next(kind);
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    ItemWriter writer = new ItemWriter(tables, wire);
    writer.writePreamble();
    writer.writeRecord(sent);
    InputStream stream = sent.stream();
    if (stream != null) {
      writer.writeStream(stream);
    }
    writer.writeRecord(Item.END_OF_LIST);
    writer.flush();

    ItemReader reader = new ItemReader(Transcripts.endingByException(wire.toByteArray()), "peer");
    reader.readVersion();
    reader.readKeyTables();
    Item received = reader.read();
    if (body == null) {
      assertThat(received).as("seed %d", seed).isEqualTo(sent);
    } else {
      assertThat(received)
          .as("seed %d", seed)
          .usingRecursiveComparison()
          .ignoringFields("stream")
          .isEqualTo(sent);
    }
    byte[] receivedBody = received.stream() == null ? null : received.stream().readAllBytes();
    assertThat(receivedBody).as("seed %d", seed).isEqualTo(body);
    assertThat(reader.read()).isEqualTo(Item.END_OF_LIST);
  }

  private static KeyTable[] shuffled(Random random) {
    KeyTable[] tables = KeyTable.allOurs();
    for (ItemKind kind : ItemKind.values()) {
      if (kind.hasKeyTable()) {
        List<String> keys = new ArrayList<>(kind.keys());
        keys.add("unknown");
        Collections.shuffle(keys, random);
        tables[kind.ordinal()] = KeyTable.parse(kind, String.join("\t", keys));
      }
    }
    return tables;
  }
}
