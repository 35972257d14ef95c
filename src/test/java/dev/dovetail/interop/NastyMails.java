package dev.dovetail.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.Random;

/**
 * Mails as mailboxes really hold them, and worse; the same seed always makes the same mails.
 *
 * <p>Every kind that once broke a mail program: no bytes at all, only a header, 8-bit bytes without
 * a charset, NUL, bare CR, mixed line ends, very long lines, dots at line starts, no final line
 * end, a huge header, MIME trees, dates in odd zones or none, the same Message-ID twice, the same
 * mail twice.
 */
final class NastyMails {
  private static final String[] ZONES = {"+0000", "-1200", "+1400", "+0545", "EST", "-0000"};
  private static final String[] SUBJECTS = {
    "Minutes",
    "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=",
    "Re: Re: Re:",
    "",
    "=?utf-8?B?5pel5pys?=",
    "a\n folded\n\tone"
  };

  private final Random random;
  private int number;
  private byte[] last = new byte[0];

  NastyMails(long seed) {
    random = new Random(seed);
  }

  byte[] next() {
    number++;
    byte[] mail =
        switch (number % 20) {
          case 1 -> plain(text(2000), UTF_8);
          case 2 -> plain(text(900).replace("\n", "\n."), UTF_8);
          case 3 -> bytes(header().strip(), UTF_8);
          case 4 -> plain("na\u00efve \u00e4\u00f6\u00fc\n".repeat(20), ISO_8859_1);
          case 5 -> plain("nul:\0:\0\0 end\n" + text(200), UTF_8);
          case 6 -> plain("bare\rreturns\rhere\n" + text(100), UTF_8);
          case 7 -> plain(text(600).replace("\n", random.nextBoolean() ? "\r\n" : "\n\r\n"), UTF_8);
          case 8 -> plain("x".repeat(5000 + random.nextInt(90_000)) + "\n", UTF_8);
          case 9 -> plain(".\n..\n...\n.\r\n\n.\n", UTF_8);
          case 10 -> plain(text(300).strip(), UTF_8);
          case 11 -> bytes("X-Huge: " + "y ".repeat(40_000) + "\n" + header() + "\nbody\n", UTF_8);
          case 12 -> multipart();
          case 13 -> last.clone();
          case 14 -> plain("", UTF_8);
          case 15 -> bytes(".leading dot: yes\n" + header() + "\n.\n", UTF_8);
          case 16 -> bytes("\n" + text(100), UTF_8);
          case 17 -> noise(random.nextInt(4000));
          case 18 -> bytes(header().replace("\n", "\r\n") + "\r\n" + text(400), UTF_8);
          case 19 -> plain("Grüße, 日本, 😀\n", UTF_8);
          default -> plain(text(30_000 + random.nextInt(60_000)), UTF_8);
        };
    last = mail;
    return mail;
  }

  private byte[] plain(String body, Charset charset) {
    return bytes(header() + "\n" + body, charset);
  }

  private String header() {
    // Every fifth Message-ID has been there before.
    int id = number % 5 == 0 ? number / 2 : number;
    return "Received: from a by b; Tue, 3 Feb 2026 01:02:03 +0100\nFrom: \"Nobody, "
        + number
        + "\" <n@example.org>\nTo: jane@example.com\nSubject: "
        + SUBJECTS[random.nextInt(SUBJECTS.length)]
        + "\nDate: "
        + (number % 7 == 0 ? "yesterday" : "Sun, 29 Feb 2026 23:59:60 " + zone())
        + "\nMessage-ID: <nasty-"
        + id
        + "@example.org>\n";
  }

  private String zone() {
    return ZONES[random.nextInt(ZONES.length)];
  }

  private byte[] multipart() {
    byte[] attachment = new byte[20_000];
    random.nextBytes(attachment);
    return mime(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_b\"\n",
        "--=_b\nContent-Type: text/plain\n\n"
            + text(200)
            + "\n--=_b\nContent-Type: message/rfc822\n\nSubject: inner\n\n.inner\n--=_b\n"
            + "Content-Transfer-Encoding: base64\n\n"
            + Base64.getMimeEncoder().encodeToString(attachment)
            + "\n--=_b--\n");
  }

  private byte[] mime(String moreHeader, String body) {
    return bytes(header() + moreHeader + "\n" + body, UTF_8);
  }

  private byte[] noise(int size) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    ByteArrayOutputStream mail = new ByteArrayOutputStream();
    mail.writeBytes(bytes(header() + "\n", UTF_8));
    mail.writeBytes(noise);
    return mail.toByteArray();
  }

  private String text(int size) {
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append("word".repeat(1 + random.nextInt(3))).append(random.nextInt(9) == 0 ? '\n' : ' ');
    }
    return text.append('\n').toString();
  }

  private static byte[] bytes(String text, Charset charset) {
    return text.getBytes(charset);
  }
}
