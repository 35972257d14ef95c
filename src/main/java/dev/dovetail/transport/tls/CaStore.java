package dev.dovetail.transport.tls;

import dev.dovetail.failure.FileReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The authorities that are trusted, in a file or a directory. Only those that a chain needs are
 * made certificates of: a system's directory has hundreds.
 */
final class CaStore {
  private static final int MAX_FILE = 4 * 1024 * 1024;
  private static final int MAX_FILES = 10_000;

  private final Optional<Path> file;
  private final Optional<Path> directory;

  CaStore(Optional<Path> file, Optional<Path> directory) {
    this.file = file;
    this.directory = directory;
  }

  /**
   * The trusted authorities that have issued a certificate of this chain, or are one.
   *
   * @throws CertificateException if file or directory cannot be read
   */
  Set<X509Certificate> anchors(X509Certificate[] chain) throws CertificateException {
    Set<X509Certificate> anchors = new LinkedHashSet<>();
    try {
      if (file.isPresent()) {
        collect(file.get(), chain, anchors);
      }
      if (directory.isPresent()) {
        collectAll(directory.get(), chain, anchors);
      }
    } catch (IOException e) {
      throw new CertificateException(
          "Can't load CA certificates: " + e.getMessage() + ": " + FileReason.of(e), e);
    }
    return anchors;
  }

  /** The same file may have several names: its own, and its hash. */
  private static void collectAll(Path directory, X509Certificate[] chain, Set<X509Certificate> into)
      throws IOException, CertificateException {
    Set<Path> seen = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path path : files) {
        boolean usable = Files.isRegularFile(path) && Files.size(path) <= MAX_FILE;
        if (usable && seen.size() < MAX_FILES && seen.add(path.toRealPath())) {
          collect(path, chain, into);
        }
      }
    }
  }

  private static void collect(Path path, X509Certificate[] chain, Set<X509Certificate> into)
      throws IOException, CertificateException {
    String text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    for (Pem block : Pem.read(text)) {
      if (block.isCertificate() && isNamed(Der.subject(block.bytes()), chain)) {
        into.add(certificate(block.bytes()));
      }
    }
  }

  private static boolean isNamed(byte[] subject, X509Certificate[] chain) {
    for (X509Certificate certificate : chain) {
      if (Arrays.equals(subject, certificate.getIssuerX500Principal().getEncoded())
          || Arrays.equals(subject, certificate.getSubjectX500Principal().getEncoded())) {
        return true;
      }
    }
    return false;
  }

  private static X509Certificate certificate(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
