package dev.orrery.hyperliquid.signing;

import dev.orrery.hyperliquid.wire.action.CanonicalForm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The canonical form as MessagePack, to be hashed: always the shortest format, and numbers of 0 or
 * more always in the unsigned family, as the venue's own encoder has it. Confined to one thread.
 */
final class MessagePackForm implements CanonicalForm {
  private static final int TYPICAL = 512;

  private static final int FIX_MAP = 0x80;
  private static final int FIX_ARRAY = 0x90;
  private static final int FIX_TEXT = 0xA0;
  private static final int NIL = 0xC0;
  private static final int FALSE = 0xC2;
  private static final int TRUE = 0xC3;
  private static final int UINT_8 = 0xCC;
  private static final int UINT_16 = 0xCD;
  private static final int UINT_32 = 0xCE;
  private static final int UINT_64 = 0xCF;
  private static final int INT_8 = 0xD0;
  private static final int INT_16 = 0xD1;
  private static final int INT_32 = 0xD2;
  private static final int INT_64 = 0xD3;
  private static final int TEXT_8 = 0xD9;
  private static final int TEXT_16 = 0xDA;
  private static final int TEXT_32 = 0xDB;
  private static final int ARRAY_16 = 0xDC;
  private static final int ARRAY_32 = 0xDD;
  private static final int MAP_16 = 0xDE;
  private static final int MAP_32 = 0xDF;

  private byte[] bytes = new byte[TYPICAL];
  private int used;

  /** The hash of everything written. */
  byte[] keccak() {
    return Keccak.hash(bytes, used);
  }

  /** Everything written. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, used);
  }

  /** Bytes as they are, outside of any format. */
  MessagePackForm raw(byte[] part) {
    room(part.length);
    System.arraycopy(part, 0, bytes, used, part.length);
    used += part.length;
    return this;
  }

  /** The low bytes of a number, the highest first, outside of any format. */
  MessagePackForm raw(long number, int count) {
    room(count);
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      bytes[used++] = (byte) (number >>> shift);
    }
    return this;
  }

  @Override
  public CanonicalForm beginMap(int entries) {
    return size(entries, FIX_MAP, MAP_16, MAP_32);
  }

  @Override
  public CanonicalForm endMap() {
    return this;
  }

  @Override
  public CanonicalForm beginArray(int elements) {
    return size(elements, FIX_ARRAY, ARRAY_16, ARRAY_32);
  }

  @Override
  public CanonicalForm endArray() {
    return this;
  }

  @Override
  public CanonicalForm key(String name) {
    return text(name);
  }

  @Override
  public CanonicalForm text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    int length = utf8.length;
    if (length < 32) {
      raw(FIX_TEXT | length, 1);
    } else if (length < 1 << 8) {
      raw(TEXT_8, 1).raw(length, 1);
    } else if (length < 1 << 16) {
      raw(TEXT_16, 1).raw(length, 2);
    } else {
      raw(TEXT_32, 1).raw(length, 4);
    }
    return raw(utf8);
  }

  @Override
  public CanonicalForm number(long value) {
    return value < 0 ? negative(value) : unsigned(value);
  }

  @Override
  public CanonicalForm flag(boolean value) {
    return raw(value ? TRUE : FALSE, 1);
  }

  @Override
  public CanonicalForm nothing() {
    return raw(NIL, 1);
  }

  private CanonicalForm unsigned(long value) {
    if (value < 1 << 7) {
      return raw(value, 1);
    }
    if (value < 1 << 8) {
      return raw(UINT_8, 1).raw(value, 1);
    }
    if (value < 1 << 16) {
      return raw(UINT_16, 1).raw(value, 2);
    }
    return value < 1L << 32 ? raw(UINT_32, 1).raw(value, 4) : raw(UINT_64, 1).raw(value, 8);
  }

  private CanonicalForm negative(long value) {
    if (value >= -32) {
      return raw(value, 1);
    }
    if (value >= Byte.MIN_VALUE) {
      return raw(INT_8, 1).raw(value, 1);
    }
    if (value >= Short.MIN_VALUE) {
      return raw(INT_16, 1).raw(value, 2);
    }
    return value >= Integer.MIN_VALUE ? raw(INT_32, 1).raw(value, 4) : raw(INT_64, 1).raw(value, 8);
  }

  private CanonicalForm size(int count, int fix, int wide, int wider) {
    if (count < 16) {
      return raw(fix | count, 1);
    }
    return count < 1 << 16 ? raw(wide, 1).raw(count, 2) : raw(wider, 1).raw(count, 4);
  }

  private void room(int more) {
    if (bytes.length - used < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + more));
    }
  }
}
