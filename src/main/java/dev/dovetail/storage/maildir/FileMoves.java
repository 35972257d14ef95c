package dev.dovetail.storage.maildir;

import dev.dovetail.storage.MessageGoneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The changes to a mailbox's directories that one commit makes: planned first, then performed in
 * one go. If placing new files fails, those already placed are taken back.
 */
final class FileMoves {

  private sealed interface Move {
    record Place(StagedFile mail, MaildirName name, boolean last) implements Move {}

    record Link(String original, MaildirName name) implements Move {}

    record Rename(String base, int flags, int letters) implements Move {}
  }

  private final MailboxFiles files;
  private final List<Move> moves = new ArrayList<>();
  private final List<String> unlinks = new ArrayList<>();
  private final Set<String> tooLong = new HashSet<>();

  /** Where files will be that are not there yet. */
  private final Map<String, MaildirName> placing = new HashMap<>();

  FileMoves(MailboxFiles files) {
    this.files = files;
  }

  boolean isEmpty() {
    return moves.isEmpty();
  }

  /** Puts a staged mail into {@code cur}. */
  void place(StagedFile mail, MaildirName name, boolean last) {
    moves.add(new Move.Place(mail, name, last));
    placing.put(name.base(), name);
  }

  /** Makes a further name in {@code cur} for the file of another base. */
  void link(String original, MaildirName name) {
    moves.add(new Move.Link(original, name));
  }

  /**
   * Gives a file the name of these flags, if it is there or will be.
   *
   * @return false if the name would be too long; then the file keeps its name
   */
  boolean rename(String base, int flags, int letters) throws IOException {
    MaildirName name = placing.get(base);
    if (name == null) {
      Optional<MaildirScan.Found> file = files.find(base);
      if (file.isEmpty()) {
        return true;
      }
      name = MaildirName.parse(file.get().name());
    }
    String target = name.with(flags, letters).toFileName();
    if (target.length() > MaildirName.MAX_NAME_BYTES) {
      tooLong.add(base);
      return false;
    }
    moves.add(new Move.Rename(base, flags, letters));
    return true;
  }

  boolean wasTooLong(String base) {
    return tooLong.contains(base);
  }

  /** Plans to remove a file in {@link #performUnlinks}. */
  void unlink(String base) {
    unlinks.add(base);
  }

  void perform() throws IOException {
    List<Path> placed = new ArrayList<>();
    boolean complete = false;
    try {
      for (Move move : moves) {
        perform(move, placed);
      }
      complete = true;
    } finally {
      if (!complete) {
        for (Path path : placed) {
          Files.deleteIfExists(path);
        }
        files.forget();
      }
    }
  }

  private void perform(Move move, List<Path> placed) throws IOException {
    if (move instanceof Move.Place place) {
      Path target = target(place.name());
      place.mail().placeAt(target, place.last());
      placed.add(target);
    } else if (move instanceof Move.Link link) {
      placed.add(linkNow(link));
    } else if (move instanceof Move.Rename rename) {
      renameNow(rename);
    }
  }

  private Path target(MaildirName name) {
    String fileName = name.toFileName();
    files.placed(name.base(), new MaildirScan.Found(fileName, false));
    return RawName.resolve(files.paths().cur(), fileName);
  }

  private Path linkNow(Move.Link link) throws IOException {
    Path target = target(link.name());
    for (int attempt = 0; attempt < 2; attempt++) {
      Optional<MaildirScan.Found> original = files.find(link.original());
      if (original.isPresent()) {
        try {
          Files.createLink(target, original.get().in(files.paths()));
          return target;
        } catch (NoSuchFileException e) {
          // Renamed since it was last seen.
        }
      }
      files.rescan();
    }
    throw new MessageGoneException(
        "Mailbox "
            + files.mailbox()
            + ": the file "
            + link.original()
            + " was to be copied, but it is gone");
  }

  private void renameNow(Move.Rename rename) throws IOException {
    for (int attempt = 0; attempt < 2; attempt++) {
      Optional<MaildirScan.Found> found = files.find(rename.base());
      if (found.isEmpty()) {
        return;
      }
      MaildirName name = MaildirName.parse(found.get().name());
      String target = name.with(rename.flags(), rename.letters()).toFileName();
      if (isSame(found.get().name(), target)) {
        return;
      }
      MaildirScan.Found now = new MaildirScan.Found(target, found.get().inNew());
      try {
        Files.move(found.get().in(files.paths()), now.in(files.paths()));
        files.placed(rename.base(), now);
        return;
      } catch (NoSuchFileException e) {
        // Another mail program renamed it; its choice of flags is replaced by ours.
        files.rescan();
      }
    }
  }

  /** A file without flags in its name needs no new name to say so. */
  private static boolean isSame(String present, String target) {
    return present.equals(target) || target.equals(present + ":2,");
  }

  void performUnlinks() throws IOException {
    for (String base : unlinks) {
      for (int attempt = 0; attempt < 2; attempt++) {
        Optional<MaildirScan.Found> found = files.find(base);
        if (found.isEmpty() || Files.deleteIfExists(found.get().in(files.paths()))) {
          break;
        }
        files.rescan();
      }
      files.removed(base);
    }
  }
}
