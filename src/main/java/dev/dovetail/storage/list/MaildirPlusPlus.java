package dev.dovetail.storage.list;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every mailbox is a directory of the root whose name is a dot and the storage name, parts
 * separated by dots. There are no directories without mail; a parent that has none is implied.
 */
public final class MaildirPlusPlus implements Layout {
  private static final int MAX_DIRECTORY_NAME = 255;
  private static final String TRASH = "..DOVECOT-TRASHED";

  private final Path root;

  public MaildirPlusPlus(Path root) {
    this.root = root;
  }

  @Override
  public char separator() {
    return '.';
  }

  @Override
  public String refusal(String storageName) {
    if (DirectoryNames.length(storageName) + 1 > MAX_DIRECTORY_NAME) {
      return "is too long";
    }
    return null;
  }

  @Override
  public List<Node> list() throws IOException {
    List<Node> nodes = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        // Names that begin with two separators are Dovecot's deleted mailboxes.
        if (name.length() > 1
            && name.charAt(0) == '.'
            && name.charAt(1) != '.'
            && Files.isDirectory(entry)) {
          nodes.add(new Node(name.substring(1), true));
        }
      }
    } catch (NoSuchFileException e) {
      return nodes;
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return nodes;
  }

  @Override
  public Node find(String storageName) {
    Path directory = nodeDirectory(storageName);
    boolean isRoot = storageName.equals(StorageName.ROOT);
    boolean exists = Files.isDirectory(isRoot ? directory.resolve("cur") : directory);
    return exists ? new Node(storageName, true) : null;
  }

  @Override
  public List<String> descendants(String storageName) throws IOException {
    String prefix = storageName + '.';
    List<String> names = new ArrayList<>();
    for (Node node : list()) {
      if (node.storageName().startsWith(prefix)) {
        names.add(node.storageName());
      }
    }
    return names;
  }

  @Override
  public Path nodeDirectory(String storageName) {
    return mirrorDirectory(root, storageName);
  }

  @Override
  public Path mailDirectory(String storageName) {
    return nodeDirectory(storageName);
  }

  @Override
  public Path mirrorDirectory(Path tree, String storageName) {
    return storageName.equals(StorageName.ROOT) ? tree : tree.resolve('.' + storageName);
  }

  /** Names without a leading dot are invisible. */
  @Override
  public Path stagingDirectory() {
    return root.resolve("dovetail-tmp");
  }

  @Override
  public Path trashDirectory() {
    return root.resolve(TRASH);
  }

  @Override
  public boolean hasDirectories() {
    return false;
  }

  @Override
  public boolean nests() {
    return false;
  }
}
