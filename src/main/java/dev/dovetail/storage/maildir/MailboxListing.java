package dev.dovetail.storage.maildir;

import dev.dovetail.failure.SyncException;
import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.ListedMailbox;
import dev.dovetail.storage.MailboxGoneException;
import dev.dovetail.storage.MailboxNotFoundException;
import dev.dovetail.storage.MailboxView;
import dev.dovetail.storage.StoreLock;
import dev.dovetail.storage.attribute.NoAttributes;
import dev.dovetail.storage.file.AtomicFile;
import dev.dovetail.storage.file.NewDirectory;
import dev.dovetail.storage.index.IndexState;
import dev.dovetail.storage.list.UidValidityFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds all mailboxes of a tree with their GUIDs, and gives them to those that have none. */
final class MailboxListing {
  private final MaildirTree tree;
  private final RecentMailboxes recent;
  private final MaildirSettings settings;

  MailboxListing(MaildirTree tree, RecentMailboxes recent, MaildirSettings settings) {
    this.tree = tree;
    this.recent = recent;
    this.settings = settings;
  }

  static Guid128 newGuid() {
    UUID random = UUID.randomUUID();
    return new Guid128(random.getMostSignificantBits(), random.getLeastSignificantBits());
  }

  /** For a mailbox whose own GUID is lost, or that never had one. */
  static Guid128 standInGuid() {
    return Guid128.standIn(UUID.randomUUID().getLeastSignificantBits());
  }

  /**
   * Lists everything.
   *
   * @param byGuid gets all selectable ones
   */
  List<ListedMailbox> list(Map<Guid128, MaildirTree.Node> byGuid) throws IOException {
    List<ListedMailbox> listed = new ArrayList<>();
    for (Sighting sighting : look()) {
      MaildirTree.Node node = sighting.node();
      if (!node.selectable()) {
        listed.add(new ListedMailbox(node.name(), Guid128.EMPTY, 0, 0));
        continue;
      }
      Optional<ListedMailbox> described = describe(sighting);
      if (described.isEmpty()) {
        continue;
      }
      ListedMailbox mailbox = described.get();
      MaildirTree.Node twin = byGuid.get(mailbox.guid());
      if (twin == null) {
        byGuid.put(mailbox.guid(), node);
        listed.add(mailbox);
      } else {
        separate(twin, node, listed, mailbox, byGuid);
      }
    }
    return listed;
  }

  /**
   * @param header empty for one that is no mailbox, or has no list that can be read
   */
  private record Sighting(MaildirTree.Node node, Optional<UidListHeader> header) {}

  /**
   * Sees everything at one moment. Else a mailbox that is renamed meanwhile would be there twice,
   * and get a second GUID, or not at all.
   */
  @SuppressWarnings("try") // Held, not used.
  private List<Sighting> look() throws IOException {
    if (!Files.isDirectory(tree.indexRoot())) {
      return sightings();
    }
    try (StoreLock lock = tree.lock()) {
      return sightings();
    }
  }

  private List<Sighting> sightings() throws IOException {
    List<Sighting> sightings = new ArrayList<>();
    for (MaildirTree.Node node : tree.nodes()) {
      sightings.add(
          new Sighting(
              node,
              node.selectable()
                  ? UidList.readHeader(node.paths().controlDirectory())
                  : Optional.empty()));
    }
    return sightings;
  }

  /** Whether the mailbox is still where it was. */
  boolean isAt(MaildirTree.Node node, Guid128 guid) throws IOException {
    return UidList.readHeader(node.paths().controlDirectory())
        .filter(header -> header.guid().equals(guid))
        .isPresent();
  }

  void verify(MaildirTree.Node node, Guid128 guid) throws IOException {
    if (!isAt(node, guid)) {
      throw new MailboxNotFoundException(
          "Looking for mailbox "
              + node.name().join(tree.names().separator())
              + " with GUID "
              + guid
              + ": it was removed or replaced meanwhile");
    }
  }

  /** Empty if the mailbox went away while it was looked at. */
  private Optional<ListedMailbox> describe(Sighting sighting) throws IOException {
    MaildirTree.Node node = sighting.node();
    Path control = node.paths().controlDirectory();
    Optional<UidListHeader> header = sighting.header();
    if (header.isEmpty() && !Files.exists(control.resolve(UidList.FILE_NAME))) {
      if (!adopt(node)) {
        return Optional.empty();
      }
      header = UidList.readHeader(control);
    }
    if (header.isEmpty() || header.get().guid().isEmpty()) {
      return describeHealed(node);
    }
    UidListHeader found = header.get();
    long uidNext = Math.max(found.nextUid(), indexedUidNext(node, found.uidValidity()));
    return Optional.of(new ListedMailbox(node.name(), found.guid(), found.uidValidity(), uidNext));
  }

  /** An old or damaged list gets a GUID when the mailbox is brought up to date. */
  private Optional<ListedMailbox> describeHealed(MaildirTree.Node node) throws IOException {
    try (MaildirMailbox mailbox = open(node)) {
      MailboxView view = mailbox.refresh();
      return Optional.of(
          new ListedMailbox(node.name(), view.guid(), view.uidValidity(), view.uidNext()));
    } catch (MailboxGoneException e) {
      return Optional.empty();
    }
  }

