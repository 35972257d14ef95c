package dev.dovetail.storage.attribute;

import dev.dovetail.mail.Guid128;
import dev.dovetail.storage.AttributeStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One mailbox's metadata in a dictionary file, as {@code mail_attribute_dict = file:...} keeps them
 * (storage-formats 3.19). What the server keeps for itself is not listed.
 */
public final class FileDictAttributes implements AttributeStore {

  /** Where changes are recorded: the mailbox's index log (storage-formats 3.5). */
  public interface ChangeLog {
    /**
     * @param valueLength -1 if the attribute was removed
     */
    void record(boolean shared, String name, int valueLength) throws IOException;
  }

  private static final String PRIVATE = "priv/";
  private static final String SHARED = "shared/";
  private static final String SERVER_INTERNAL = "vendor/vendor.dovecot/pvt/";

  private final DictFile dictionary;
  private final String privatePrefix;
  private final String sharedPrefix;
  private final ChangeLog changes;

  public FileDictAttributes(DictFile dictionary, Guid128 mailbox, ChangeLog changes) {
    this.dictionary = dictionary;
    this.privatePrefix = PRIVATE + mailbox + '/';
    this.sharedPrefix = SHARED + mailbox + '/';
    this.changes = changes;
  }

  @Override
  public List<Key> list() throws IOException {
    List<Key> keys = new ArrayList<>();
    for (String path : dictionary.read().keySet()) {
      boolean shared = path.startsWith(sharedPrefix);
      if (shared || path.startsWith(privatePrefix)) {
        String name = path.substring((shared ? sharedPrefix : privatePrefix).length());
        if (!name.startsWith(SERVER_INTERNAL)) {
          keys.add(new Key(shared, name));
        }
      }
    }
    keys.sort(Comparator.comparing(Key::shared).thenComparing(Key::name));
    return keys;
  }

  @Override
  public Optional<byte[]> get(Key key) throws IOException {
    return Optional.ofNullable(dictionary.read().get(path(key)));
  }

  @Override
  public void set(Key key, Optional<byte[]> value) throws IOException {
    if (dictionary.set(path(key), value)) {
      changes.record(key.shared(), key.name(), value.isPresent() ? value.get().length : -1);
    }
  }

  private String path(Key key) {
    return (key.shared() ? sharedPrefix : privatePrefix) + key.name();
  }
}
