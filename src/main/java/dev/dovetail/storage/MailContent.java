package dev.dovetail.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * An open mail. Bytes are those of the store, line ends included.
 *
 * @param receivedDate IMAP INTERNALDATE, seconds since the epoch
 * @param savedDate when it was saved into this mailbox, seconds since the epoch; 0 if unknown
 * @param pop3Uidl empty if there is none
 * @param pop3Order 0 if there is none
 */
public record MailContent(
    InputStream stream, long receivedDate, long savedDate, String pop3Uidl, long pop3Order)
    implements Closeable {
  @Override
  public void close() throws IOException {
    stream.close();
  }
}