  /** The index may be ahead of the list, and Dovecot tells the larger number. */
  private long indexedUidNext(MaildirTree.Node node, long uidValidity) throws IOException {
    Optional<IndexState> state = readIndex(node);
    return state.isPresent() && state.get().uidValidity() == uidValidity
        ? state.get().nextUid()
        : 0;
  }

  private Optional<IndexState> readIndex(MaildirTree.Node node) throws IOException {
    try {
      return Optional.of(files(node).index().read());
    } catch (NoSuchFileException | SyncException e) {
      // None yet, or one that opening the mailbox will report and repair.
      return Optional.empty();
    }
  }

  /**
   * Makes the files that Dovecot would make when it first meets a mailbox. Waits for who may be
   * creating it just now, and would fail over what we make. False if it is gone.
   */
  @SuppressWarnings("try") // Held, not used.
  private boolean adopt(MaildirTree.Node node) throws IOException {
    try (TreeAndLists locks = TreeAndLists.lock(tree::lock, () -> listOf(node), tree.waits())) {
      if (!Files.isDirectory(node.paths().mailDirectory())) {
        return false;
      }
      Path control = node.paths().controlDirectory();
      if (!Files.exists(control.resolve(UidList.FILE_NAME))) {
        write(control, newHeader(node));
      }
      return true;
    }
  }

  /** Where the list will be; nowhere if the mailbox is gone. */
  private List<Path> listOf(MaildirTree.Node node) throws IOException {
    MaildirPaths paths = node.paths();
    if (!Files.isDirectory(paths.mailDirectory())) {
      return List.of();
    }
    NewDirectory.createIfMissing(paths.newMails());
    NewDirectory.createIfMissing(paths.tmp());
    NewDirectory.createIfMissing(paths.cur());
    NewDirectory.createRoot(tree.controlRoot());
    NewDirectory.createAll(paths.controlDirectory());
    return List.of(paths.controlDirectory());
  }

  private UidListHeader newHeader(MaildirTree.Node node) throws IOException {
    Optional<IndexState> state = readIndex(node);
    long uidValidity = state.map(IndexState::uidValidity).orElse(0L);
    if (uidValidity == 0) {
      long next = new UidValidityFile(tree.controlRoot()).next(MaildirStore.now());
      return new UidListHeader(next, 1, standInGuid(), "");
    }
    return new UidListHeader(uidValidity, state.get().nextUid(), standInGuid(), "");
  }

  /** Writes the list of an empty mailbox. */
  static void write(Path control, UidListHeader header) throws IOException {
    AtomicFile.write(
        control.resolve(UidList.FILE_NAME),
        control.resolve(UidList.FILE_NAME + ".tmp"),
        (header.toLine() + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Two mailboxes have the same GUID. The one whose name sorts first gets another (dsync-protocol
   * 5.1), unless both are one and the same directory.
   */
  private void separate(
      MaildirTree.Node first,
      MaildirTree.Node second,
      List<ListedMailbox> listed,
      ListedMailbox secondListed,
      Map<Guid128, MaildirTree.Node> byGuid)
      throws IOException {
    if (Files.isSameFile(first.paths().controlDirectory(), second.paths().controlDirectory())) {
      settings
          .log()
          .warning(
              "Ignoring mailbox "
                  + show(second)
                  + ": it is a symbolic link to mailbox "
                  + show(first));
      return;
    }
    boolean renewFirst = comesBefore(first, second);
    MaildirTree.Node renewed = renewFirst ? first : second;
    Guid128 guid = newGuid();
    settings
        .log()
        .warning(
            "Mailbox "
                + show(renewed)
                + " has the GUID of mailbox "
                + show(renewFirst ? second : first)
                + "; it gets a new one: "
                + guid);
    try (MaildirMailbox mailbox = open(renewed)) {
      mailbox.setGuid(guid);
    }
    if (renewFirst) {
      byGuid.put(guid, first);
      byGuid.put(secondListed.guid(), second);
      listed.replaceAll(old -> old.name().equals(first.name()) ? withGuid(old, guid) : old);
      listed.add(secondListed);
    } else {
      byGuid.put(guid, second);
      listed.add(withGuid(secondListed, guid));
    }
  }

  private static ListedMailbox withGuid(ListedMailbox mailbox, Guid128 guid) {
    return new ListedMailbox(mailbox.name(), guid, mailbox.uidValidity(), mailbox.uidNext());
  }

  private boolean comesBefore(MaildirTree.Node a, MaildirTree.Node b) {
    return Arrays.compareUnsigned(
            show(a).getBytes(StandardCharsets.UTF_8), show(b).getBytes(StandardCharsets.UTF_8))
        < 0;
  }

  private MaildirMailbox open(MaildirTree.Node node) {
    return new MaildirMailbox(files(node), node.name(), tree::lock, new NoAttributes());
  }

  private MailboxFiles files(MaildirTree.Node node) {
    return recent.of(node.paths(), node.name().toString());
  }

  private String show(MaildirTree.Node node) {
    return node.name().join(tree.names().separator());
  }
}
