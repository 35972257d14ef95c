package dev.dovetail.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotStuffingTest {

  /** N stands for LF, R for CR. */
  @ParameterizedTest
  @CsvSource({
    "'', RN.RN",
    "a, aRN.RN",
    "aN, aNRN.RN",
    "aRN, aRNRN.RN",
    ".lead, ..leadRN.RN",
    "., ..RN.RN",
    ".N, ..NRN.RN",
    "aN.b, aN..bRN.RN",
    "aRN.b, aRN..bRN.RN",
    "aR.b, aR.bRN.RN",
    "aN..b, aN...bRN.RN",
    "N.N, N..NRN.RN",
  })
  void doublesADotAtTheStartOfEachLine(String data, String encoded) throws IOException {
    assertThat(encode(bytes(data), 1000)).isEqualTo(bytes(encoded));
    assertThat(decode(bytes(encoded + "NEXT"), 1000)).isEqualTo(bytes(data));
  }

  /** What Dovecot never sends, but reads like this. */
  @ParameterizedTest
  @CsvSource({
    ".leadRN.RN, lead",
    "aN.bRN.RN, aNb",
    "aN.N, a",
    "aRN.N, a",
    "aN.RN, a",
    ".N, ''",
    ".RN, ''",
    "N.RN, ''",
    "NN.RN, N",
    "aRRN.RN, aR",
    "aR.RN.RN, aR.",
    "aN.RbRN.RN, aNRb",
    "aN.R.RN.RN, aNR.",
    "aRN..RN.RN, aRN.",
    ".RRN.RN, R",
  })
  void readsWhatOthersMaySend(String encoded, String data) throws IOException {
    assertThat(decode(bytes(encoded + ".NEXT"), 1000)).isEqualTo(bytes(data));
    assertThat(decode(bytes(encoded + ".NEXT"), 1)).isEqualTo(bytes(data));
  }

  @Test
  void leavesTheInputDirectlyBehindTheTerminator() throws IOException {
    InputBuffer source = source(bytes("aNRN.RNRnextN"));
    new DotStuffedInput(source).readAllBytes();
    assertThat(source.readLine(100)).isTrue();
    assertThat(new String(source.bytes, source.lineStart, source.lineEnd - source.lineStart))
        .isEqualTo("\rnext");
  }

  @Test
  void givesBackAnyBytesInPiecesOfAnySize() throws IOException {
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      byte[] data = new byte[random.nextInt(200)];
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) ".\r\n\n\ra\0\u00ff".charAt(random.nextInt(8));
      }
      byte[] encoded = encode(data, 1 + random.nextInt(20));
      assertThat(decode(encoded, 1 + random.nextInt(20))).as("seed %d", seed).isEqualTo(data);
    }
  }

  @Test
  void noDataCanEndItsOwnStream() throws IOException {
    for (long seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      byte[] data = new byte[20];
      for (int i = 0; i < data.length; i++) {
        data[i] = (byte) ".\r\n".charAt(random.nextInt(3));
      }
      InputBuffer source = source(encode(data, 100));
      new DotStuffedInput(source).readAllBytes();
      assertThat(source.position).as("seed %d", seed).isEqualTo(source.limit);
    }
  }

  @Test
  void givesBackTheRecordedMessage() throws IOException {
    byte[] message = Transcripts.read("09-big-mail.message-on-sender.bin");
    assertThat(decode(encode(message, 8192), 4096)).isEqualTo(message);
  }

  @Test
  void skipsTheRestAndIsThenUnreadable() throws IOException {
    InputBuffer source = source(bytes("abcNdefRN.RNxN"));
    DotStuffedInput stream = new DotStuffedInput(source);
    assertThat(stream.read()).isEqualTo('a');
    stream.drain();
    assertThat(source.bytes[source.position]).isEqualTo((byte) 'x');
    assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
  }

  @Test
  void failsIfTheInputEndsWithin() {
    for (String torn : new String[] {"", "a", "aR", "aRN", "aRN.", "aRN.R", "aN..N"}) {
      DotStuffedInput stream = new DotStuffedInput(source(bytes(torn)));
      assertThatThrownBy(stream::readAllBytes).as(torn).isInstanceOf(PeerGoneException.class);
    }
  }

  private static byte[] bytes(String text) {
    return Transcripts.latin1(text.replace('N', '\n').replace('R', '\r'));
  }

  private static InputBuffer source(byte[] bytes) {
    return new InputBuffer(Transcripts.endingByException(bytes));
  }

  private static byte[] encode(byte[] data, int piece) {
    DotStuffing stuffing = new DotStuffing();
    Bytes encoded = new Bytes(16);
    for (int start = 0; start < data.length; start += piece) {
      stuffing.encode(data, start, Math.min(data.length, start + piece), encoded);
    }
    stuffing.finish(encoded);
    return Arrays.copyOf(encoded.array, encoded.length);
  }

  private static byte[] decode(byte[] encoded, int piece) throws IOException {
    InputStream slow =
        new FilterInputStream(Transcripts.endingByException(encoded)) {
          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            return super.read(to, offset, Math.min(length, piece));
          }
        };
    DotStuffedInput stream = new DotStuffedInput(new InputBuffer(slow));
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    byte[] buffer = new byte[piece];
    for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
      data.write(buffer, 0, n);
    }
    return data.toByteArray();
  }
}
