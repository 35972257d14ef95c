package dev.dovetail.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happens to the files of a mailbox that has three mails: the rows of the tables of
 * storage-formats 6.1 to 6.4. Each has a mailbox of its own name.
 */
enum Damage {
  FIRST_MAIL {
    @Override
    void strike(Path mails, Path index) throws IOException {
      remove(mailFiles(mails).subList(0, 1));
    }
  },
  MIDDLE_MAIL {
    @Override
    void strike(Path mails, Path index) throws IOException {
      remove(mailFiles(mails).subList(1, 2));
    }
  },
  LAST_MAIL {
    @Override
    void strike(Path mails, Path index) throws IOException {
      remove(mailFiles(mails).subList(2, 3));
    }
  },
  LAST_TWO_MAILS {
    @Override
    void strike(Path mails, Path index) throws IOException {
      remove(mailFiles(mails).subList(1, 3));
    }
  },
  ALL_MAILS {
    @Override
    void strike(Path mails, Path index) throws IOException {
      remove(mailFiles(mails));
    }
  },
  DIRECTORY {
    @Override
    void strike(Path mails, Path index) throws IOException {
      removeTree(mails);
    }
  },
  DIRECTORY_AND_INDEX {
    @Override
    void strike(Path mails, Path index) throws IOException {
      removeTree(mails);
      if (Files.exists(index)) {
        removeTree(index);
      }
    }
  },
  INDEX {
    @Override
    void strike(Path mails, Path index) throws IOException {
      remove(named(index, "dovecot.index"));
    }
  },
  UIDLIST {
    @Override
    void strike(Path mails, Path index) throws IOException {
      remove(named(mails, "dovecot-uidlist"));
    }
  },
  UIDLIST_AND_INDEX {
    @Override
    void strike(Path mails, Path index) throws IOException {
      remove(named(mails, "dovecot-uidlist"));
      remove(named(index, "dovecot.index"));
    }
  };

  /**
   * @param mails the mailbox's directory, with its control files
   * @param index the directory of its index, which may be the same
   */
  abstract void strike(Path mails, Path index) throws IOException;

  static void removeTree(Path directory) throws IOException {
    try (Stream<Path> entries = Files.walk(directory)) {
      remove(entries.sorted(Comparator.reverseOrder()).toList());
    }
  }

  /** In the order of their UIDs. */
  static List<Path> mailFiles(Path mailbox) throws IOException {
    List<Path> mails = new ArrayList<>();
    for (String directory : List.of("cur", "new")) {
      mails.addAll(list(mailbox.resolve(directory)));
    }
    mails.sort(Comparator.comparing(Damage::arrival));
    return mails;
  }

  /** Names begin with the time of delivery, {@code 1700000000.M12345P}. */
  private static Instant arrival(Path mail) {
    String name = mail.getFileName().toString();
    long micros = Long.parseLong(name.substring(name.indexOf(".M") + 2, name.indexOf('P')));
    long seconds = Long.parseLong(name.substring(0, name.indexOf('.')));
    return Instant.ofEpochSecond(seconds, micros * 1000);
  }

  private static List<Path> named(Path directory, String prefix) throws IOException {
    return list(directory).stream()
        .filter(path -> path.getFileName().toString().startsWith(prefix))
        .toList();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static void remove(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
