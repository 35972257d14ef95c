package dev.dovetail.mail;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-1, which Dovecot makes fixed-length names of things with; not for secrets. */
public final class Sha1 {

  /** Looking one up costs more than many digests do. */
  private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Sha1::lookUp);

  private Sha1() {}

  /** The 20 bytes of the digest. */
  public static byte[] of(byte[] bytes) {
    return DIGEST.get().digest(bytes);
  }

  private static MessageDigest lookUp() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-1", e);
    }
  }
}
