package dev.orrery.hyperliquid.signing;

import java.math.BigInteger;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECLookupTable;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.raw.Nat;

/**
 * Multiples of a base point from tables, by additions alone: the library's own comb doubles as
 * often as it adds. Thread-safe.
 *
 * <p>An odd factor is a sum of odd digits, one for each six bits and each from -63 to 63, because
 * the sum of all powers of two below 2^n, each with a sign, goes over every odd number of n bits.
 * So no digit is zero, a table needs the positive ones only, and every factor takes the same steps
 * in the same order; an even one is made odd by adding the order. Tables are looked up by reading
 * all of their entries.
 */
final class BaseMultiples {
  private static final int WIDTH = 6;

  /** The order's 256 bits, one more where the order was added, and the rest of the last digit. */
  private static final int DIGITS = 43;

  private static final int BITS = DIGITS * WIDTH;
  private static final int ENTRIES = 1 << (WIDTH - 1);
  private static final int WORDS = (BITS + Integer.SIZE - 1) / Integer.SIZE;

  private final int[] order;
  private final ECLookupTable[] tables = new ECLookupTable[DIGITS];

  /** Some 1,400 additions. */
  BaseMultiples(ECPoint base, BigInteger order) {
    this.order = Nat.fromBigInteger(WORDS * Integer.SIZE, order);
    ECCurve curve = base.getCurve();
    ECPoint[] odd = new ECPoint[DIGITS * ENTRIES];
    ECPoint one = base;
    for (int digit = 0; digit < DIGITS; digit++) {
      ECPoint two = one.twice();
      int first = digit * ENTRIES;
      odd[first] = one;
      for (int i = 1; i < ENTRIES; i++) {
        odd[first + i] = odd[first + i - 1].add(two);
      }
      one = two.timesPow2(WIDTH - 1);
    }
    curve.normalizeAll(odd);
    for (int digit = 0; digit < DIGITS; digit++) {
      tables[digit] = curve.createCacheSafeLookupTable(odd, digit * ENTRIES, ENTRIES);
    }
  }

  /**
   * A multiple, not normalized.
   *
   * @param factor above zero and below the order
   */
  ECPoint times(BigInteger factor) {
    int[] bits = Nat.fromBigInteger(WORDS * Integer.SIZE, factor);
    Nat.cadd(WORDS, ~bits[0] & 1, bits, order, bits);
    // Set bits count as plus, others as minus: of 2^n - 1 + factor that is one half.
    Nat.shiftDownBit(WORDS, bits, 0);
    bits[(BITS - 1) / Integer.SIZE] |= 1 << ((BITS - 1) % Integer.SIZE);
    ECPoint sum = signed(tables[0], digit(bits, 0));
    for (int digit = 1; digit < DIGITS; digit++) {
      sum = sum.add(signed(tables[digit], digit(bits, digit)));
    }
    return sum;
  }

  private static int digit(int[] bits, int digit) {
    int at = digit * WIDTH;
    int word = at / Integer.SIZE;
    long low = bits[word] & 0xFFFF_FFFFL;
    long high = word + 1 < WORDS ? (long) bits[word + 1] << Integer.SIZE : 0;
    return (int) ((high | low) >>> (at % Integer.SIZE)) & (2 * ENTRIES - 1);
  }

  /** Entries count 1, 3, 5 and so on: up from the middle for plus, down from it for minus. */
  private static ECPoint signed(ECLookupTable table, int digit) {
    int plus = digit >>> (WIDTH - 1);
    ECPoint entry = table.lookup((digit ^ (plus - 1)) & (ENTRIES - 1));
    ECPoint[] either = {entry.negate(), entry};
    return either[plus];
  }
}
