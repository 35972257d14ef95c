package dev.dovetail.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A mailbox's metadata (RFC 5464), without the prefixes {@code /private/} and {@code /shared/}. */
public interface AttributeStore {

  /** One attribute's name. */
  record Key(boolean shared, String name) {}

  /** All that have a value, sorted by kind (private first) and name. */
  List<Key> list() throws IOException;

  Optional<byte[]> get(Key key) throws IOException;

  /** Sets a value, or removes it if {@code value} is empty, and records the change in the log. */
  void set(Key key, Optional<byte[]> value) throws IOException;
}
