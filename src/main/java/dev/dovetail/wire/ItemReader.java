package dev.dovetail.wire;

import dev.dovetail.wire.item.Finish;
import dev.dovetail.wire.item.Handshake;
import dev.dovetail.wire.item.Item;
import dev.dovetail.wire.item.Mail;
import dev.dovetail.wire.item.MailChange;
import dev.dovetail.wire.item.MailRequest;
import dev.dovetail.wire.item.Mailbox;
import dev.dovetail.wire.item.MailboxAttribute;
import dev.dovetail.wire.item.MailboxDeletes;
import dev.dovetail.wire.item.MailboxState;
import dev.dovetail.wire.item.MailboxTreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Turns lines and value streams into items, through the sender's key tables. Nothing that a peer
 * sends makes it hold more than one line of at most {@link #MAX_LINE} bytes.
 */
final class ItemReader implements FieldReader.Source {
  private static final int MAX_LINE = 64 * 1024 * 1024;
  private static final int MAX_VERSION_LINE = 256;
  private static final int MAX_TABLE_LINE = 64 * 1024;
  private static final int MAX_TABLES = 256;

  private final InputBuffer in;
  private final KeyTable[] tables = new KeyTable[ItemKind.values().length];
  private final FieldReader fields = new FieldReader(tables, this);
  private String peerName;
  private int minorVersion = -1;
  private DotStuffedInput openStream;

  /**
   * @param in reports its end by an exception
   */
  ItemReader(InputStream in, String peerName) {
    this.in = new InputBuffer(in);
    this.peerName = peerName;
  }

  @Override
  public String peerName() {
    return peerName;
  }

  /** The sender's tables by the ordinal of the kind; known after {@link #readKeyTables}. */
  KeyTable[] tables() {
    return tables;
  }

  /** Reads the version line. Returns the peer's minor version. */
  int readVersion() throws IOException {
    if (in.readLine(MAX_VERSION_LINE)) {
      minorVersion = ProtocolVersion.parseMinor(line());
    }
    if (minorVersion < 0) {
      throw new ProtocolException(
          "dsync(" + peerName + "): Remote dsync doesn't use compatible protocol");
    }
    return minorVersion;
  }

  /** Reads the key tables, up to the dot behind them. */
  void readKeyTables() throws IOException {
    for (int count = 0; count <= MAX_TABLES; count++) {
      if (!in.readLine(MAX_TABLE_LINE) || in.lineStart == in.lineEnd) {
        throw failure("a key table that is empty or too long");
      }
      String line = line();
      if (line.equals(".")) {
        checkKeyTables();
        return;
      }
      ItemKind kind = ItemKind.ofLetter(line.charAt(0));
      if (kind != null && kind.hasKeyTable()) {
        tables[kind.ordinal()] = KeyTable.parse(kind, line.substring(1));
      }
    }
    throw failure("more than " + MAX_TABLES + " key tables");
  }

  private void checkKeyTables() throws ProtocolException {
    for (ItemKind kind : ItemKind.values()) {
      KeyTable table = tables[kind.ordinal()];
      if (table == null && kind.hasKeyTable() && kind.sinceMinor() <= minorVersion) {
        throw failure("no key table for " + kind.itemName());
      }
      if (table != null && table.missingKey() != null) {
        throw failure("a key table for " + kind.itemName() + " without " + table.missingKey());
      }
    }
  }

  /** The next item. Skips what is left of a value stream before it. */
  Item read() throws IOException {
    if (openStream != null) {
      openStream.drain();
      openStream = null;
    }
    if (!in.readLine(MAX_LINE)) {
      throw failure("a line that is longer than " + MAX_LINE + " bytes");
    }
    int start = in.lineStart;
    int end = in.lineEnd;
    ItemKind kind = start < end ? ItemKind.ofLetter(in.bytes[start]) : null;
    if (kind == ItemKind.DONE) {
      return Item.DONE;
    }
    if (kind == ItemKind.KEEP_ALIVE && end == start + 1) {
      return Item.KEEP_ALIVE;
    }
    if (kind == ItemKind.END_OF_LIST && end == start + 1) {
      return Item.END_OF_LIST;
    }
    if (kind == null || tables[kind.ordinal()] == null) {
      throw failure("unexpected input " + FieldEscaping.printable(in.bytes, start, end));
    }
    fields.begin(kind, in.bytes, start + 1, end);
    return decode(kind);
  }

  private Item decode(ItemKind kind) throws ProtocolException {
    switch (kind) {
      case HANDSHAKE:
        Handshake handshake = Handshake.decode(fields);
        peerName = FieldEscaping.printable(handshake.hostname());
        return handshake;
      case MAILBOX_STATE:
        return MailboxState.decode(fields);
      case MAILBOX_TREE_NODE:
        return MailboxTreeNode.decode(fields);
      case MAILBOX_DELETE:
        return MailboxDeletes.decode(fields);
      case MAILBOX:
        Mailbox mailbox = Mailbox.decode(fields);
        return minorVersion < ProtocolVersion.SAVE_GUIDS ? mailbox.implyingSaveGuids() : mailbox;
      case MAILBOX_ATTRIBUTE:
        return MailboxAttribute.decode(fields);
      case MAIL_CHANGE:
        return MailChange.decode(fields);
      case MAIL_REQUEST:
        return MailRequest.decode(fields);
      case MAIL:
        return Mail.decode(fields);
      case FINISH:
        return Finish.decode(fields);
      default:
        throw failure("unexpected input " + kind.letter());
    }
  }

  @Override
  public InputStream openValueStream() {
    openStream = new DotStuffedInput(in);
    return openStream;
  }

  private String line() {
    return new String(
        in.bytes, in.lineStart, in.lineEnd - in.lineStart, StandardCharsets.ISO_8859_1);
  }

  private ProtocolException failure(String what) {
    return new ProtocolException("dsync(" + peerName + "): Received " + what);
  }
}
