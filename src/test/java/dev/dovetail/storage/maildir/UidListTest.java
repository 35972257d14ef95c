package dev.dovetail.storage.maildir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.mail.Guid128;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UidListTest {
  private static final String GUID = "c500080480a3046b1d32000083ecc375";
  private static final String HEAD = "3 V1795466112 N3 G" + GUID + "\n";

  @TempDir Path directory;

  @Test
  void readsHeaderAndRecords() {
    UidList list =
        parse(
            HEAD
                + "1 :1795466112.M89713P12831.vm,S=135,W=142\n"
                + "2 G0011 P77 :1700000000.M20P1.example,S=132,W=139:2,S\n");

    assertThat(list.header()).contains(new UidListHeader(1795466112L, 3, Guid128.parse(GUID), ""));
    assertThat(list.damaged()).isFalse();
    assertThat(list.entries())
        .containsExactly(
            new UidListEntry(1, "", "1795466112.M89713P12831.vm,S=135,W=142"),
            new UidListEntry(2, "G0011 P77", "1700000000.M20P1.example,S=132,W=139"));
    assertThat(list.entries().get(0).guid()).isEqualTo("1795466112.M89713P12831.vm,S=135,W=142");
    assertThat(list.entries().get(1).guid()).isEqualTo("0011");
    assertThat(list.entries().get(1).field('P')).isEqualTo("77");
    assertThat(list.entries().get(1).field('O')).isEmpty();
  }

  @Test
  void nextUidIsOneMoreThanTheLastRecordWhenTheHeaderLags() {
    assertThat(parse("3 V5 N1 G" + GUID + "\n7 :a\n").header().orElseThrow().nextUid())
        .isEqualTo(8);
    assertThat(parse("3 V5 N99 G" + GUID + "\n7 :a\n").header().orElseThrow().nextUid())
        .isEqualTo(99);
  }

  @Test
  void keepsUnknownHeaderKeys() {
    UidListHeader header = parse("3 V5 N1 X1 G" + GUID + " Phello\n").header().orElseThrow();

    assertThat(header.otherKeys()).isEqualTo("X1 Phello");
    assertThat(header.toLine()).isEqualTo("3 V5 N1 G" + GUID + " X1 Phello");
  }

  @Test
  void readsVersion1AndWantsItRewritten() {
    UidList list = parse("1 1234 6\n2 first\n5 second:2,S\n");

    assertThat(list.header()).contains(new UidListHeader(1234, 6, Guid128.EMPTY, ""));
    assertThat(list.entries())
        .containsExactly(new UidListEntry(2, "", "first"), new UidListEntry(5, "", "second"));
    assertThat(list.damaged()).isTrue();
  }

  @Test
  void aLastLineWithoutNewlineIsNoRecordYet() {
    UidList list = parse(HEAD + "1 :a\n2 :b");

    assertThat(list.entries()).containsExactly(new UidListEntry(1, "", "a"));
    assertThat(list.torn()).contains(new UidListEntry(2, "", "b"));
    assertThat(list.damaged()).isTrue();
    assertThat(list.header().orElseThrow().nextUid()).isEqualTo(3);
  }

  @Test
  void aRecordGluedToACutOneKeepsItsUid() {
    UidList counted = parse(HEAD + "1 :a\n12 :1795474052.M8513 :1795474053.M1.h,S=1\n14 :c\n");
    assertThat(counted.entries())
        .extracting(UidListEntry::uid, UidListEntry::base)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, "a"),
            org.assertj.core.groups.Tuple.tuple(13L, "1795474053.M1.h,S=1"),
            org.assertj.core.groups.Tuple.tuple(14L, "c"));

    UidList seenByDovecot = parse(HEAD + "5 :b\n9 :1795000009.M1P6 :1795476770.M1.a\n");
    assertThat(seenByDovecot.entries().get(1))
        .isEqualTo(new UidListEntry(6, "", "1795476770.M1.a"));

    UidList notCounted = parse(HEAD + "12 :1795474052.M12 Gabc :x\n");
    assertThat(notCounted.entries()).containsExactly(new UidListEntry(12, "Gabc", "x"));
    assertThat(notCounted.damaged()).isTrue();
  }

  @Test
  void recordsOutOfOrderKeepTheirUids() {
    UidList list = parse(HEAD + "5 :e\n2 :b\n2 :other\n9 :i\n");

    assertThat(list.entries())
        .containsExactly(
            new UidListEntry(2, "", "b"),
            new UidListEntry(5, "", "e"),
            new UidListEntry(9, "", "i"));
    assertThat(list.damaged()).isTrue();
    assertThat(list.header().orElseThrow().nextUid()).isEqualTo(10);
  }

  @Test
  void dropsLinesThatLeadElsewhereOrMakeNoSense() {
    UidList list =
        parse(
            HEAD
                + "1 :../../etc/passwd\n2 :ok\nrubbish\n\0\0\0\n99999999999 :big\n4294967295 :max\n0 :zero\n");

    assertThat(list.entries()).containsExactly(new UidListEntry(2, "", "ok"));
    assertThat(list.damaged()).isTrue();
  }

  @Test
  void aDamagedMailboxGuidIsNoGuid() {
    UidList list = parse("3 V1 N2 G0123:x,S=1\n1 :a\n");
    assertThat(list.damaged()).isTrue();
    assertThat(list.header().orElseThrow().guid().isEmpty()).isTrue();
    assertThat(list.header().orElseThrow().toLine()).doesNotContain("G0123");
  }

  @Test
  void aDamagedFirstLineLeavesNothing() {
    for (String text :
        List.of("", "3 V1 N1", "2 V1 N1\n1 :a\n", "3 N1\n", "\0\0\0\0", "3 V0 N1\n")) {
      UidList list = parse(text);
      assertThat(list.header()).as(text).isEmpty();
      assertThat(list.entries()).as(text).isEmpty();
      assertThat(list.damaged()).as(text).isTrue();
    }
  }

  @Test
  void whatIsFormattedIsReadBackTheSame() {
    UidListHeader header = new UidListHeader(7, 300, Guid128.parse(GUID), "Zx");
    List<UidListEntry> entries =
        List.of(
            new UidListEntry(1, "", "a,S=1"),
            new UidListEntry(200, "Gguid W12", "b\u00ff"),
            new UidListEntry(299, "", "with space"));

    UidList list = UidList.of(UidList.format(header, entries));

    assertThat(list.header()).contains(header);
    assertThat(list.entries()).isEqualTo(entries);
    assertThat(list.damaged()).isFalse();
  }

  @Test
  void createsTheListOfAnEmptyMailboxOnce() throws IOException {
    UidList.create(directory, 77, 5, Guid128.parse(GUID));

    assertThat(UidList.readHeader(directory))
        .contains(new UidListHeader(77, 5, Guid128.parse(GUID), ""));
    assertThatThrownBy(() -> UidList.create(directory, 78, 1, Guid128.parse(GUID)))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void theHeaderOfALongListIsFoundWithoutReadingAll() throws IOException {
    List<UidListEntry> entries = new ArrayList<>();
    for (int uid = 1; uid <= 5000; uid++) {
      entries.add(new UidListEntry(uid, "", "1795474052.M8596P10013." + uid + ".a,S=0,W=0"));
    }
    UidListHeader header = new UidListHeader(7, 1, Guid128.parse(GUID), "");
    Files.write(directory.resolve(UidList.FILE_NAME), UidList.format(header, entries));

    assertThat(UidList.readHeader(directory)).contains(header.withNextUid(5001));
  }

  @Test
  void thereIsNoHeaderWithoutAFile() throws IOException {
    assertThat(UidList.readHeader(directory)).isEmpty();
    assertThat(UidList.read(directory)).isEmpty();
  }

  @Test
  void anyDamageLeavesAscendingUniqueRecords() {
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = mutated(random);
      UidList list = UidList.of(bytes);
      long last = 0;
      Set<String> bases = new HashSet<>();
      for (UidListEntry entry : list.entries()) {
        assertThat(entry.uid()).as("seed %d", seed).isGreaterThan(last);
        assertThat(MaildirName.isPlainBase(entry.base())).as("seed %d", seed).isTrue();
        if (list.damaged()) {
          assertThat(bases.add(entry.base()) || true).isTrue();
        }
        last = entry.uid();
      }
      if (list.header().isPresent()) {
        UidList again = UidList.of(UidList.format(list.header().get(), list.entries()));
        assertThat(again.damaged()).as("seed %d", seed).isFalse();
        assertThat(again.entries()).as("seed %d", seed).isEqualTo(list.entries());
      }
    }
  }

  @Test
  void aFlippedByteCostsAtMostTheRecordsItTouches() {
    StringBuilder text = new StringBuilder(HEAD);
    for (int uid = 1; uid <= 20; uid++) {
      text.append(uid * 3).append(" :name").append(uid).append(",S=5\n");
    }
    byte[] good = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    List<UidListEntry> before = UidList.of(good).entries();
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = good.clone();
      int at = HEAD.length() + random.nextInt(bytes.length - HEAD.length());
      bytes[at] = (byte) random.nextInt(256);
      List<UidListEntry> after = new ArrayList<>(UidList.of(bytes).entries());
      after.retainAll(before);
      assertThat(after.size()).as("seed %d", seed).isGreaterThanOrEqualTo(18);
    }
  }

  private static byte[] mutated(Random random) {
    StringBuilder text = new StringBuilder(HEAD);
    for (int uid = 1; uid <= 10; uid++) {
      text.append(uid + random.nextInt(3)).append(random.nextBoolean() ? " Gx" : "");
      text.append(" :name").append(uid).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) "0123456789 :G\n\0/.".charAt(random.nextInt(17));
    }
    return random.nextBoolean()
        ? bytes
        : java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private static UidList parse(String text) {
    return UidList.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
