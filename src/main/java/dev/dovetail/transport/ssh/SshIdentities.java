package dev.dovetail.transport.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.SSHAgentConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.Vector;

/**
 * The keys to log in with: those in files, then the agent's. There is nobody to ask for a
 * passphrase, so an encrypted key is left to the agent.
 */
final class SshIdentities implements IdentityRepository {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final List<Identity> identities = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final List<byte[]> inFiles = new ArrayList<>();

  private SshIdentities() {}

  /** Collects them, and makes {@code jsch} use them. */
  static SshIdentities collect(JSch jsch, SshHost host) {
    SshIdentities keys = new SshIdentities();
    for (Path file : host.identities()) {
      if (Files.exists(file)) {
        keys.addFile(jsch, file);
      }
    }
    keys.identities.addAll(jsch.getIdentityRepository().getIdentities());
    if (host.agent().isPresent() && Files.exists(host.agent().get())) {
      keys.addAgent(host.agent().get(), host.identitiesOnly());
    }
    jsch.setIdentityRepository(keys);
    return keys;
  }

  private void addFile(JSch jsch, Path file) {
    try {
      if (readableByOthers(file)) {
        leftOut.add(file + " (others may read it: chmod 600)");
        return;
      }
      KeyPair pair = KeyPair.load(jsch, file.toString());
      if (pair.getPublicKeyBlob() != null) {
        inFiles.add(pair.getPublicKeyBlob());
      }
      if (pair.isEncrypted()) {
        leftOut.add(file + " (encrypted: ssh-add it to an agent)");
      } else {
        jsch.addIdentity(file.toString());
      }
    } catch (IOException | JSchException e) {
      leftOut.add(file + " (" + e.getMessage() + ")");
    }
  }

  /** As ssh does, for a key that belongs to who runs this. */
  private static boolean readableByOthers(Path file) throws IOException {
    for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
      if (OTHERS.contains(permission)) {
        return true;
      }
    }
    return false;
  }

  private void addAgent(Path socket, boolean onlyThoseInFiles) {
    try {
      for (Identity identity :
          new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities()) {
        if (!onlyThoseInFiles || isInFile(identity.getPublicKeyBlob())) {
          identities.add(identity);
        }
      }
    } catch (AgentProxyException e) {
      leftOut.add("agent at " + socket + " (" + e.getMessage() + ")");
    }
  }

  private boolean isInFile(byte[] key) {
    for (byte[] one : inFiles) {
      if (Arrays.equals(one, key)) {
        return true;
      }
    }
    return false;
  }

  /** What was tried and what was not, for the admin whom the host did not let in. */
  String summary() {
    List<String> names = new ArrayList<>();
    for (Identity identity : identities) {
      names.add(identity.getName());
    }
    String tried = names.isEmpty() ? "there is no key to try" : "tried " + String.join(", ", names);
    return leftOut.isEmpty() ? tried : tried + "; left out " + String.join(", ", leftOut);
  }

  @Override
  public String getName() {
    return "files and agent";
  }

  @Override
  public int getStatus() {
    return RUNNING;
  }

  @Override
  public Vector<Identity> getIdentities() {
    return new Vector<>(identities);
  }

  @Override
  public boolean add(byte[] identity) {
    return false;
  }

  @Override
  public boolean remove(byte[] blob) {
    return false;
  }

  @Override
  public void removeAll() {
    identities.clear();
  }
}
