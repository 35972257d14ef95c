package dev.dovetail.storage.list;

import dev.dovetail.mail.Guid128;
import dev.dovetail.mail.MailboxName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Converts between the names that users see and the names on disk, for one namespace and layout
 * (storage-formats 1.3, dsync-protocol 5.2). The user's INBOX has no storage name.
 */
public final class StorageName {

  /** The storage name of what lies in the root of a namespace without INBOX, under its prefix. */
  public static final String ROOT = "";

  /** What a whole path may have; the root and the files in a mailbox need the rest. */
  private static final int MAX_BYTES = 3072;

  private static final String INBOX = "INBOX";

  private final NamespaceOptions namespace;
  private final Layout layout;
  private final boolean validate;
  private final NameCodec codec;
  private final List<String> prefix;

  /**
   * @param utf8 whether names on disk are UTF-8 instead of modified UTF-7
   * @param escape the storage escape character
   * @param broken the character that stands for bytes that are not valid, {@code BROKENCHAR}
   * @param validate false accepts what only Dovecot's conventions forbid, {@code NO-FS-VALIDATION}
   */
  public StorageName(
      NamespaceOptions namespace,
      Layout layout,
      boolean utf8,
      Optional<Character> escape,
      Optional<Character> broken,
      boolean validate) {
    this.namespace = namespace;
    this.layout = layout;
    this.validate = validate;
    this.codec =
        new NameCodec(
            layout.separator(),
            namespace.separator(),
            utf8,
            escape.orElse('\0'),
            broken.orElse('\0'));
    this.prefix = prefixComponents(namespace);
  }

  private static List<String> prefixComponents(NamespaceOptions namespace) {
    String prefix = namespace.prefix();
    if (prefix.isEmpty()) {
      return List.of();
    }
    boolean ended = prefix.charAt(prefix.length() - 1) == namespace.separator();
    String name = ended ? prefix.substring(0, prefix.length() - 1) : prefix;
    return MailboxName.split(name, namespace.separator()).components();
  }

  /** The namespace's separator. */
  public char separator() {
    return namespace.separator();
  }

  /** Whether this is the user's INBOX, in any case of its letters. */
  public boolean isInbox(MailboxName name) {
    return namespace.ownsInbox()
        && name.components().size() == 1
        && name.components().get(0).equalsIgnoreCase(INBOX);
  }

  /** The name of the namespace itself, its prefix; empty if it has none. */
  public Optional<MailboxName> root() {
    return prefix.isEmpty() ? Optional.empty() : Optional.of(new MailboxName(prefix));
  }

  /** Whether this is the name of the namespace itself, its prefix. */
  public boolean isRoot(MailboxName name) {
    return name.components().equals(prefix) && !isInbox(name);
  }

  /**
   * The storage name of a mailbox.
   *
   * @return empty if the name cannot be one of this namespace and layout
   */
  public Optional<String> encode(MailboxName name) {
    if (isRoot(name) && !namespace.ownsInbox()) {
      return Optional.of(ROOT);
    }
    List<String> components = relative(name);
    if (components == null) {
      return Optional.empty();
    }
    StringBuilder storage = new StringBuilder();
    for (int i = 0; i < components.size(); i++) {
      String part = encodePart(components.get(i));
      if (part == null) {
        return Optional.empty();
      }
      if (i > 0) {
        storage.append(layout.separator());
      }
      storage.append(part);
    }
    String result = storage.toString();
    boolean refused =
        DirectoryNames.length(result) > MAX_BYTES
            || isHiddenByInbox(result)
            || (validate && result.charAt(0) == '~');
    return refused ? Optional.empty() : Optional.of(result);
  }

  /** A mailbox INBOX of the layout has no name where the user's INBOX has it. */
  private boolean isHiddenByInbox(String storageName) {
    return namespace.ownsInbox() && storageName.equalsIgnoreCase(INBOX);
  }

  private String encodePart(String component) {
    if (component.isEmpty() || component.indexOf(namespace.separator()) >= 0) {
      return null;
    }
    for (int i = 0; i < component.length(); i++) {
      if (component.charAt(i) < ' ') {
        return null;
      }
    }
    String part = codec.encode(component);
    boolean possible =
        !part.equals(".")
            && !part.equals("..")
            && part.indexOf(layout.separator()) < 0
            && part.indexOf('/') < 0
            && codec.decode(part).filter(component::equals).isPresent();
    return possible ? part : null;
  }

  /** The components behind the prefix; {@code null} if the name is not of this namespace. */
  private List<String> relative(MailboxName name) {
    List<String> components = inboxInUpperCase(name).components();
    int skip = prefix.size();
    if (components.size() <= skip || !components.subList(0, skip).equals(prefix)) {
      return null;
    }
    return isInbox(name) ? null : components.subList(skip, components.size());
  }

  /** The name as it is listed: INBOX in upper case, alone or as the first of several. */
  public MailboxName canonical(MailboxName name) {
    return inboxInUpperCase(name);
  }

