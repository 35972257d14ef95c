package dev.dovetail.storage.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dovetail.mail.MailboxName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StorageNameTest {
  private static final Path ROOT = Path.of("/nowhere/Maildir");
  private static final Layout FLAT = new MaildirPlusPlus(ROOT);
  private static final Layout FS = new FsLayout(ROOT, Optional.empty(), false);
  private static final Layout FS_DIRNAME = new FsLayout(ROOT, Optional.of(".mail"), false);

  private static StorageName names(String prefix, char separator, Layout layout) {
    return names(prefix, separator, layout, false, Optional.empty(), Optional.empty());
  }

  private static StorageName names(
      String prefix,
      char separator,
      Layout layout,
      boolean utf8,
      Optional<Character> escape,
      Optional<Character> broken) {
    NamespaceOptions namespace = new NamespaceOptions(prefix, separator, true, Map.of());
    return new StorageName(namespace, layout, utf8, escape, broken, true);
  }

  private static MailboxName name(String... components) {
    return MailboxName.of(components);
  }

  @Test
  void joinsPartsWithTheSeparatorOfTheLayout() {
    MailboxName name = name("Work", "Été");
    assertThat(names("", '/', FLAT).encode(name)).contains("Work.&AMk-t&AOk-");
    assertThat(names("", '/', FS).encode(name)).contains("Work/&AMk-t&AOk-");
    assertThat(names("", '/', FLAT).decode("Work.&AMk-t&AOk-")).contains(name);
    assertThat(names("", '/', FS).decode("Work/&AMk-t&AOk-")).contains(name);
  }

  @Test
  void keepsUnicodeWhereNamesAreUtf8() {
    StorageName names = names("", '/', FS, true, Optional.empty(), Optional.empty());
    assertThat(names.encode(name("Work", "Été & Co"))).contains("Work/Été & Co");
    assertThat(names.decode("Work/Été & Co")).contains(name("Work", "Été & Co"));
  }

  @Test
  void leavesThePrefixOut() {
    StorageName names = names("INBOX.", '.', FLAT);
    assertThat(names.encode(name("INBOX", "Work", "Sub"))).contains("Work.Sub");
    assertThat(names.decode("Work.Sub")).contains(name("INBOX", "Work", "Sub"));
    assertThat(names.encode(name("Work"))).isEmpty();
    assertThat(names.isInbox(name("inbox"))).isTrue();
    assertThat(names.isInbox(name("INBOX", "INBOX"))).isFalse();
    assertThat(names.encode(name("INBOX", "INBOX"))).isEmpty();
  }

  @Test
  void namesTheRootOfANamespaceWithoutInbox() {
    NamespaceOptions other = new NamespaceOptions("Other/", '/', false, Map.of());
    StorageName names =
        new StorageName(other, FLAT, false, Optional.empty(), Optional.empty(), true);
    assertThat(names.encode(name("Other"))).contains(StorageName.ROOT);
    assertThat(names.decode(StorageName.ROOT)).contains(name("Other"));
    assertThat(names.encode(name("Other", "INBOX"))).contains("INBOX");
    assertThat(names.decode("INBOX")).contains(name("Other", "INBOX"));
    assertThat(names("INBOX.", '.', FLAT).encode(name("INBOX", "inbox"))).isEmpty();
    assertThat(names("Mail/", '/', FLAT).decode(StorageName.ROOT)).isEmpty();
  }

  @Test
  void escapesWhatIsNotPossibleOnDisk() {
    StorageName flat = names("", '/', FLAT, false, Optional.of('\\'), Optional.empty());
    assertThat(flat.encode(name("a.b"))).contains("a\\2eb");
    assertThat(flat.encode(name("~tilde"))).contains("\\7etilde");
    assertThat(flat.encode(name("Ne.w", "~x"))).contains("Ne\\2ew.\\7ex");
    assertThat(flat.encode(name("back\\slash"))).contains("back\\5cslash");
    assertThat(flat.encode(name("sp ace", ".dot"))).contains("sp ace.\\2edot");
    assertThat(flat.decode("sp ace.\\2edot")).contains(name("sp ace", ".dot"));
    StorageName fs = names("", '/', FS, false, Optional.of('\\'), Optional.empty());
    assertThat(fs.encode(name("a.b"))).contains("a.b");
    assertThat(fs.encode(name("~tilde"))).contains("\\7etilde");
  }

  @Test
  void showsBrokenNamesWithTheBrokenCharacter() {
    StorageName names = names("", '/', FLAT, false, Optional.empty(), Optional.of('%'));
    assertThat(names.decode("bad&name")).contains(name("bad%26name"));
    assertThat(names.decode("&AGE-")).contains(name("%26AGE-"));
    assertThat(names.decode("pct%41")).contains(name("pct%2541"));
    assertThat(names.decode("8bité")).contains(name("8bit%c3%a9"));
    assertThat(names.decode("&AMk-t%zz")).contains(name("Ét%25zz"));
    assertThat(names.encode(name("bad%26name"))).contains("bad&name");
    assertThat(names.encode(name("8bit%c3%a9"))).contains("8bité");
    assertThat(names.encode(name("bad%ff"))).isEmpty();
  }

  @Test
  void hasNoNameForDirectoriesThatNoNameLeadsTo() {
    StorageName names = names("", '/', FLAT);
    for (String storageName :
        new String[] {
          "bad&name", "&AGE-", "a..b", "trail.", "~til", "inbox", "inbox.x", "8bité", "x\ufffd"
        }) {
      assertThat(names.decode(storageName)).as(storageName).isEmpty();
    }
    assertThat(names.decode("Pct%2f")).contains(name("Pct%2f"));
  }

  @Test
  void makesNamesAcceptableTheWayDsyncDoes() {
    StorageName flat = names("", '/', FLAT);
    assertThat(flat.acceptable(name("Dot.ted", "x.y"), '_')).isEqualTo(name("Dot_ted", "x_y"));
    assertThat(flat.acceptable(name("a/b", "c\nd"), '_')).isEqualTo(name("a_b", "c_d"));
    assertThat(flat.acceptable(name("~root"), '_')).isEqualTo(name("_~root"));
    assertThat(flat.acceptable(name("inbox"), '_')).isEqualTo(MailboxName.INBOX);
    assertThat(flat.acceptable(name("inbox", "x.y"), '_')).isEqualTo(name("INBOX", "x_y"));
    assertThat(flat.acceptable(name("x\ud800"), '_')).isEqualTo(name("x_"));
    StorageName fs = names("", '/', FS);
    assertThat(fs.acceptable(name("A", "cur"), '_')).isEqualTo(name("A", "_cur"));
    assertThat(fs.acceptable(name("..", "x"), '_')).isEqualTo(name("_..", "x"));
    assertThat(fs.acceptable(name("dovecot.index"), '_')).isEqualTo(name("_dovecot.index"));
    assertThat(fs.acceptable(name("x.y"), '_')).isEqualTo(name("x.y"));
    StorageName prefixed = names("INBOX.", '.', FLAT);
    assertThat(prefixed.acceptable(name("INBOX", "a.b"), '_')).isEqualTo(name("INBOX", "a_b"));
    assertThat(prefixed.acceptable(name("Foo"), '_')).isEqualTo(name("INBOX", "Foo"));
    assertThat(prefixed.acceptable(name("INBOX", "INBOX"), '_')).isEqualTo(name("INBOX", "_INBOX"));
  }

  @Test
  void fallsBackToTheSameHashEveryTime() {
    StorageName flat = names("", '/', FLAT);
    MailboxName tooLong = name("x".repeat(300));
    MailboxName first = flat.acceptable(tooLong, '_');
    assertThat(first.components()).hasSize(1);
    assertThat(first.components().get(0)).matches("[0-9a-f]{32}");
    assertThat(flat.acceptable(tooLong, '_')).isEqualTo(first);
    assertThat(flat.acceptable(name("x".repeat(301)), '_')).isNotEqualTo(first);
    assertThat(flat.acceptable(name("", "y"), '_')).isEqualTo(name("_", "y"));
  }

  @Test
  void makesAnyNameAcceptableAndNeverLeavesTheRoot() {
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      char separator = "/.^:".charAt(random.nextInt(4));
      String prefix = random.nextBoolean() ? "" : "INBOX" + separator;
      Layout layout = new Layout[] {FLAT, FS, FS_DIRNAME}[random.nextInt(3)];
      Optional<Character> escape =
          random.nextInt(3) == 0 ? Optional.of('\\') : Optional.<Character>empty();
      Optional<Character> broken =
          random.nextInt(3) == 0 ? Optional.of('%') : Optional.<Character>empty();
      StorageName names = names(prefix, separator, layout, random.nextInt(4) == 0, escape, broken);
      MailboxName hostile = HostileNames.next(random);
      char replacement = "_-./~\0é".charAt(random.nextInt(7));

      MailboxName accepted = names.acceptable(hostile, replacement);

      String seen = "seed " + seed + ": " + hostile + " -> " + accepted;
      assertThat(names.isAcceptable(accepted)).as(seen).isTrue();
      assertThat(names.acceptable(accepted, replacement)).as(seen).isEqualTo(accepted);
      if (names.isInbox(accepted) || names.isRoot(accepted)) {
        continue;
      }
      String storageName = names.encode(accepted).orElseThrow();
      assertThat(names.decode(storageName)).as(seen).contains(accepted);
      Path directory = layout.nodeDirectory(storageName);
      assertThat(directory.normalize().equals(directory)).as(seen).isTrue();
      assertThat(directory.startsWith(ROOT) && !directory.equals(ROOT)).as(seen).isTrue();
      for (Path part : ROOT.relativize(directory)) {
        assertThat(part.toString().getBytes(StandardCharsets.UTF_8).length)
            .as(seen)
            .isBetween(1, 255);
      }
    }
  }
}
