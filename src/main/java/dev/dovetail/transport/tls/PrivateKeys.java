package dev.dovetail.transport.tls;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys as OpenSSL writes them: PKCS#8, also encrypted, PKCS#1 and SEC1. */
final class PrivateKeys {
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private PrivateKeys() {}

  /**
   * The first private key of a text.
   *
   * @param setting whose value the text is, for messages
   * @param password of an encrypted key; may be empty
   */
  static PrivateKey read(String setting, String text, String password) throws SyncException {
    for (Pem block : Pem.read(text)) {
      if (block.type().endsWith("PRIVATE KEY")) {
        try {
          return key(block, password);
        } catch (GeneralSecurityException | IOException e) {
          throw failure(
              setting, "the key cannot be used (" + e.getMessage() + "); check its password");
        }
      }
    }
    throw failure(setting, "there is no private key in it");
  }

  private static SyncException failure(String setting, String reason) {
    return new SyncException(Grade.CONFIGURATION, setting + ": " + reason);
  }

  private static PrivateKey key(Pem block, String password)
      throws GeneralSecurityException, IOException {
    if (block.headers()) {
      throw new IOException("it is encrypted in an old way: convert it by openssl pkey");
    }
    byte[] pkcs8 =
        switch (block.type()) {
          case "PRIVATE KEY" -> block.bytes();
          case "ENCRYPTED PRIVATE KEY" -> decrypted(block.bytes(), password);
          case "RSA PRIVATE KEY" -> pkcs8(RSA, block.bytes());
          case "EC PRIVATE KEY" -> ec(block.bytes());
          default -> throw new IOException("it is a " + block.type() + ", not served");
        };
    GeneralSecurityException first = null;
    for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private static byte[] ec(byte[] sec1) throws IOException {
    byte[] curve = Der.curve(sec1);
    if (curve == null) {
      throw new IOException("it does not name its curve: convert it by openssl pkey");
    }
    return pkcs8(Der.of(Der.SEQUENCE, EC, curve), sec1);
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return Der.of(Der.SEQUENCE, VERSION_0, algorithm, Der.of(Der.OCTET_STRING, key));
  }

  private static byte[] decrypted(byte[] der, String password)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // For PBES2 the parameters know the algorithm's full name, which the OID alone does not tell.
    String algorithm =
        info.getAlgName().equals("PBES2") || info.getAlgName().startsWith("1.2.840.113549.1.5.13")
            ? info.getAlgParameters().toString()
            : info.getAlgName();
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
        info.getAlgParameters());
    return info.getKeySpec(cipher).getEncoded();
  }
}
