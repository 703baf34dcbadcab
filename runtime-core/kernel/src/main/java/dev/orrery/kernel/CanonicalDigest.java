package dev.orrery.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A running SHA-256 over canonical records. Each part goes in with a tag and its length, so that
 * two different sequences never give the same bytes. Confined to one thread.
 *
 * <p>A backtest makes millions of records of the same few texts, and hashing is most of what they
 * cost. So a short text is remembered at a place that follows from its characters alone; when the
 * text of that place comes again, the place goes in instead of the text. What is remembered is a
 * function of the sequence so far: whoever reads the bytes could follow it.
 */
public final class CanonicalDigest implements Canonical {
  private static final byte RECORD = 1;
  private static final byte TEXT = 2;
  private static final byte NUMBER = 3;
  private static final byte REAL = 4;
  private static final byte NULL = 5;

  /** Added to a tag whose text is the one remembered at the place that follows. */
  private static final byte AGAIN = 16;

  private static final int PLACES = 256;
  private static final int LONGEST_REMEMBERED = 64;
  private static final int LONGEST_COPIED = 1_024;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest digest = Sha256.newDigest();
  private final byte[] buffer = new byte[8_192];
  private final @Nullable String[] remembered = new @Nullable String[PLACES];

  /** Their hash codes: ids are of one length, and the last one at a place is long out of reach. */
  private final int[] hashes = new int[PLACES];

  private int used;

  @Override
  public Canonical begin(String type) {
    return put(RECORD, type);
  }

  @Override
  public Canonical text(@Nullable String value) {
    if (value == null) {
      room(1);
      buffer[used++] = NULL;
      return this;
    }
    return put(TEXT, value);
  }

  @Override
  public Canonical number(long value) {
    return put(NUMBER, value);
  }

  @Override
  public Canonical real(double value) {
    return put(REAL, Double.doubleToLongBits(value));
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

  private Canonical put(byte tag, long bits) {
    room(1 + Long.BYTES);
    buffer[used] = tag;
    LONGS.set(buffer, used + 1, bits);
    used += 1 + Long.BYTES;
    return this;
  }

  private Canonical put(byte tag, String value) {
    if (value.length() > LONGEST_REMEMBERED) {
      return putNew(tag, value);
    }
    int hash = value.hashCode();
    int place = (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (PLACES - 1);
    if (hashes[place] != hash || !value.equals(remembered[place])) {
      hashes[place] = hash;
      remembered[place] = value;
      return putNew(tag, value);
    }
    room(2);
    buffer[used] = (byte) (tag + AGAIN);
    buffer[used + 1] = (byte) place;
    used += 2;
    return this;
  }

  private Canonical putNew(byte tag, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    room(1 + Integer.BYTES);
    buffer[used] = tag;
    INTS.set(buffer, used + 1, bytes.length);
    used += 1 + Integer.BYTES;
    if (bytes.length <= LONGEST_COPIED) {
      room(bytes.length);
      System.arraycopy(bytes, 0, buffer, used, bytes.length);
      used += bytes.length;
    } else {
      flush();
      digest.update(bytes);
    }
    return this;
  }

  private void room(int bytes) {
    if (buffer.length - used < bytes) {
      flush();
    }
  }

  private void flush() {
    digest.update(buffer, 0, used);
    used = 0;
  }
}
