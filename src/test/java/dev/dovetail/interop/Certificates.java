package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An authority in a directory, made by OpenSSL, and what it certifies: {@code NAME.pem} with the
 * key in {@code NAME.key}.
 */
record Certificates(Path directory) {
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rw-r--r--");

  /** Those of {@link #forDovecot}, by the names of the files. */
  private static final Map<String, byte[]> MADE = new HashMap<>();

  static Certificates make(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Certificates made = new Certificates(directory);
    made.selfSigned("ca", "Dovetail test CA");
    return made;
  }

  /**
   * The authority and its certificates that each Dovecot of a test run gets: {@code good}, and some
   * that are not. They are made once, for that takes half a second.
   */
  static Certificates forDovecot(Path directory) throws IOException, InterruptedException {
    synchronized (MADE) {
      if (!MADE.isEmpty()) {
        return copied(directory);
      }
      Certificates certificates = make(directory);
      certificates.issue("good", 30, "DNS:localhost,IP:127.0.0.1");
      certificates.issue("expired", -1, "DNS:localhost");
      certificates.issue("other", 30, "DNS:other.example.com");
      certificates.selfSigned("alone", "alone");
      for (String name : List.of("ca", "good", "expired", "other", "alone")) {
        for (Path file : List.of(certificates.certificate(name), certificates.key(name))) {
          MADE.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
      return certificates;
    }
  }

  private static Certificates copied(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<String, byte[]> each : MADE.entrySet()) {
      Path file = Files.write(directory.resolve(each.getKey()), each.getValue());
      Files.setPosixFilePermissions(file, READABLE);
    }
    return new Certificates(directory);
  }

  Path certificate(String name) {
    return directory.resolve(name + ".pem");
  }

  Path key(String name) {
    return directory.resolve(name + ".key");
  }

  Path authority() {
    return certificate("ca");
  }

  /** A certificate that nobody vouches for. */
  void selfSigned(String name, String subject) throws IOException, InterruptedException {
    key(name, false);
    openssl(
        "req",
        "-x509",
        "-key",
        key(name).toString(),
        "-subj",
        "/CN=" + subject,
        "-days",
        "30",
        "-out",
        certificate(name).toString());
    readable(name);
  }

  /**
   * A certificate of the authority.
   *
   * @param days from now until it expires; negative if it has
   * @param names such as {@code DNS:localhost}
   */
  void issue(String name, int days, String names) throws IOException, InterruptedException {
    key(name, true);
    Path request = directory.resolve(name + ".req");
    Path extensions = directory.resolve(name + ".ext");
    Files.writeString(extensions, "subjectAltName=" + names + "\n");
    openssl(
        "req",
        "-new",
        "-key",
        key(name).toString(),
        "-subj",
        "/CN=" + name,
        "-out",
        request.toString());
    openssl(
        "x509",
        "-req",
        "-in",
        request.toString(),
        "-CA",
        authority().toString(),
        "-CAkey",
        key("ca").toString(),
        "-set_serial",
        Long.toString(System.nanoTime()),
        "-days",
        Integer.toString(days),
        "-extfile",
        extensions.toString(),
        "-out",
        certificate(name).toString());
    readable(name);
  }

  private void key(String name, boolean elliptic) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("genpkey", "-out", key(name).toString()));
    words.addAll(
        elliptic
            ? List.of("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256")
            : List.of("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"));
    openssl(words.toArray(new String[0]));
  }

  /** The keys are as good as published. */
  private void readable(String name) throws IOException {
    for (Path file : List.of(certificate(name), key(name))) {
      Files.setPosixFilePermissions(file, READABLE);
    }
  }

  private static void openssl(String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("openssl"));
    all.addAll(List.of(words));
    Command.of(all).run().succeeded();
  }

  /** A TLS server that shows one of the certificates and knows nothing else. */
  Process serve(String name, int port, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("openssl", "s_server", "-quiet"));
    words.addAll(List.of("-accept", "127.0.0.1:" + port, "-CAfile", authority().toString()));
    words.addAll(List.of("-cert", certificate(name).toString()));
    words.addAll(List.of("-key", key(name).toString()));
    words.addAll(List.of(options));
    return Command.of(words).start();
  }
}
