package dev.dovetail.brain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.mail.Guid128;
import dev.dovetail.wire.item.MailboxState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SyncStateTest {

  private static final String CAPTURED =
      "AQAAALj+cxBTqQRrtXMAAPTyb3NTqQRrAwAAAAQAAAAAAAAAAAAAAAAAAAADAAAAIBVDoQ==";

  @Test
  void formatsTheEmptyStateAsDovecotDoes() {
    assertThat(SyncState.EMPTY).isEqualTo("AQAAAHm4+Jk=");
  }

  @Test
  void readsAndWritesACapturedStateUnchanged() {
    Map<Guid128, MailboxState> parsed = SyncState.parse(CAPTURED);

    Guid128 inbox = Guid128.parse("b8fe731053a9046bb5730000f4f26f73");
    assertThat(parsed).containsOnlyKeys(inbox);
    assertThat(parsed.get(inbox))
        .isEqualTo(new MailboxState(inbox, 1795467603L, 3, 4, 0, 3, false));
    assertThat(SyncState.format(parsed.values())).isEqualTo(CAPTURED);
  }

  @Test
  void readsTheOlderFormatWithoutMessageCounts() {
    ByteBuffer old = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    old.put(new Guid128(1, 2).toBytes()).putInt(5).putInt(6).putLong(7).putLong(8);
    CRC32 crc = new CRC32();
    crc.update(old.array(), 0, 40);
    old.putInt((int) crc.getValue());

    assertThat(SyncState.parse(Base64.getEncoder().encodeToString(old.array())).values())
        .containsExactly(new MailboxState(new Guid128(1, 2), 5, 6, 7, 8, 0, false));
  }

  @Test
  void takesAnEmptyTextAndFourZeroBytesForNoState() {
    assertThat(SyncState.parse("")).isEmpty();
    assertThat(SyncState.parse("AAAAAA==")).isEmpty();
  }

  @Test
  void saysWhyAStateIsInvalid() {
    String wrongChecksum = CAPTURED.replace("IBVDoQ", "IBVDoA");
    assertThatThrownBy(() -> SyncState.parse(wrongChecksum)).hasMessage("CRC32 mismatch");
    assertThatThrownBy(() -> SyncState.parse("?")).hasMessage("Invalid base64 data");
    assertThatThrownBy(() -> SyncState.parse("AAA=")).hasMessage("Input too small");
  }

  @Test
  void refusesRandomBytesWithoutAnyOtherFailure() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      String text = Base64.getEncoder().encodeToString(bytes);
      assertThatThrownBy(() -> SyncState.parse(text))
          .as("seed %d", seed)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void keepsUnsignedValuesApartFromNegativeOnes() {
    MailboxState large =
        new MailboxState(new Guid128(-1, -2), 0xffffffffL, 0xfffffffeL, 9, 0, 0xfffffffdL, false);
    assertThat(SyncState.parse(SyncState.format(List.of(large))).values()).containsExactly(large);
  }
}
