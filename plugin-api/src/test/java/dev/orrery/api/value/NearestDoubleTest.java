package dev.orrery.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NearestDoubleTest {
  @Test
  void isThatOfTheDecimalForAnyDigits() {
    long seed = 20_260_101;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200_000; i++) {
      long digits = random.nextLong() >> random.nextInt(64);
      BigDecimal exact = BigDecimal.valueOf(digits, random.nextInt(-3, 26));
      assertThat(new Usd(exact).toDouble())
          .as("%s, seed %d", exact, seed)
          .isEqualTo(nearest(exact));
    }
  }

  /** Halfway between two doubles, and a last digit to either side of it. */
  @Test
  void isThatOfTheDecimalNextToATie() {
    long seed = 20_260_102;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 50_000; i++) {
      double low = 1 + random.nextDouble() * 1_000_000;
      BigDecimal tie =
          new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.TWO);
      BigDecimal near = tie.setScale(random.nextInt(8, 13), RoundingMode.HALF_EVEN);
      for (int step = -1; step <= 1; step++) {
        BigDecimal exact = near.add(near.ulp().multiply(BigDecimal.valueOf(step)));
        assertThat(new Usd(exact).toDouble())
            .as("%s, seed %d", exact, seed)
            .isEqualTo(nearest(exact));
      }
    }
  }

  @Test
  void isThatOfTheDecimalAtTheEdges() {
    List<String> edges =
        List.of(
            "0",
            "9007199254740993",
            "900719925474099.3",
            "-9007.199254740995",
            "999999999999999999",
            "4503599627370495.75",
            "4503599627370495.74",
            "4503599627370495.76",
            "9.99999999999999999",
            "0.000000000000000001",
            "123456789012345678901234567890.5");
    for (String text : edges) {
      BigDecimal exact = new BigDecimal(text);
      assertThat(new Usd(exact).toDouble()).as(text).isEqualTo(nearest(exact));
    }
  }

  private static double nearest(BigDecimal exact) {
    return Double.parseDouble(exact.toString());
  }
}
