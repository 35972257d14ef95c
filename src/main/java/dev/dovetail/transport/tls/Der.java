package dev.dovetail.transport.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER as PEM files need that the JDK does not read whole. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int SEQUENCE = 0x30;
  private static final int CONTEXT_0 = 0xa0;

  private final byte[] bytes;
  private int at;

  Der(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The subject of a certificate, as it is encoded.
   *
   * @return null if it is no certificate
   */
  static byte[] subject(byte[] certificate) {
    try {
      Der body = new Der(new Der(certificate).content());
      Der fields = new Der(body.content());
      if (fields.tag() == CONTEXT_0) {
        fields.skip();
      }
      // Serial number, signature algorithm, issuer, validity.
      for (int i = 0; i < 4; i++) {
        fields.skip();
      }
      return fields.whole();
    } catch (IndexOutOfBoundsException e) {
      return null;
    }
  }

  /**
   * The curve that an EC private key names in its field {@code [0]}.
   *
   * @return null if it names none
   */
  static byte[] curve(byte[] ecPrivateKey) {
    try {
      Der fields = new Der(new Der(ecPrivateKey).content());
      fields.skip();
      fields.skip();
      return fields.at < fields.bytes.length && fields.tag() == CONTEXT_0 ? fields.content() : null;
    } catch (IndexOutOfBoundsException e) {
      return null;
    }
  }

  /** A value with its tag and length in front. */
  static byte[] of(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int length = content.size();
    if (length >= 0x80) {
      int octets = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
      all.write(0x80 | octets);
      for (int shift = 8 * (octets - 1); shift > 0; shift -= 8) {
        all.write(length >> shift);
      }
    }
    all.write(length);
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }

  private int tag() {
    return octet(at);
  }

  private int octet(int index) {
    return bytes[index] & 0xff;
  }

  private void skip() {
    whole();
  }

  private byte[] whole() {
    int start = at;
    content();
    return Arrays.copyOfRange(bytes, start, at);
  }

  private byte[] content() {
    int length = octet(at + 1);
    int start = at + 2;
    if (length >= 0x80) {
      int octets = length & 0x7f;
      if (octets == 0 || octets > 3) {
        throw new IndexOutOfBoundsException("length");
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << 8 | octet(start + i);
      }
      start += octets;
    }
    if (length > bytes.length - start) {
      throw new IndexOutOfBoundsException("content");
    }
    at = start + length;
    return Arrays.copyOfRange(bytes, start, at);
  }
}
