package dev.orrery.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A running SHA-256 over canonical records. Each part goes in with a tag and its length, so that
 * two different sequences never give the same bytes. Confined to one thread.
 */
public final class CanonicalDigest implements Canonical {
  private static final byte RECORD = 1;
  private static final byte TEXT = 2;
  private static final byte NUMBER = 3;
  private static final byte REAL = 4;
  private static final byte NULL = 5;

  private final MessageDigest digest = Sha256.newDigest();
  private final byte[] buffer = new byte[8_192];
  private final ByteBuffer view = ByteBuffer.wrap(buffer);

  @Override
  public Canonical begin(String type) {
    return put(RECORD, type);
  }

  @Override
  public Canonical text(@Nullable String value) {
    if (value == null) {
      room(1);
      view.put(NULL);
      return this;
    }
    return put(TEXT, value);
  }

  @Override
  public Canonical number(long value) {
    room(9);
    view.put(NUMBER).putLong(value);
    return this;
  }

  @Override
  public Canonical real(double value) {
    room(9);
    view.put(REAL).putLong(Double.doubleToLongBits(value));
    return this;
  }

  /** The digest of everything so far; more may follow. */
  public Sha256 current() {
    flush();
    try {
      MessageDigest copy = (MessageDigest) digest.clone();
      return new Sha256(HexFormat.of().formatHex(copy.digest()));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  private Canonical put(byte tag, String value) {
    int length = value.length();
    if (length <= 1_024 && isAscii(value)) {
      room(5 + length);
      view.put(tag).putInt(length);
      int at = view.position();
      for (int i = 0; i < length; i++) {
        buffer[at + i] = (byte) value.charAt(i);
      }
      view.position(at + length);
      return this;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    room(5);
    view.put(tag).putInt(bytes.length);
    flush();
    digest.update(bytes);
    return this;
  }

  private static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }

  private void room(int bytes) {
    if (view.remaining() < bytes) {
      flush();
    }
  }

  private void flush() {
    digest.update(buffer, 0, view.position());
    view.clear();
  }
}
