package dev.dovetail.storage.list;

import dev.dovetail.mail.MailboxName;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Mailbox names that a careless or malicious peer could send. */
public final class HostileNames {
  private static final String[] PARTS = {
    "",
    ".",
    "..",
    "...",
    "~",
    "~root",
    "/",
    "/etc",
    "cur",
    "new",
    "tmp",
    "dovecot.index",
    "dovecot.index.log",
    "dovecot-uidlist",
    "subscriptions",
    "mailboxes.lock",
    "maildirfolder",
    ".dovecot-sync.lock",
    "INBOX",
    "inbox",
    "InBox",
    "a.b",
    "a/b",
    "../../x",
    "a\\b",
    "x\0y",
    "line\nbreak",
    "tab\tx",
    "\u0001",
    "\u007f",
    "&",
    "&AGE-",
    "&-",
    "pct%2f",
    "%00",
    "é",
    "日本語",
    "\ud83d\ude00",
    "\ud800",
    "\udc00x",
    "\ufffd",
    "\ufeff",
    " ",
    " x ",
    ".hidden",
    "end.",
    "-",
    "_",
    "*",
    "%",
    "\\2e",
    "^",
    "dbox-Mails",
    ".mail",
    "DOVECOT-TRASHED",
    "dovetail-tmp"
  };

  private HostileNames() {}

  public static MailboxName next(Random random) {
    List<String> components = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      components.add(part(random));
    }
    return new MailboxName(components);
  }

  private static String part(Random random) {
    switch (random.nextInt(6)) {
      case 0:
        return "x".repeat(random.nextInt(400));
      case 1:
        return "é".repeat(random.nextInt(150)) + PARTS[random.nextInt(PARTS.length)];
      case 2:
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i >= 0; i--) {
          text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        }
        return text.toString();
      default:
        return PARTS[random.nextInt(PARTS.length)];
    }
  }
}
