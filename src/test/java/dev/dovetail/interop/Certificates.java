package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * An authority in a directory, made by OpenSSL, and what it certifies: {@code NAME.pem} with the
 * key in {@code NAME.key}.
 */
record Certificates(Path directory) {
  static Certificates make(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Certificates made = new Certificates(directory);
    made.selfSigned("ca", "Dovetail test CA");
    return made;
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
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
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
