package dev.orrery.hyperliquid.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Seeds;
import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.junit.jupiter.api.Test;

/** The multiples are those that the library's own multiplier makes. */
class BaseMultiplesTest {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final BigInteger ORDER = CURVE.getN();

  private final BaseMultiples multiples = new BaseMultiples(CURVE.getG(), ORDER);

  @Test
  void ofAnyFactor() {
    Seeds.each(
        1_000,
        random -> {
          byte[] bytes = new byte[32];
          random.nextBytes(bytes);
          check(new BigInteger(1, bytes).mod(ORDER).max(BigInteger.ONE));
        });
  }

  @Test
  void ofTheSmallestAndTheLargestFactors() {
    for (int i = 1; i <= 300; i++) {
      check(BigInteger.valueOf(i));
      check(ORDER.subtract(BigInteger.valueOf(i)));
    }
  }

  @Test
  void ofFactorsAroundPowersOfTwoWhereDigitsTurn() {
    for (int power = 2; power < ORDER.bitLength(); power++) {
      for (int beside = -2; beside <= 2; beside++) {
        BigInteger factor = BigInteger.ONE.shiftLeft(power).add(BigInteger.valueOf(beside));
        check(factor);
        check(ORDER.subtract(factor));
        // What is even is added to the order: the sum is around a power of two.
        check(factor.shiftLeft(1).subtract(ORDER).mod(ORDER));
      }
    }
  }

  private void check(BigInteger factor) {
    ECPoint expected = new FixedPointCombMultiplier().multiply(CURVE.getG(), factor);
    assertThat(multiples.times(factor).equals(expected)).as("%s", factor).isTrue();
  }
}
