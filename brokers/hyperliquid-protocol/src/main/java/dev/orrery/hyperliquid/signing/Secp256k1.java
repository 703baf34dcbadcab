package dev.orrery.hyperliquid.signing;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Signature;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDSA on secp256k1 with recoverable signatures.
 *
 * <p>The secret number of a signature follows from key and digest (RFC 6979), so that signing again
 * gives the same and a poor random source gives nothing away. Which of the two points with the same
 * x a signature is about, its {@code v}, is read off the point while it is at hand; libraries that
 * find it by recovering the key take several times as long. Multiples of the base point come from
 * tables, looked up in constant time. Thread-safe.
 */
final class Secp256k1 {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final BigInteger ORDER = CURVE.getN();
  private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);
  private static final int SMALLEST_V = 27;

  /** Tags of an encoded point: one coordinate and the other's parity, or both. */
  private static final int COMPRESSED = 2;

  private static final int UNCOMPRESSED_TAG_BYTES = 1;
  private static final int COORDINATE_BYTES = 32;

  /** Made when something is signed: who only recovers needs none. */
  private static final class Multiples {
    static final BaseMultiples OF_BASE = new BaseMultiples(CURVE.getG(), ORDER);
  }

  private Secp256k1() {}

  /** Whether a number can be a private key. */
  static boolean isKey(BigInteger number) {
    return number.signum() > 0 && number.compareTo(ORDER) < 0;
  }

  /** The address of a private key. */
  static Address address(BigInteger key) {
    return address(multipleOfBase(key));
  }

  /** Signs a digest of 32 bytes. */
  static Signature sign(byte[] digest, BigInteger key) {
    HMacDSAKCalculator numbers = new HMacDSAKCalculator(new JdkSha256());
    numbers.init(ORDER, key, digest);
    BigInteger message = new BigInteger(1, digest);
    while (true) {
      BigInteger k = numbers.nextK();
      ECPoint point = multipleOfBase(k);
      BigInteger r = point.getAffineXCoord().toBigInteger();
      BigInteger s =
          BigIntegers.modOddInverse(ORDER, k).multiply(message.add(key.multiply(r))).mod(ORDER);
      // An x beyond the order could not be told from one below it by 27 and 28; like the two zeros
      // it happens once in 2^127 signatures, and the next number does.
      if (r.signum() == 0 || s.signum() == 0 || r.compareTo(ORDER) >= 0) {
        continue;
      }
      boolean odd = point.getAffineYCoord().testBitZero();
      boolean high = s.compareTo(HALF_ORDER) > 0;
      return new Signature(r, high ? ORDER.subtract(s) : s, SMALLEST_V + (odd ^ high ? 1 : 0));
    }
  }

  /** Whose signature over a digest of 32 bytes it is; nobody's if it is none. */
  static Optional<Address> recover(byte[] digest, Signature signature) {
    int parity = signature.v() - SMALLEST_V;
    BigInteger r = signature.r();
    BigInteger s = signature.s();
    if ((parity != 0 && parity != 1) || !isKey(r) || !isKey(s)) {
      return Optional.empty();
    }
    Optional<ECPoint> point = decompress(r, parity);
    if (point.isEmpty()) {
      return Optional.empty();
    }
    BigInteger inverse = BigIntegers.modOddInverse(ORDER, r);
    BigInteger ofBase = ORDER.subtract(new BigInteger(1, digest).mod(ORDER)).multiply(inverse);
    ECPoint key =
        ECAlgorithms.sumOfTwoMultiplies(
                CURVE.getG(), ofBase.mod(ORDER), point.get(), s.multiply(inverse).mod(ORDER))
            .normalize();
    return key.isInfinity() ? Optional.empty() : Optional.of(address(key));
  }

  /** The point with this x and an y of this parity; half of all numbers are no point's x. */
  private static Optional<ECPoint> decompress(BigInteger x, int parity) {
    byte[] encoded = new byte[1 + COORDINATE_BYTES];
    encoded[0] = (byte) (COMPRESSED + parity);
    BigIntegers.asUnsignedByteArray(x, encoded, 1, COORDINATE_BYTES);
    try {
      return Optional.of(CURVE.getCurve().decodePoint(encoded));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ECPoint multipleOfBase(BigInteger factor) {
    return Multiples.OF_BASE.times(factor).normalize();
  }

  private static Address address(ECPoint key) {
    byte[] encoded = key.getEncoded(false);
    return Address.ofKeyHash(
        Keccak.hash(Arrays.copyOfRange(encoded, UNCOMPRESSED_TAG_BYTES, encoded.length)));
  }
}
