package dev.orrery.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NormalFormTest {
  private static final int CASES = 200_000;

  @Test
  void aDoubleBecomesItsShortestDecimal() {
    for (double each : new double[] {0, -0.0, 1, 1e14, 1e15, 1e16, 1e-8, 1e-9, 0.1, 123456.75}) {
      assertThat(new Usd(Decimals.finite(each, "x")))
          .as("%s", each)
          .isEqualTo(new Usd(BigDecimal.valueOf(each)));
    }
    for (long seed = 1; seed <= 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < CASES / 5; i++) {
        double value = random.nextInt(2) == 0 ? decimal(random) : anything(random);
        double[] near = {value, Math.nextUp(value), Math.nextDown(value), -value};
        for (double each : near) {
          assertThat(Decimals.finite(each, "x"))
              .as("seed %d: %s", seed, each)
              .isEqualByComparingTo(BigDecimal.valueOf(each));
        }
      }
    }
  }

  @Test
  void aNumberIsNormalHoweverItCame() {
    for (long seed = 1; seed <= 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < CASES / 5; i++) {
        BigDecimal value = any(random);
        BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        BigDecimal expected = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        assertThat(new Usd(value).value()).as("seed %d: %s", seed, value).isEqualTo(expected);
      }
    }
  }

  @Test
  void sumsAndDifferencesAreThoseOfTheNumbers() {
    for (long seed = 1; seed <= 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < CASES / 20; i++) {
        BigDecimal one = random.nextInt(5) == 0 ? BigDecimal.ZERO : any(random);
        BigDecimal other = random.nextInt(5) == 0 ? BigDecimal.ZERO : any(random);
        Usd sum = new Usd(one).plus(new Usd(other));
        Usd difference = new Usd(one).minus(new Usd(other));
        assertThat(sum).as("seed %d", seed).isEqualTo(new Usd(one.add(other)));
        assertThat(difference).as("seed %d", seed).isEqualTo(new Usd(one.subtract(other)));
        assertThat(new Quantity(one).plus(new Quantity(other)).value()).isEqualTo(sum.value());
        assertThat(new Quantity(one).minus(new Quantity(other)).value())
            .isEqualTo(difference.value());
      }
    }
  }

  /** Up to twenty digits and twenty decimals, many of them zeros, both of long and of big ones. */
  private static BigDecimal any(SplittableRandom random) {
    BigInteger digits = BigInteger.valueOf(random.nextLong() >> random.nextInt(64));
    digits = digits.multiply(BigInteger.TEN.pow(random.nextInt(4)));
    return new BigDecimal(digits, random.nextInt(-3, 20));
  }

  private static double decimal(SplittableRandom random) {
    long digits = random.nextLong(1L << random.nextInt(1, 52));
    return new BigDecimal(BigInteger.valueOf(digits), random.nextInt(0, 12)).doubleValue();
  }

  private static double anything(SplittableRandom random) {
    double value = Double.longBitsToDouble(random.nextLong());
    double small = Double.isFinite(value) ? value : 1;
    return Math.abs(small) > 1e30 || Math.abs(small) < 1e-30 ? random.nextDouble() : small;
  }
}
