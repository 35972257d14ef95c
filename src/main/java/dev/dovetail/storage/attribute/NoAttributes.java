package dev.dovetail.storage.attribute;

import dev.dovetail.failure.Grade;
import dev.dovetail.failure.SyncException;
import dev.dovetail.storage.AttributeStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The metadata of a mailbox where no dictionary is configured: none, and none can be set. */
public final class NoAttributes implements AttributeStore {
  @Override
  public List<Key> list() {
    return List.of();
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return Optional.empty();
  }

  @Override
  public void set(Key key, Optional<byte[]> value) throws IOException {
    throw new SyncException(
        Grade.NOT_POSSIBLE,
        "Setting mailbox attribute "
            + key.name()
            + ": no attributes are kept here; configure mail_attribute_dict");
  }
}
