package dev.dovetail.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.mail.Guid128;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class IndexTransactionTest {
  private final IndexState empty = IndexState.empty(1);

  private String hex(IndexTransaction transaction) {
    return HexFormat.of().formatHex(transaction.encode(1000, empty));
  }

  @Test
  void writesNothingWhenNothingHappened() {
    assertThat(hex(new IndexTransaction().external().flags(new UidRanges(), 1, 0))).isEmpty();
  }

  @Test
  void writesASingleRecordWithoutABoundary() {
    assertThat(hex(new IndexTransaction().flags(UidRanges.of(3), 1, 0)))
        .isEqualTo("80808085" + "04000000" + "03000000" + "03000000" + "01000000");
  }

  @Test
  void putsSeveralRecordsIntoAGroup() {
    IndexTransaction transaction =
        new IndexTransaction().external().bySync(true).append(5, 8).highestModseq(9);

    assertThat(hex(transaction))
        .isEqualTo(
            ("80808083" + "00000830" + "30000000")
                + ("80808084" + "02000030" + "05000000" + "08000000")
                + ("80808085" + "00800030" + "00000000" + "0900000000000000"));
  }

  @Test
  void marksTheGroupAsBySyncOnlyIfAllOfItIs() {
    IndexTransaction transaction =
        new IndexTransaction().bySync(true).append(5, 8).bySync(false).append(6, 8);

    assertThat(hex(transaction)).startsWith("80808083" + "00000810");
  }

  @Test
  void joinsNeighbouringUidsAndCallsOfOneKind() {
    UidRanges uids = new UidRanges().add(1).add(2).add(3).add(7);
    IndexTransaction transaction =
        new IndexTransaction().flags(uids, 8, 0).flags(UidRanges.of(9), 0, 4);

    assertThat(hex(transaction))
        .isEqualTo(
            ("8080808b" + "04000000")
                + ("01000000" + "03000000" + "08000000")
                + ("07000000" + "07000000" + "08000000")
                + ("09000000" + "09000000" + "00040000"));
  }

  @Test
  void beginsANewRecordWhenUidsDoNotAscend() throws Exception {
    byte[] bytes =
        new IndexTransaction()
            .flags(UidRanges.of(5), 8, 0)
            .flags(UidRanges.of(5), 0, 4)
            .encode(0, empty);

    LogCursor records = new LogCursor(null, bytes, 0, 0, bytes.length);
    assertThat(records.next()).isTrue();
    assertThat(records.next()).isTrue();
    assertThat(records.next()).isFalse();
  }

  @Test
  void padsKeywordNames() {
    IndexTransaction transaction = new IndexTransaction().keyword(false, "kw1", UidRanges.of(2));

    assertThat(hex(transaction))
        .isEqualTo("80808086" + "00040000" + "01000300" + "6b773100" + "02000000" + "02000000");
  }

  @Test
  void protectsExpunges() {
    Guid128 guid = Guid128.parse("00112233445566778899aabbccddeeff");

    assertThat(hex(new IndexTransaction().expunge(4, guid)))
        .isEqualTo("80808087" + "90ed0000" + "04000000" + "00112233445566778899aabbccddeeff");
  }

  @Test
  void writesAttributesAsDovecotDoes() {
    IndexTransaction set = new IndexTransaction().attribute(false, "comment", 11, 0x6b04a5f0L);
    IndexTransaction unset = new IndexTransaction().attribute(true, "x", -1, 0x6b04c940L);

    assertThat(hex(set))
        .isEqualTo("80808087" + "00001000" + "2b70636f6d6d656e74000000" + "f0a5046b" + "0b000000");
    assertThat(hex(unset)).isEqualTo("80808085" + "00001000" + "2d73780000000000" + "40c9046b");
  }

  @Test
  void introducesModseqsOnceAndOnlyWhereTheyAreMissing() throws Exception {
    IndexTransaction transaction = new IndexTransaction().modseq(1, 5).modseq(2, 6);
    String modseqs = "010000000500000000000000" + "020000000600000000000000";

    assertThat(hex(transaction))
        .isEqualTo(
            ("80808083" + "00000810" + "6c000000")
                + ("80808089" + "40000000" + "ffffffff00000000" + "1000000008000800")
                + ("01000600" + "6d6f647365710000")
                + ("80808087" + "00010000" + "00001000" + "0100000000000000" + "0000000000000000")
                + ("80808088" + "00800000" + modseqs));
    empty.extensions.add(new Extension("modseq", 0, new byte[16], 8));
    assertThat(hex(transaction)).isEqualTo("80808088" + "00800000" + modseqs);
  }

  @Test
  void movesTheTailBehindTheGroup() {
    IndexTransaction transaction = new IndexTransaction().flags(UidRanges.of(3), 1, 0).tailToEnd();

    // 1000 + 20 + 16
    assertThat(hex(transaction)).endsWith("80808084" + "20000010" + "40000400" + "0c040000");
  }

  @Test
  void holdsTenThousandMessagesInOneRecord() throws Exception {
    IndexTransaction transaction = new IndexTransaction().external();
    for (int uid = 1; uid <= 10_000; uid++) {
      transaction.append(uid, 0);
    }

    byte[] bytes = transaction.encode(0, empty);

    assertThat(bytes).hasSize(8 + 8 * 10_000);
    assertThat(LogCursor.encodedSize(bytes, 0)).isEqualTo(bytes.length);
  }

  @Test
  void refusesWhatCorruptsALog() {
    IndexTransaction transaction = new IndexTransaction();
    assertThatThrownBy(() -> transaction.append(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> transaction.keyword(true, "", UidRanges.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> transaction.extensionRecord(1, new byte[4]))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> UidRanges.of(5).add(5)).isInstanceOf(IllegalArgumentException.class);
    assertThat(transaction.isEmpty()).isTrue();
  }
}