  private MailboxName inboxInUpperCase(MailboxName name) {
    String first = name.components().get(0);
    if (!namespace.ownsInbox() || !first.equalsIgnoreCase(INBOX) || first.equals(INBOX)) {
      return name;
    }
    List<String> components = new ArrayList<>(name.components());
    components.set(0, INBOX);
    return new MailboxName(components);
  }

  /**
   * The name that users see.
   *
   * @return empty if no name leads to this storage name
   */
  public Optional<MailboxName> decode(String storageName) {
    if (storageName.equals(ROOT)) {
      return namespace.ownsInbox() ? Optional.empty() : root();
    }
    List<String> components = new ArrayList<>(prefix);
    for (String part : MailboxName.split(storageName, layout.separator()).components()) {
      Optional<String> component = codec.decode(part);
      if (component.isEmpty()) {
        return Optional.empty();
      }
      components.add(component.get());
    }
    MailboxName name = new MailboxName(components);
    return encode(name).filter(storageName::equals).isPresent()
        ? Optional.of(name)
        : Optional.empty();
  }

  /** Whether a new mailbox can have this name. */
  public boolean isAcceptable(MailboxName name) {
    return isInbox(name)
        || isRoot(name)
        || encode(name).filter(storage -> layout.refusal(storage) == null).isPresent();
  }

  /**
   * Turns any name into one that {@link #isAcceptable}, always the same for the same name.
   *
   * <p>Deviation: a name outside the namespace is put below its prefix, where Dovecot's session
   * fails; and a name for which nothing helps becomes a hash of itself, where Dovecot takes a new
   * random one in every run.
   *
   * @param replacement for characters that cannot be
   */
  public MailboxName acceptable(MailboxName name, char replacement) {
    MailboxName clean = clean(name, replacement);
    if (isInbox(clean)) {
      return MailboxName.INBOX;
    }
    clean = belowPrefix(inboxInUpperCase(clean));
    if (isAcceptable(clean)) {
      return clean;
    }
    MailboxName fixed = fix(clean, replacement);
    return isAcceptable(fixed)
        ? fixed
        : prefixed(List.of(Guid128.ofName(name.join('\0')).toString()));
  }

  private MailboxName clean(MailboxName name, char replacement) {
    List<String> components = new ArrayList<>();
    for (String component : name.components()) {
      components.add(clean(component, replacement));
    }
    return new MailboxName(components);
  }

  private String clean(String component, char replacement) {
    StringBuilder text = null;
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      boolean pair =
          i + 1 < component.length() && Character.isSurrogatePair(c, component.charAt(i + 1));
      boolean bad = c < ' ' || c == separator() || (Character.isSurrogate(c) && !pair);
      if (bad && text == null) {
        text = new StringBuilder(component.length() + 8).append(component, 0, i);
      }
      if (text != null) {
        appendClean(text, c, bad, replacement);
      }
      if (pair) {
        i++;
        if (text != null) {
          text.append(component.charAt(i));
        }
      }
    }
    return text == null ? component : text.toString();
  }

  private void appendClean(StringBuilder text, char c, boolean bad, char replacement) {
    if (!bad) {
      text.append(c);
    } else if (c == separator() && codec.escape() != 0) {
      NameCodec.appendHex(text, codec.escape(), c);
    } else {
      text.append(replacement);
    }
  }

  private MailboxName belowPrefix(MailboxName name) {
    List<String> components = name.components();
    boolean inside =
        components.size() >= prefix.size() && components.subList(0, prefix.size()).equals(prefix);
    return inside ? name : prefixed(components);
  }

  private MailboxName prefixed(List<String> components) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(components);
    return new MailboxName(all);
  }

  private MailboxName fix(MailboxName name, char replacement) {
    List<String> fixed = new ArrayList<>();
    List<String> components = name.components();
    boolean alone = components.size() == prefix.size() + 1;
    for (String component : components.subList(prefix.size(), components.size())) {
      fixed.add(fixComponent(component, replacement, fixed.isEmpty(), alone));
    }
    return fixed.isEmpty() ? name : prefixed(fixed);
  }

  /** The first of dsync's remedies that helps, each on top of the one before. */
  private String fixComponent(String component, char replacement, boolean first, boolean alone) {
    if (partIsPossible(component, first, alone)) {
      return component;
    }
    String fixed = component.replace(layout.separator(), replacement);
    if (partIsPossible(fixed, first, alone)) {
      return fixed;
    }
    fixed = fixed.replace('/', replacement);
    return partIsPossible(fixed, first, alone) ? fixed : "_" + fixed;
  }

  private boolean partIsPossible(String component, boolean first, boolean alone) {
    String part = encodePart(component);
    return part != null
        && !(first && part.charAt(0) == '~')
        && !(alone && isHiddenByInbox(part))
        && layout.refusal(part) == null;
  }
}
