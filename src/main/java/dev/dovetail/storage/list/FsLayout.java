package dev.dovetail.storage.list;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Mailboxes are directories within directories. One that lacks the mail directory holds no mail
 * (\Noselect).
 */
public final class FsLayout implements Layout {
  private static final int MAX_PART = 255;

  /** Dovecot lists no deeper than a name can be long; a loop of links must end somewhere. */
  private static final int MAX_DEPTH = 64;

  private final Path root;
  private final Optional<String> mailDirectoryName;
  private final boolean nameInMirrors;

  /**
   * @param mailDirectoryName where in a mailbox's directory the mails are; if empty, {@code cur},
   *     {@code new} and {@code tmp} are in it directly
   * @param nameInMirrors whether index and control trees have {@code mailDirectoryName} too
   */
  public FsLayout(Path root, Optional<String> mailDirectoryName, boolean nameInMirrors) {
    this.root = root;
    this.mailDirectoryName = mailDirectoryName;
    this.nameInMirrors = nameInMirrors;
  }

  @Override
  public char separator() {
    return '/';
  }

  @Override
  public String refusal(String storageName) {
    int depth = 0;
    int start = 0;
    while (start <= storageName.length()) {
      int end = storageName.indexOf('/', start);
      end = end < 0 ? storageName.length() : end;
      String part = storageName.substring(start, end);
      String reason = partRefusal(part);
      if (reason != null) {
        return reason;
      }
      depth++;
      start = end + 1;
    }
    return depth > MAX_DEPTH ? "has more than " + MAX_DEPTH + " levels" : null;
  }

  private String partRefusal(String part) {
    if (DirectoryNames.length(part) > MAX_PART) {
      return "has a part that is too long";
    }
    if (isReserved(part)) {
      return "contains a reserved name";
    }
    // Deviation: Dovecot accepts these and then fails to open its own files.
    return DirectoryNames.isServerFile(part) ? "contains the name of a file of the server" : null;
  }

  private boolean isReserved(String part) {
    if (mailDirectoryName.isPresent()) {
      return part.equals(mailDirectoryName.get());
    }
    return part.equals("cur") || part.equals("new") || part.equals("tmp");
  }

  @Override
  public List<Node> list() throws IOException {
    List<Node> nodes = new ArrayList<>();
    list(root, "", new HashSet<>(), nodes);
    return nodes;
  }

  /** Real paths on the way down break loops of symbolic links. */
  private void list(Path directory, String prefix, Set<Path> above, List<Node> nodes)
      throws IOException {
    List<Path> children = directories(directory);
    if (children.isEmpty() || above.size() > MAX_DEPTH) {
      return;
    }
    Path real = directory.toRealPath();
    if (!above.add(real)) {
      return;
    }
    for (Path child : children) {
      String storageName = prefix + child.getFileName();
      nodes.add(new Node(storageName, isSelectable(storageName)));
      list(child, storageName + '/', above, nodes);
    }
    above.remove(real);
  }

  private List<Path> directories(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!isReserved(entry.getFileName().toString()) && Files.isDirectory(entry)) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private boolean isSelectable(String storageName) {
    Path mails = mailDirectory(storageName);
    return Files.isDirectory(mailDirectoryName.isPresent() ? mails : mails.resolve("cur"));
  }

  @Override
  public Node find(String storageName) {
    return Files.isDirectory(nodeDirectory(storageName))
        ? new Node(storageName, isSelectable(storageName))
        : null;
  }

  @Override
  public List<String> descendants(String storageName) throws IOException {
    List<Node> nodes = new ArrayList<>();
    list(nodeDirectory(storageName), storageName + '/', new HashSet<>(), nodes);
    List<String> names = new ArrayList<>();
    for (Node node : nodes) {
      names.add(node.storageName());
    }
    return names;
  }

  @Override
  public Path nodeDirectory(String storageName) {
    return root.resolve(storageName);
  }

  @Override
  public Path mailDirectory(String storageName) {
    Path node = nodeDirectory(storageName);
    return mailDirectoryName.isPresent() ? node.resolve(mailDirectoryName.get()) : node;
  }

  @Override
  public Path mirrorDirectory(Path tree, String storageName) {
    Path node = tree.resolve(storageName);
    return nameInMirrors && mailDirectoryName.isPresent()
        ? node.resolve(mailDirectoryName.get())
        : node;
  }

  /** What lies below a reserved name is never listed. */
  @Override
  public Path stagingDirectory() {
    return root.resolve(mailDirectoryName.orElse("tmp")).resolve("dovetail-tmp");
  }

  @Override
  public Path trashDirectory() {
    return stagingDirectory();
  }

  @Override
  public boolean hasDirectories() {
    return true;
  }

  @Override
  public boolean nests() {
    return mailDirectoryName.isEmpty();
  }
}
