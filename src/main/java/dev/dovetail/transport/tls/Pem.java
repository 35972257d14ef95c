package dev.dovetail.transport.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One block of a PEM text.
 *
 * @param type what stands behind {@code BEGIN}, such as {@code CERTIFICATE}
 * @param headers whether it has header lines, as old encrypted keys do
 * @param bytes DER
 */
record Pem(String type, boolean headers, byte[] bytes) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /** The blocks of a text, whatever stands between them; damaged blocks are left out. */
  static List<Pem> read(String text) {
    List<Pem> blocks = new ArrayList<>();
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
      int typeEnd = text.indexOf(DASHES, at + BEGIN.length());
      String type = typeEnd < 0 ? "" : text.substring(at + BEGIN.length(), typeEnd);
      int end = typeEnd < 0 ? -1 : text.indexOf("-----END " + type + DASHES, typeEnd);
      if (end >= 0) {
        add(blocks, type, text.substring(typeEnd + DASHES.length(), end));
      }
    }
    return blocks;
  }

  private static void add(List<Pem> blocks, String type, String body) {
    int headersEnd = body.indexOf(':') < 0 ? 0 : Math.max(body.indexOf("\n\n"), 0);
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(body.substring(headersEnd));
      blocks.add(new Pem(type, headersEnd > 0, bytes));
    } catch (IllegalArgumentException e) {
      // Not base64: no block.
    }
  }

  boolean isCertificate() {
    return type.equals("CERTIFICATE")
        || type.equals("TRUSTED CERTIFICATE")
        || type.equals("X509 CERTIFICATE");
  }
}
