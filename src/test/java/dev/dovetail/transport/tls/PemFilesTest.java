package dev.dovetail.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.failure.SyncException;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as OpenSSL writes them; those of the fixtures are good for nothing else. */
class PemFilesTest {
  private static final Path FIXTURES = Path.of("test-fixtures", "tls");

  private static String fixture(String name) throws Exception {
    return Files.readString(FIXTURES.resolve(name));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-pkcs8.pem, RSA",
    "rsa-pkcs1.pem, RSA",
    "ec-pkcs8.pem, EC",
    "ec-sec1.pem, EC",
    "ed25519.pem, EdDSA",
    "rsa-encrypted.pem, RSA"
  })
  void readsPrivateKeysOfEveryForm(String file, String algorithm) throws Exception {
    PrivateKey key = PrivateKeys.read("ssl_key", "text before\n" + fixture(file), "secret");
    assertThat(key.getAlgorithm()).isEqualTo(algorithm);
  }

  @Test
  void readsTheSameKeyFromBothForms() throws Exception {
    assertThat(PrivateKeys.read("ssl_key", fixture("rsa-pkcs1.pem"), ""))
        .isEqualTo(PrivateKeys.read("ssl_key", fixture("rsa-pkcs8.pem"), ""));
    assertThat(secret("ec-sec1.pem")).isEqualTo(secret("ec-pkcs8.pem"));
  }

  private static BigInteger secret(String name) throws Exception {
    return ((ECPrivateKey) PrivateKeys.read("ssl_key", fixture(name), "")).getS();
  }

  @Test
  void saysWhyAKeyCannotBeUsed() throws Exception {
    assertThatThrownBy(() -> PrivateKeys.read("ssl_key", "", ""))
        .isInstanceOf(SyncException.class)
        .hasMessage("ssl_key: there is no private key in it");
    String encrypted = fixture("rsa-encrypted.pem");
    assertThatThrownBy(() -> PrivateKeys.read("ssl_key", encrypted, "wrong"))
        .isInstanceOf(SyncException.class)
        .hasMessageContaining("check its password");
  }

  @Test
  void findsTheAuthorityInADirectoryOfPlainFiles(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("README"), "-----BEGIN CERTIFICATE-----\n????");
    Files.writeString(directory.resolve("other.pem"), fixture("other-ca.pem"));
    X509Certificate leaf = certificate("leaf.pem");
    CaStore store = new CaStore(Optional.empty(), Optional.of(directory));
    assertThat(store.anchors(new X509Certificate[] {leaf})).isEmpty();
    Files.writeString(directory.resolve("ca.pem"), fixture("other-ca.pem") + fixture("ca.pem"));
    Files.createSymbolicLink(directory.resolve("0123abcd.0"), Path.of("ca.pem"));
    assertThat(store.anchors(new X509Certificate[] {leaf})).containsExactly(certificate("ca.pem"));
  }

  @Test
  void findsTheSubjectThatTheJdkFinds() throws Exception {
    for (String name : new String[] {"ca.pem", "leaf.pem", "other-ca.pem"}) {
      X509Certificate certificate = certificate(name);
      assertThat(Der.subject(certificate.getEncoded()))
          .isEqualTo(certificate.getSubjectX500Principal().getEncoded());
    }
  }

  @Test
  void survivesDamagedFiles() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] certificate = certificate("leaf.pem").getEncoded();
    byte[] key = Pem.read(fixture("ec-sec1.pem")).get(0).bytes();
    for (int i = 0; i < 2000; i++) {
      // Whatever comes out, nothing but null or bytes may.
      Der.subject(damaged(certificate, random));
      Der.curve(damaged(key, random));
    }
    assertThat(Pem.read("-----BEGIN -----BEGIN X-----\n-----END X-----"))
        .as("seed %d", seed)
        .hasSize(1);
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] copy = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    for (int i = 0; i < 3 && copy.length > 0; i++) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt();
    }
    return copy;
  }

  @Test
  void knowsAKeyByItsPin() throws Exception {
    assertThat(KeyPin.of(certificate("leaf.pem").getPublicKey()))
        .isEqualTo(KeyPin.parse(fixture("leaf.pin").strip()));
    for (String bad : new String[] {"", "sha256/", "sha256/xx", "sha1/AAAA", "sha256/???"}) {
      assertThatThrownBy(() -> KeyPin.parse(bad)).hasMessageContaining("a pin is sha256/");
    }
  }

  private static X509Certificate certificate(String name) throws Exception {
    byte[] text = fixture(name).getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(text));
  }
}
