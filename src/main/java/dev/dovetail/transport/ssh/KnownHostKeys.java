package dev.dovetail.transport.ssh;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of known hosts, for reading alone, and the key that a host has shown: who is refused
 * for it needs the line to add.
 */
final class KnownHostKeys implements HostKeyRepository {
  private static final long MAX_FILE = 16 * 1024 * 1024;

  private final JSch jsch;
  private final HostKeyRepository files;
  private String shownAs = "";
  private byte[] shown = {};

  private KnownHostKeys(JSch jsch) {
    this.jsch = jsch;
    this.files = jsch.getHostKeyRepository();
  }

  /** Reads those of the files that exist, and makes {@code jsch} believe no other keys. */
  static KnownHostKeys read(JSch jsch, List<Path> paths) throws IOException, JSchException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path path : paths) {
      if (Files.isRegularFile(path)) {
        if (Files.size(path) > MAX_FILE) {
          throw new IOException(path + " is too large for a file of known hosts");
        }
        all.writeBytes(Files.readAllBytes(path));
        all.write('\n');
      }
    }
    jsch.setKnownHosts(new ByteArrayInputStream(all.toByteArray()));
    KnownHostKeys keys = new KnownHostKeys(jsch);
    jsch.setHostKeyRepository(keys);
    return keys;
  }

  /** The line that would make the host known; empty if it has shown no key. */
  String lineToAdd() {
    HostKey key = shownKey();
    return key == null ? "" : shownAs + " " + key.getType() + " " + key.getKey();
  }

  /** {@code SHA256:...}, as ssh shows it; empty if it has shown no key. */
  String fingerprint() {
    HostKey key = shownKey();
    return key == null ? "" : key.getFingerPrint(jsch);
  }

  private HostKey shownKey() {
    try {
      return shown.length == 0 ? null : new HostKey(shownAs, shown);
    } catch (JSchException e) {
      return null;
    }
  }

  @Override
  public int check(String host, byte[] key) {
    shownAs = host;
    shown = key.clone();
    return files.check(host, key);
  }

  @Override
  public void add(HostKey key, UserInfo info) {
    throw new IllegalStateException("known hosts are only read");
  }

  @Override
  public void remove(String host, String type) {
    throw new IllegalStateException("known hosts are only read");
  }

  @Override
  public void remove(String host, String type, byte[] key) {
    throw new IllegalStateException("known hosts are only read");
  }

  @Override
  public String getKnownHostsRepositoryID() {
    return files.getKnownHostsRepositoryID();
  }

  @Override
  public HostKey[] getHostKey() {
    return files.getHostKey();
  }

  @Override
  public HostKey[] getHostKey(String host, String type) {
    return files.getHostKey(host, type);
  }
}
