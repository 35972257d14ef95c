package dev.dovetail.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderHashTest {
  private static final List<String> DEFAULT = List.of("Date", "Message-ID");

  @Test
  void reproducesTheHashThatDovecotSent() throws IOException {
    String message =
        "From: a@b\nDate: Tue, 14 Nov 2023 22:13:21 +0000\n"
            + "Message-ID: <1700000001.1@a.example.com>\nSubject: one\n\nDate: in the body\n";
    assertThat(hash(3, message)).isEqualTo("73cc26bfa95b93eaddf3241fb9ff7050");
  }

  @Test
  void hashesOneLineEndWithoutAnyWantedHeader() throws IOException {
    assertThat(hash(3, "Subject: x\n\nbody\n")).isEqualTo(HeaderHash.EMPTY);
    assertThat(hash(1, "")).isEqualTo(HeaderHash.EMPTY);
    assertThat(hash(4, "\r\nDate: x\r\n")).isEqualTo(HeaderHash.EMPTY);
    assertThat(new HeaderHash(List.of(), 3).of(stream("Date: x\n"))).isEqualTo(HeaderHash.EMPTY);
  }

  @Test
  void takesAllOccurrencesWithContinuationLinesInMessageOrder() throws IOException {
    String message =
        "Message-id : <1>\nX-Date: no\n no\nDATE: a\n\tb\n c\nDate\nDate:d\nFrom date: e\n f\n\nDate: g\n";
    assertThat(hash(1, message)).isEqualTo(md5("Message-id : <1>\nDATE: a\n\tb\n c\nDate:d\n\n"));
  }

  @Test
  void treatsCrLfLikeLf() throws IOException {
    assertThat(hash(1, "Date: a\r\n b\r\n\r\nx")).isEqualTo(md5("Date: a\n b\n\n"));
    assertThat(hash(3, "Date: a\r\n\r\n")).isEqualTo(hash(3, "Date: a\n\n"));
  }

  @Test
  void endsALineThatTheMessageDoesNotEnd() throws IOException {
    assertThat(hash(1, "Date: a")).isEqualTo(md5("Date: a\n\n"));
    assertThat(hash(1, "Date: a\r")).isEqualTo(md5("Date: a\r\n\n"));
  }

  @Test
  void normalisesByVersion() throws IOException {
    String message = "Date: a?\u0001\u00e4\u007f b\u00ff?\r?\t? \u0002\n\n";
    assertThat(hash(1, message)).isEqualTo(md5(message));
    assertThat(hash(2, message)).isEqualTo(md5("Date: a? b?\t? ?\n\n"));
    assertThat(hash(3, message)).isEqualTo(md5("Date:a?b?\t??\n\n"));
    assertThat(hash(4, message)).isEqualTo(md5("Date:a?b???\n\n"));
  }

  @Test
  void findsTheSameInPiecesOfAnySize() throws IOException {
    String message =
        "Subject: " + "x".repeat(20_000) + "\r\nDate:  a\r\n\tb \r\r\n c\nmessage-id\t:d\r\n\r\n";
    String expected = hash(3, message);
    for (int size = 1; size < 9; size++) {
      int piece = size;
      InputStream pieces =
          new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
              return super.read(to, offset, Math.min(piece, length));
            }

            @Override
            public int read(byte[] to) {
              return read(to, 0, to.length);
            }
          };
      assertThat(new HeaderHash(DEFAULT, 3).of(pieces)).isEqualTo(expected);
    }
  }

  @Test
  void readsNotMuchMoreThanTheHeader() throws IOException {
    InputStream endless =
        new InputStream() {
          private final InputStream header = stream("Date: a\n\n");

          @Override
          public int read() throws IOException {
            int value = header.read();
            return value >= 0 ? value : 'x';
          }
        };
    assertThat(new HeaderHash(DEFAULT, 1).of(endless)).isEqualTo(md5("Date: a\n\n"));
  }

  @Test
  void refusesVersionsThatDoNotExist() {
    assertThatThrownBy(() -> new HeaderHash(DEFAULT, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HeaderHash(DEFAULT, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String hash(int version, String message) throws IOException {
    return new HeaderHash(DEFAULT, version).of(stream(message));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String md5(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
