package dev.dovetail.transport.tls;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A certificate and its private key, as PEM texts.
 *
 * @param setting whose value the certificate is, for messages
 * @param certificates this one first, then those of its issuers
 * @param key PKCS#8, PKCS#1 or SEC1
 * @param password of an encrypted key; may be empty
 */
public record TlsIdentity(String setting, String certificates, String key, String password) {

  /**
   * @throws SyncException ({@code CONFIGURATION}) if the texts are not what they should be
   */
  KeyManager[] keyManagers() throws SyncException {
    try {
      PrivateKey privateKey = PrivateKeys.read(setting.replace("cert", "key"), key, password);
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry("own", privateKey, new char[0], chain());
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory.getKeyManagers();
    } catch (SyncException e) {
      throw e;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new SyncException(
          Grade.CONFIGURATION, setting + ": it cannot be used: " + e.getMessage(), e);
    }
  }

  private Certificate[] chain() throws GeneralSecurityException, SyncException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> chain = new ArrayList<>();
    for (Pem block : Pem.read(certificates)) {
      if (block.isCertificate()) {
        chain.add(factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
      }
    }
    if (chain.isEmpty()) {
      throw new SyncException(Grade.CONFIGURATION, setting + ": there is no certificate in it");
    }
    return chain.toArray(new Certificate[0]);
  }

  @Override
  public String toString() {
    return "TlsIdentity of " + setting;
  }
}
