package dev.dovetail.transport.tls;

import java.util.Locale;
import java.util.Set;

/**
 * A cipher suite of TLS 1.2 and before, by its name in Java, as an OpenSSL cipher list speaks of
 * it.
 *
 * @param name {@code TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384}
 * @param openSsl {@code ECDHE-RSA-AES256-GCM-SHA384}
 * @param exchange {@code ECDHE}, {@code DHE}, {@code RSA}, {@code ECDH} or {@code DH}
 * @param authentication {@code RSA}, {@code ECDSA}, {@code DSS} or {@code NULL}
 * @param cipher {@code AES_256_GCM}
 * @param hash {@code SHA384}
 */
record CipherSuite(
    String name,
    String openSsl,
    String exchange,
    String authentication,
    String cipher,
    String hash) {
  private static final String WITH = "_WITH_";

  /** Words for what no Java has, or has switched on: they mean no suite at all. */
  private static final Set<String> NOWHERE =
      Set.of(
          "EXPORT",
          "EXP",
          "EXPORT40",
          "EXPORT56",
          "LOW",
          "SRP",
          "PSK",
          "KPSK",
          "KDHEPSK",
          "KECDHEPSK",
          "KRSAPSK",
          "APSK",
          "IDEA",
          "SEED",
          "CAMELLIA",
          "CAMELLIA128",
          "CAMELLIA256",
          "ARIA",
          "ARIA128",
          "ARIA256",
          "ARIAGCM",
          "AESCCM",
          "AESCCM8",
          "RC2",
          "KGOST",
          "AGOST",
          "AGOST01",
          "GOST94",
          "GOST89MAC",
          "FZA",
          "KFZA",
          "COMPLEMENTOFALL",
          "SSLV2");

  /** Whether this is the name of a suite that a cipher list can speak of. */
  static boolean isOne(String name) {
    return name.contains(WITH);
  }

  static CipherSuite of(String name) {
    int with = name.indexOf(WITH);
    String[] keys = name.substring(name.indexOf('_') + 1, with).split("_");
    String rest = name.substring(with + WITH.length());
    int last = rest.lastIndexOf('_');
    String exchange = keys[0];
    String authentication = keys.length == 1 ? keys[0] : keys[1].replace("anon", "NULL");
    String cipher = rest.substring(0, last);
    String hash = rest.substring(last + 1);
    return new CipherSuite(
        name,
        openSsl(exchange, authentication, keys.length == 1, cipher, hash),
        exchange,
        authentication,
        cipher,
        hash);
  }

  private static String openSsl(
      String exchange, String authentication, boolean plainRsa, String cipher, String hash) {
    String keys = plainRsa ? "" : exchange + "-" + authentication + "-";
    if (cipher.startsWith("CHACHA20")) {
      return keys + "CHACHA20-POLY1305";
    }
    String inside = cipher.replace("_CBC", "").replace("_128", "128").replace("_256", "256");
    return keys + inside.replace('_', '-') + "-" + hash;
  }

  /** Bits. */
  int strength() {
    if (cipher.contains("256") || cipher.startsWith("CHACHA20")) {
      return 256;
    }
    if (cipher.contains("128")) {
      return 128;
    }
    return cipher.startsWith("3DES") ? 112 : cipher.startsWith("NULL") ? 0 : 56;
  }

  /**
   * Whether a word of a cipher list means this suite.
   *
   * @return null if there is no such word
   */
  Boolean isMeantBy(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    if (upper.equals(openSsl) || word.equals(name)) {
      return true;
    }
    Boolean keys = keysAreMeantBy(upper);
    return keys != null ? keys : dataIsMeantBy(upper);
  }

  private Boolean keysAreMeantBy(String word) {
    return switch (word) {
      case "ALL" -> !cipher.startsWith("NULL");
      case "DEFAULT" -> !cipher.startsWith("NULL") && !authentication.equals("NULL");
      case "RSA", "KRSA" -> exchange.equals("RSA");
      case "ARSA" -> authentication.equals("RSA");
      case "AECDSA", "ECDSA" -> authentication.equals("ECDSA");
      case "ADSS", "DSS" -> authentication.equals("DSS");
      case "ANULL" -> authentication.equals("NULL");
      case "ADH" -> authentication.equals("NULL") && exchange.equals("DH");
      case "AECDH" -> authentication.equals("NULL") && exchange.equals("ECDH");
      case "DHE", "EDH", "KDHE", "KEDH" -> exchange.equals("DHE");
      case "ECDHE", "EECDH", "KECDHE", "KEECDH" -> exchange.equals("ECDHE");
      case "DH" -> exchange.equals("DH") || exchange.equals("DHE");
      case "KDH", "KDHD", "KDHR" -> isStatic("DH");
      case "ECDH" -> exchange.startsWith("ECDH");
      case "KECDH", "KECDHR" -> isStatic("ECDH");
      default -> null;
    };
  }

  private boolean isStatic(String keys) {
    return exchange.equals(keys) && !authentication.equals("NULL");
  }

  private Boolean dataIsMeantBy(String word) {
    return switch (word) {
      case "HIGH" -> strength() >= 128;
      case "MEDIUM" -> strength() == 112;
      case "ENULL", "NULL" -> cipher.startsWith("NULL");
      case "AES" -> cipher.startsWith("AES");
      case "AES128" -> cipher.startsWith("AES_128");
      case "AES256" -> cipher.startsWith("AES_256");
      case "AESGCM" -> cipher.endsWith("GCM");
      case "CHACHA20" -> cipher.startsWith("CHACHA20");
      case "3DES" -> cipher.startsWith("3DES");
      case "DES" -> cipher.startsWith("DES");
      case "RC4" -> cipher.startsWith("RC4");
      case "MD5" -> hash.equals("MD5");
      case "SHA1", "SHA" -> hash.equals("SHA");
      case "SHA256" -> hash.equals("SHA256") && !isAead();
      case "SHA384" -> hash.equals("SHA384") && !isAead();
      case "TLSV1.2" -> isAead() || !hash.equals("SHA") && !hash.equals("MD5");
      case "TLSV1", "TLSV1.0", "SSLV3" -> hash.equals("SHA") || hash.equals("MD5");
      default -> NOWHERE.contains(word) ? false : null;
    };
  }

  private boolean isAead() {
    return cipher.endsWith("GCM") || cipher.startsWith("CHACHA20");
  }
}
