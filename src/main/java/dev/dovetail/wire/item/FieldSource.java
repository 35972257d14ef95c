package dev.dovetail.wire.item;

import dev.dovetail.wire.FieldWriter;

/** What can be sent as the fields of a record. */
public interface FieldSource {

  /** Names all fields that have a value, best in the order of the key table. */
  void encode(FieldWriter out);
}
