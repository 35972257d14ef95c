package dev.dovetail.config.variable;

/**
 * What goes from one step of a pipe to the next.
 *
 * @param bytes one character for each; null for no value at all
 * @param binary whether it is shown in hexadecimal at the end
 */
record PipeValue(String bytes, boolean binary) {

  static final PipeValue NOTHING = new PipeValue(null, false);

  static PipeValue text(String bytes) {
    return new PipeValue(bytes, false);
  }

  /** Other bytes of the same kind. */
  PipeValue with(String others) {
    return new PipeValue(others, binary);
  }

  boolean isSet() {
    return bytes != null;
  }

  boolean isEmpty() {
    return bytes == null || bytes.isEmpty();
  }
}
