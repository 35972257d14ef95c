package dev.dovetail.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.item.Finish;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.HandshakeBuilder;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.KeywordChange;
import dev.dovetail.wire.item.KeywordChange.Kind;
import dev.dovetail.wire.item.Mail;
import dev.dovetail.wire.item.MailChange;
import dev.dovetail.wire.item.MailRequest;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.Mailbox.CacheField;
import dev.dovetail.wire.item.MailboxAttribute;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxDeletes.Delete;
import dev.dovetail.wire.item.MailboxState;
import dev.dovetail.wire.item.MailboxTreeNode;
import dev.dovetail.wire.item.MailboxTreeNode.Existence;
import dev.dovetail.wire.item.SyncType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records as they are on the wire. In the lines {@code |} is TAB, {@code ~} the absent value,
 * {@code ^} the escape byte.
 */
class ItemLinesTest {
  private static final String HEX = "5b27530c47a9046bab620000f4f26f73";
  private static final String HEX2 = "63f27802e0cab39e1b77d32de5d065a9";
  private static final Guid128 GUID = Guid128.parse(HEX);
  private static final Guid128 GUID2 = Guid128.parse(HEX2);

  private record Example(String line, Item item) {
    @Override
    public String toString() {
      return line;
    }
  }

  static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    all.addAll(handshakes());
    all.addAll(trees());
    all.addAll(mailboxes());
    all.addAll(changes());
    all.addAll(mails());
    all.add(new Example(".", Item.END_OF_LIST));
    all.add(new Example("K", Item.KEEP_ALIVE));
    all.add(new Example("X", Item.DONE));
    return all;
  }

  private static HandshakeBuilder bare() {
    return Handshake.builder()
        .hostname("a")
        .syncType(null)
        .sendMailRequests(false)
        .importCommitMsgsInterval(0)
        .hashedHeaders(null)
        .altChar(null)
        .dovetailVersion(0);
  }

  private static List<Example> handshakes() {
    return List.of(
        new Example("Ha", bare().build()),
        new Example("Ha" + "|~".repeat(22) + "|", bare().hashedHeaders(List.of()).build()),
        new Example("Ha" + "|~".repeat(22) + "||~|5", Handshake.ofResponder("a", null)),
        new Example(
            "Ha|~|~|~|c|~|~|~|" + "|~".repeat(13) + "|100|Date^tMessage-ID|_|5",
            Handshake.builder().hostname("a").build()),
        new Example(
            "Ha" + "|~".repeat(22) + "|Date^tMessage-ID^t",
            bare().hashedHeaders(List.of("Date", "Message-ID", "")).build()),
        new Example("Ha|", bare().syncNsPrefixes(List.of("")).build()),
        new Example(
            "Ha|x/^ny^1/|W\u00c3\u00b6rk|" + HEX + "|s|||a^ta^1tb|||",
            bare()
                .syncNsPrefixes(List.of("x/", "y\1/"))
                .syncBox("W\u00f6rk")
                .syncBoxGuid(GUID)
                .syncType(SyncType.STATE)
                .debug(true)
                .syncVisibleNamespaces(true)
                .excludeMailboxes(List.of("a", "a\tb"))
                .sendMailRequests(true)
                .backupSend(true)
                .backupRecv(true)
                .build()),
        new Example(
            "Ha|~|~|~|f" + "|~".repeat(6) + "|4294967295|||||1|2|-\\Seen|3|\u00c3\u00a4||7|~|%",
            bare()
                .syncType(SyncType.FULL)
                .lockTimeout(4294967295L)
                .noMailSync(true)
                .noBackupOverwrite(true)
                .purgeRemote(true)
                .noNotify(true)
                .syncSinceTimestamp(1)
                .syncMaxSize(2)
                .syncFlags("-\\Seen")
                .syncUntilTimestamp(3)
                .virtualAllBox("\u00e4")
                .emptyHdrWorkaround(true)
                .importCommitMsgsInterval(7)
                .altChar("%")
                .build()));
  }

  private static List<Example> trees() {
    MailboxName deep = MailboxName.of("W\u00f6rk", "a\tb", "\2");
    return List.of(
        new Example("S" + HEX + "|1|2|3|4|5", new MailboxState(GUID, 1, 2, 3, 4, 5, false)),
        new Example(
            "S" + HEX + "|4294967295|0|9223372036854775807|0|0|",
            new MailboxState(GUID, 4294967295L, 0, Long.MAX_VALUE, 0, 0, true)),
        new Example(
            "NINBOX|y|" + HEX + "|17|5",
            new MailboxTreeNode(MailboxName.INBOX, Existence.EXISTS, GUID, 17, 5, 0, false, 0)),
        new Example(
            "NW\u00c3\u00b6rk^ta^1tb^t\2|n|~|~|~|1795467591||1795467592",
            new MailboxTreeNode(
                deep, Existence.NONEXISTENT, Guid128.EMPTY, 0, 0, 1795467591, true, 1795467592)),
        new Example(
            "N\2\2|d",
            new MailboxTreeNode(
                MailboxName.of("\2"), Existence.DELETED, Guid128.EMPTY, 0, 0, 0, false, 0)),
        new Example("D/|%", new MailboxDeletes('/', "%", List.of(), List.of(), List.of())),
        new Example(
            "D.||" + HEX + " 7 " + HEX2 + " 8|~|" + HEX2 + " 9",
            new MailboxDeletes(
                '.',
                "",
                List.of(new Delete(GUID, 7), new Delete(GUID2, 8)),
                List.of(),
                List.of(new Delete(GUID2, 9)))),
        new Example(
            "D^t|^1|~|" + HEX + " 0",
            new MailboxDeletes('\t', "\1", List.of(), List.of(new Delete(GUID, 0)), List.of())));
  }

  private static List<Example> mailboxes() {
    List<CacheField> fields =
        List.of(
            new CacheField("flags", "t", 0),
            new CacheField("date.received", "yF", 1795464706),
            new CacheField("x\ty", "n", 0));
    return List.of(
        new Example(
            "B" + HEX + "|1|4|3|2|9|8|~|~|flags^tt^ndate.received^tyF^t1795464706^nx^1ty^tn||",
            new Mailbox(GUID, 1, 4, 3, 2, 9, 8, false, false, fields, true, true, false)),
        new Example(
            "B" + HEX + "|0|0|0|0|0|0||~|",
            new Mailbox(GUID, 0, 0, 0, 0, 0, 0, true, false, List.of(), false, false, false)),
        new Example(
            "B" + HEX + "|0|0|0|0|0|0|~|||~|~|",
            new Mailbox(GUID, 0, 0, 0, 0, 0, 0, false, true, List.of(), false, false, true)),
        new Example(
            "Ap|vendor/x|b^1x", new MailboxAttribute(false, "vendor/x", "b\1x", null, false, 0, 0)),
        new Example(
            "As|comment|~||~|5|6",
            new MailboxAttribute(true, "comment", null, body(), false, 5, 6)),
        new Example("As|c|~|~|", new MailboxAttribute(true, "c", null, null, true, 0, 0)),
        new Example("As|c|", new MailboxAttribute(true, "c", "", null, false, 0, 0)));
  }

  private static List<Example> changes() {
    List<KeywordChange> keywords =
        List.of(
            new KeywordChange(Kind.ADDED, "a"),
            new KeywordChange(Kind.REMOVED, "\u00e4"),
            new KeywordChange(Kind.FINAL, "c\td"),
            new KeywordChange(Kind.ADDED_AND_FINAL, "="));
    return List.of(
        new Example(
            "Cs|2|g|~|3|~|~|~|20|~|~|~|ffffffffffffffff",
            change(MailChange.Type.SAVE, 2, "g", null, 3, 0, 0, 0x20, false, List.of(), 0, -1)),
        new Example(
            "Cf|4294967295||0123|5|6|1|c|3f||+a^t-\u00e4^t=c^1td^t&=|67b64b03|1f",
            change(
                MailChange.Type.FLAG_CHANGE,
                4294967295L,
                "",
                "0123",
                5,
                6,
                0x0c01,
                0x3f,
                true,
                keywords,
                0x67b64b03,
                0x1f)),
        new Example(
            "Ce|1",
            change(MailChange.Type.EXPUNGE, 1, null, null, 0, 0, 0, 0, false, List.of(), 0, 0)),
        new Example(
            "Ce|1|" + HEX,
            change(MailChange.Type.EXPUNGE, 1, HEX, null, 0, 0, 0, 0, false, List.of(), 0, 0)));
  }

  /** {@code flags}: added in the low byte, removed in the next. */
  private static MailChange change(
      MailChange.Type type,
      long uid,
      String guid,
      String hash,
      long modseq,
      long pvtModseq,
      int flags,
      int finalFlags,
      boolean reset,
      List<KeywordChange> keywords,
      long received,
      long size) {
    return new MailChange(
        type,
        uid,
        guid,
        hash,
        modseq,
        pvtModseq,
        flags & 0xff,
        flags >> 8,
        finalFlags,
        reset,
        keywords,
        received,
        size);
  }

  private static List<Example> mails() {
    return List.of(
        new Example("Rg|1", new MailRequest("g", 1)),
        new Example("R~|7", new MailRequest(null, 7)),
        new Example("Rg", new MailRequest("g", 0)),
        new Example("Mg|~||~|10|11|", new Mail("g", 0, "", 0, 10, 11, body())),
        new Example("M|3|u|4|-5|~|", new Mail("", 3, "u", 4, -5, 0, body())),
        new Example("Mg|~|~|~|0|~|", new Mail("g", 0, null, 0, 0, 0, body())),
        new Example("Mg", new Mail("g", 0, null, 0, 0, 0, null)),
        new Example("F", new Finish(null, 0, false)),
        new Example("F~|~|", new Finish(null, 0, true)),
        new Example("Fdsync failed|6", new Finish("dsync failed", 6, false)));
  }

  private static InputStream body() {
    return new ByteArrayInputStream(Transcripts.latin1(".body\n"));
  }

  private static final String BODY = "..body\n\r\n.\r\n";

  @ParameterizedTest
  @MethodSource("examples")
  void encodesARecordToItsLine(Example example) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ItemWriter writer = new ItemWriter(KeyTable.allOurs(), out);
    writer.writeRecord(example.item);
    String stream = "";
    if (example.item.stream() != null) {
      writer.writeStream(body());
      stream = BODY;
    }
    writer.flush();
    assertThat(Transcripts.latin1(out.toByteArray())).isEqualTo(wire(example.line) + stream);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void decodesALineToItsRecord(Example example) throws IOException {
    boolean streams = example.item.stream() != null;
    Item item = decode(example.line, streams ? BODY : "");
    if (streams) {
      assertThat(item.stream().readAllBytes()).isEqualTo(body().readAllBytes());
    }
    assertThat(item).usingRecursiveComparison().ignoringFields("stream").isEqualTo(example.item);
    assertThat(item.stream() != null).isEqualTo(streams);
  }

  @Test
  void everyKindOfItemHasARecordAndAnExample() {
    Set<ItemKind> shown = EnumSet.noneOf(ItemKind.class);
    examples().forEach(example -> shown.add(example.item.kind()));
    Set<ItemKind> sent = EnumSet.allOf(ItemKind.class);
    // A part of B, shown there.
    sent.remove(ItemKind.MAILBOX_CACHE_FIELD);
    assertThat(shown).isEqualTo(sent);
    for (Example example : examples()) {
      assertThat(example.item.kind().recordClass()).isEqualTo(example.item.getClass());
    }
    assertThat(Item.class.getPermittedSubclasses())
        .containsExactlyInAnyOrderElementsOf(
            sent.stream().<Class<?>>map(ItemKind::recordClass).toList());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleSurvivesCrLf(Example example) throws IOException {
    if (example.item.stream() == null) {
      assertThat(decode(example.line + "\r", "")).isEqualTo(decode(example.line, ""));
    }
  }

  static Stream<String> offences() {
    return Stream.of(

        // Missing what must be there.
        "H",
        "H~",
        "H|",
        "S",
        "S" + HEX + "|1|2|3",
        "N",
        "NINBOX",
        "N|y",
        "N~|y",
        "D",
        "D~|%",
        "B" + HEX,
        "A",
        "Ap",
        "Ap|c",
        "As|c|~|~|~",
        "C",
        "Cs",
        "Cs|1",
        "Cs|1|~",
        "R",
        "R~",
        "R~|0",
        "Bx",
        // Numbers.
        "S" + HEX + "|4294967296|2|3|4",
        "S" + HEX + "|1|-2|3|4",
        "S" + HEX + "||2|3|4",
        "S" + HEX + "|1|2|9223372036854775808|4",
        "S" + HEX + "|1|2|0x3|4",
        "Ha|~|~|~|~" + "|~".repeat(6) + "|0",
        "Ha" + "|~".repeat(15) + "|0",
        "Ha" + "|~".repeat(16) + "|0",
        "Ha" + "|~".repeat(18) + "|0",
        "Ha" + "|~".repeat(21) + "|0",
        "Cs|0|g",
        "Cs|1|g|~|~|~|100",
        "Cs|1|g|~|~|~|1|1",
        "Cs|1|g|~|~|~|g",
        "Cs|1|g|~|~|~|~|~|~|~|~|~|8000000000000000",
        "Cs|1|g|~|~|~|~|~|~|~|~|~|fffffffffffffffff",
        "Mg|~|~|~|-",
        "Mg|~|~|4294967296",
        // GUIDs.
        "S5b27|1|2|3|4",
        "S" + HEX + "0|1|2|3|4",
        "Ce|1|",
        "Ce|1|abc",
        "Ce|1|zb27530c47a9046bab620000f4f26f73",
        "D/|%|" + HEX,
        "D/|%|" + HEX + " ",
        "D/|%|" + HEX + " x",
        "D/|%|" + HEX + " 1 ",
        "D/|%|x 1",
        "D/|%|" + HEX + "  1",
        // Letters.
        "Ha|~|~|~|x",
        "Ha|~|~|~|",
        "Ha|~|~|~|cc",
        "Nx|z",
        "Nx|",
        "Cx|1|g",
        "Ax|c|",
        "D//|%",
        "D/|%%",
        // Sense.
        "B" + HEX + "|1|4|3|5|9|8",
        "As|c|v|",
        "As|c||~|",
        "As|c|~|||",
        "Cs|1|g|~|~|~|~|~|~|~|+",
        "Cs|1|g|~|~|~|~|~|~|~|x",
        "Cs|1|g|~|~|~|~|~|~|~|+a^t^t+b",
        "B" + HEX + "|1|4|3|2|9|8|~|~|x",
        "B" + HEX + "|1|4|3|2|9|8|~|~|^n",
        // No items.
        "",
        "Z",
        "z1",
        "..",
        ".x",
        "cflags|t",
        " ",
        "\u00ff");
  }

  @ParameterizedTest
  @MethodSource("offences")
  void refusesWhatIsNotAllowed(String line) {
    assertThatThrownBy(() -> decode(line, "")).isInstanceOf(ProtocolException.class);
  }

  @Test
  void saysWhatIsWrongWithAValue() {
    assertThatThrownBy(() -> decode("Cs|\u001bx|g", ""))
        .hasMessage("dsync(peer): Invalid input to mail_change: uid is not a number: \\x1bx");
    assertThatThrownBy(() -> decode("Nx", ""))
        .hasMessage(
            "dsync(peer): Invalid input to mailbox_tree_node: Missing required field existence");
    assertThatThrownBy(() -> decode("Zab", ""))
        .hasMessage("dsync(peer): Received unexpected input Zab");
  }

  @Test
  void ignoresSurplusValues() throws IOException {
    assertThat(decode("Rg|1|x|y", "")).isEqualTo(new MailRequest("g", 1));
    assertThat(decode("F~|~|~|x", "")).isEqualTo(new Finish(null, 0, false));
  }

  @Test
  void takesABooleanThatIsZeroForTrue() throws IOException {
    assertThat(decode("F~|~|0", "")).isEqualTo(new Finish(null, 0, true));
  }

  @Test
  void makesANameValidUtf8() throws IOException {
    MailboxTreeNode node = (MailboxTreeNode) decode("Na\u00ffb|n", "");
    assertThat(node.name()).isEqualTo(MailboxName.of("a\ufffdb"));
  }

  @Test
  void boundsNames() throws IOException {
    decode("N" + "a^t".repeat(254) + "a|n", "");
    assertThatThrownBy(() -> decode("N" + "a^t".repeat(255) + "a|n", ""))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> decode("N" + "a".repeat(4097) + "|n", ""))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(() -> decode("Cs|1|" + "g".repeat(4097), ""))
        .isInstanceOf(ProtocolException.class);
    assertThatThrownBy(
            () -> decode("Cs|1|g" + "|~".repeat(7) + "|" + "+a^t".repeat(10_000) + "+a", ""))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void readsTheColumnsOfTheSender() throws IOException {
    ItemReader reader =
        new ItemReader(
            Transcripts.endingByException(
                Transcripts.latin1(
                    preamble("Runknown\tuid\tguid\tuid\tx") + "Ra\t5\tg\t6\ty\tz\n")),
            "peer");
    reader.readVersion();
    reader.readKeyTables();
    assertThat(reader.read()).isEqualTo(new MailRequest("g", 5));
  }

  @Test
  void refusesToEncodeTextAsBytes() {
    ItemWriter writer = new ItemWriter(KeyTable.allOurs(), new ByteArrayOutputStream());
    assertThatThrownBy(() -> writer.writeRecord(new MailRequest("\u20ac", 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Our preamble with another key table for the kind of {@code table}. */
  private static String preamble(String table) {
    StringBuilder text = new StringBuilder(ProtocolVersion.line()).append('\n');
    for (KeyTable ours : KeyTable.allOurs()) {
      if (ours != null) {
        text.append(ours.line().charAt(0) == table.charAt(0) ? table : ours.line()).append('\n');
      }
    }
    return text.append(".\n").toString();
  }

  private static Item decode(String line, String following) throws IOException {
    String input = preamble(" ") + wire(line) + following;
    ItemReader reader =
        new ItemReader(Transcripts.endingByException(Transcripts.latin1(input)), "peer");
    reader.readVersion();
    reader.readKeyTables();
    return reader.read();
  }

  private static String wire(String line) {
    return line.replace('|', '\t').replace('~', '\2').replace('^', '\1') + "\n";
  }
}
