package dev.dovetail.config.variable;

import dev.dovetail.config.syntax.Quoting;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** The filters of {@link PipeFilters} that hash bytes, or write them in another way. */
final class PipeByteFilters {

  private static final int MAX_PADDING = 256;

  private PipeByteFilters() {}

  /** Null if the filter is none of these. */
  static PipeValue apply(PipeCall call, PipeValue value, PipeVariables variables)
      throws PipeRefusal {
    String name = call.name();
    byte[] bytes = value.bytes().getBytes(StandardCharsets.ISO_8859_1);
    return switch (name) {
      case "hash" -> {
        PipeArguments arguments = new PipeArguments(call, variables, 1, "rounds", "salt");
        yield hashed(arguments.text(0, "", "Missing parameters"), arguments, bytes);
      }
      case "md5", "sha1", "sha256", "sha384", "sha512" ->
          hashed(name, new PipeArguments(call, variables, 0, "rounds", "salt"), bytes);
      case "base64" -> base64(new PipeArguments(call, variables, 0, "pad", "url"), bytes);
      case "unbase64" -> unbase64(new PipeArguments(call, variables, 0, "pad", "url"), bytes);
      case "hex" -> value.with(hexadecimal(new PipeArguments(call, variables, 1), value.bytes()));
      case "unhex" -> {
        new PipeArguments(call, variables, 0);
        yield PipeValue.text(decimal(value.bytes()));
      }
      case "hexlify" -> PipeValue.text(hexlified(new PipeArguments(call, variables, 1), bytes));
      case "unhexlify" -> {
        new PipeArguments(call, variables, 0);
        yield binary(parseHex(value.bytes(), "Not a hex value"));
      }
      case "truncate" ->
          value.with(truncated(new PipeArguments(call, variables, 1, "bits"), bytes));
      case "lenumber", "benumber" -> {
        new PipeArguments(call, variables, 0);
        yield PipeValue.text(number(bytes, name.equals("benumber")));
      }
      default -> null;
    };
  }

  static PipeValue binary(byte[] bytes) {
    return new PipeValue(characters(bytes), true);
  }

  static String characters(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] parseHex(String text, String refusal) throws PipeRefusal {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new PipeRefusal(refusal);
    }
  }

  private static PipeValue hashed(String name, PipeArguments arguments, byte[] bytes)
      throws PipeRefusal {
    String algorithm = Digests.algorithm(name);
    if (algorithm == null) {
      throw new PipeRefusal("Unsupported algorithm '" + Quoting.forMessage(name) + "'");
    }
    byte[] salt = arguments.textOr(-1, "salt", "").getBytes(StandardCharsets.ISO_8859_1);
    return binary(Digests.digest(algorithm, bytes, salt, arguments.numberOr(-1, "rounds", 1)));
  }

  private static PipeValue base64(PipeArguments arguments, byte[] bytes) throws PipeRefusal {
    Base64.Encoder encoder =
        arguments.flag("url", false) ? Base64.getUrlEncoder() : Base64.getEncoder();
    encoder = arguments.flag("pad", true) ? encoder : encoder.withoutPadding();
    return PipeValue.text(encoder.encodeToString(bytes));
  }

  private static PipeValue unbase64(PipeArguments arguments, byte[] bytes) throws PipeRefusal {
    Base64.Decoder decoder =
        arguments.flag("url", false) ? Base64.getUrlDecoder() : Base64.getDecoder();
    arguments.flag("pad", true);
    try {
      return binary(decoder.decode(bytes));
    } catch (IllegalArgumentException e) {
      throw new PipeRefusal("Not a base64 value");
    }
  }

  /** {@code hex(width)}: digits are cut or zeros put in front; behind, if it is negative. */
  private static String hexadecimal(PipeArguments arguments, String value) throws PipeRefusal {
    long width = arguments.numberOr(0, "", 0);
    String digits;
    try {
      digits = Long.toHexString(Long.parseUnsignedLong(value));
    } catch (NumberFormatException e) {
      throw new PipeRefusal("Input is not a number");
    }
    if (Math.abs(width) > MAX_PADDING) {
      throw new PipeRefusal("Excessive padding");
    }
    String zeros = "0".repeat((int) Math.max(0, Math.abs(width) - digits.length()));
    if (width < 0) {
      return (digits + zeros).substring(0, (int) -width);
    }
    String wide = zeros + digits;
    return width == 0 ? wide : wide.substring(wide.length() - (int) width);
  }

  private static String decimal(String value) throws PipeRefusal {
    try {
      return Long.toUnsignedString(Long.parseUnsignedLong(value, 16));
    } catch (NumberFormatException e) {
      throw new PipeRefusal("Input is not a hex number");
    }
  }

  private static String hexlified(PipeArguments arguments, byte[] bytes) throws PipeRefusal {
    long width = arguments.numberOr(0, "", 0);
    String digits = HexFormat.of().formatHex(bytes);
    if (width < 0) {
      throw new PipeRefusal("Width must be positive");
    }
    if (width - digits.length() > MAX_PADDING) {
      throw new PipeRefusal("Excessive padding");
    }
    if (width == 0 || width == digits.length()) {
      return digits;
    }
    return width < digits.length()
        ? digits.substring(0, (int) width)
        : "0".repeat((int) width - digits.length()) + digits;
  }

  private static String truncated(PipeArguments arguments, byte[] bytes) throws PipeRefusal {
    boolean bits = arguments.has(-1, "bits");
    long length = arguments.number(0, "bits", "Missing truncation length");
    if (length < 0) {
      throw new PipeRefusal("Value of out of bounds");
    }
    return bits
        ? characters(VariableHash.firstBits(bytes, length))
        : characters(bytes).substring(0, (int) Math.min(length, bytes.length));
  }

  private static String number(byte[] bytes, boolean bigEndian) throws PipeRefusal {
    int length = bytes.length;
    if (length != 1 && length != 2 && length != 4 && length != 8) {
      throw new PipeRefusal("Cannot convert '" + length + "' bytes to number");
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | bytes[bigEndian ? i : length - 1 - i] & 0xff;
    }
    return Long.toUnsignedString(number);
  }
}
