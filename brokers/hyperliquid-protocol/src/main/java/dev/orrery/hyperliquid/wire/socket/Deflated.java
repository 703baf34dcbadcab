package dev.orrery.hyperliquid.wire.socket;

import dev.orrery.hyperliquid.wire.MalformedMessageException;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Base64 over raw DEFLATE, as one channel packs its messages. */
final class Deflated {
  /** All markets of the venue take a hundredth of it; more is no message but a bomb. */
  private static final int LARGEST = 16 << 20;

  private Deflated() {}

  static byte[] unpack(String text) {
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(Base64.getDecoder().decode(text));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] part = new byte[8_192];
      while (!inflater.finished()) {
        int length = inflater.inflate(part);
        if (length == 0 || bytes.size() + length > LARGEST) {
          throw new MalformedMessageException("a packed message is cut off or too large");
        }
        bytes.write(part, 0, length);
      }
      return bytes.toByteArray();
    } catch (IllegalArgumentException | DataFormatException e) {
      throw new MalformedMessageException("a packed message cannot be unpacked", e);
    }
  }

  static String pack(byte[] bytes) {
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] part = new byte[8_192];
      while (!deflater.finished()) {
        packed.write(part, 0, deflater.deflate(part));
      }
      return Base64.getEncoder().encodeToString(packed.toByteArray());
    }
  }
}
