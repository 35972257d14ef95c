package dev.dovetail.wire;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import dev.dovetail.wire.item.Finish;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.KeywordChange;
import dev.dovetail.wire.item.Mail;
import dev.dovetail.wire.item.MailChange;
import dev.dovetail.wire.item.MailRequest;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.MailboxAttribute;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxState;
import dev.dovetail.wire.item.MailboxTreeNode;
import dev.dovetail.wire.item.SyncType;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Valid items with everything in them that a peer may send, by seed. */
final class RandomItems {
  private static final long U32 = 0xffff_ffffL;

  private final Random random;

  RandomItems(long seed) {
    random = new Random(seed);
  }

  Item next(ItemKind kind) {
    return switch (kind) {
      case HANDSHAKE -> handshake();
      case MAILBOX_STATE ->
          new MailboxState(guid(), u32(), u32(), u63(), u63(), u32(), random.nextBoolean());
      case MAILBOX_TREE_NODE -> node();
      case MAILBOX_DELETE ->
          new MailboxDeletes(
              (char) random.nextInt(256),
              random.nextBoolean() ? "" : String.valueOf((char) random.nextInt(256)),
              list(() -> new MailboxDeletes.Delete(guid(), u32())),
              list(() -> new MailboxDeletes.Delete(guid(), u32())),
              list(() -> new MailboxDeletes.Delete(guid(), u32())));
      case MAILBOX -> mailbox();
      case MAILBOX_ATTRIBUTE -> attribute();
      case MAIL_CHANGE -> change();
      case MAIL_REQUEST -> new MailRequest(maybe(this::bytes), 1 + u32() / 2);
      case MAIL ->
          new Mail(
              bytes(),
              u32(),
              maybe(this::bytes),
              u32(),
              time(),
              time(),
              new ByteArrayInputStream(body()));
      case FINISH -> new Finish(maybe(this::bytes), random.nextInt(15), random.nextBoolean());
      case MAILBOX_CACHE_FIELD -> throw new IllegalArgumentException("Not an item of its own");
      case KEEP_ALIVE -> Item.KEEP_ALIVE;
      case DONE -> Item.DONE;
      case END_OF_LIST -> Item.END_OF_LIST;
    };
  }

  private Handshake handshake() {
    return Handshake.builder()
        .hostname("h" + bytes())
        .syncNsPrefixes(maybe(() -> List.of(text().replace('\n', 'n'), "x")))
        .syncBox(maybe(this::text))
        .syncBoxGuid(maybe(this::guid))
        .syncType(maybe(() -> SyncType.values()[random.nextInt(3)]))
        .debug(random.nextBoolean())
        .syncVisibleNamespaces(random.nextBoolean())
        .excludeMailboxes(list(() -> "x" + text()))
        .sendMailRequests(random.nextBoolean())
        .backupSend(random.nextBoolean())
        .backupRecv(random.nextBoolean())
        .lockTimeout(u32())
        .noMailSync(random.nextBoolean())
        .noBackupOverwrite(random.nextBoolean())
        .purgeRemote(random.nextBoolean())
        .noNotify(random.nextBoolean())
        .syncSinceTimestamp(u63())
        .syncMaxSize(u63())
        .syncFlags(maybe(this::bytes))
        .syncUntilTimestamp(u63())
        .virtualAllBox(maybe(this::text))
        .emptyHdrWorkaround(random.nextBoolean())
        .importCommitMsgsInterval(u32())
        .hashedHeaders(maybe(() -> list(() -> "x" + bytes())))
        .altChar(maybe(this::text))
        .dovetailVersion(u32())
        .dovetailDeflate(random.nextBoolean())
        .dovetailStore(maybe(this::guid))
        .build();
  }

  private MailboxTreeNode node() {
    List<String> components = list(this::text);
    return new MailboxTreeNode(
        new MailboxName(
            components.isEmpty() || components.equals(List.of("")) ? List.of("x") : components),
        MailboxTreeNode.Existence.values()[random.nextInt(3)],
        random.nextBoolean() ? Guid128.EMPTY : guid(),
        u32(),
        u32(),
        time(),
        random.nextBoolean(),
        time());
  }

  private Mailbox mailbox() {
    long uidNext = u32();
    return new Mailbox(
        guid(),
        u32(),
        uidNext,
        u32(),
        uidNext / 2,
        u63(),
        u63(),
        random.nextBoolean(),
        random.nextBoolean(),
        list(() -> new Mailbox.CacheField("x" + bytes(), bytes(), time())),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean());
  }

  private MailboxAttribute attribute() {
    int form = random.nextInt(3);
    return new MailboxAttribute(
        random.nextBoolean(),
        bytes(),
        form == 0 ? bytes() : null,
        form == 1 ? new ByteArrayInputStream(body()) : null,
        form == 2,
        time(),
        u63());
  }

  private MailChange change() {
    MailChange.Type type = MailChange.Type.values()[random.nextInt(3)];
    boolean expunge = type == MailChange.Type.EXPUNGE;
    int added = random.nextInt(256);
    return new MailChange(
        type,
        1 + u32() / 2,
        expunge ? maybe(() -> guid().toString()) : bytes(),
        maybe(this::bytes),
        u63(),
        u63(),
        added,
        random.nextInt(256) & ~added,
        random.nextInt(256),
        random.nextBoolean(),
        list(
            () -> new KeywordChange(KeywordChange.Kind.values()[random.nextInt(4)], "k" + bytes())),
        u63(),
        random.nextBoolean() ? MailChange.NO_SIZE : u63());
  }

  byte[] body() {
    byte[] body = new byte[random.nextInt(50)];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) ".\r\nab\0".charAt(random.nextInt(6));
    }
    return body;
  }

  private <T> T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <T> List<T> list(Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(element.get());
    }
    return list;
  }

  private Guid128 guid() {
    return new Guid128(random.nextLong(), random.nextLong());
  }

  private long u32() {
    return random.nextInt(4) == 0 ? 0 : random.nextInt(4) == 0 ? U32 : random.nextInt() & U32;
  }

  private long u63() {
    return random.nextInt(4) == 0 ? 0 : random.nextLong() >>> 1 >>> random.nextInt(63);
  }

  private long time() {
    return random.nextInt(4) == 0 ? 0 : random.nextInt();
  }

  private String bytes() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append((char) random.nextInt(random.nextBoolean() ? 16 : 256));
    }
    return text.toString();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int codePoint = random.nextInt(random.nextBoolean() ? 16 : 0x11_0000);
      boolean half = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      text.appendCodePoint(half ? 'x' : codePoint);
    }
    return text.toString();
  }
}
