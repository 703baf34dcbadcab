package dev.orrery.backtest.recorded;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Makes an hourly series of funding rates that wanders around a mean and is drawn back to it:
 *
 * <pre>
 * r[0]   = mean
 * r[n+1] = r[n] + reversion × (mean - r[n]) + deviation × z[n]
 * </pre>
 *
 * where each {@code z} is the sum of twelve numbers from {@link SplittableRandom#nextDouble} less
 * six: mean 0, deviation 1, and the same digits on every machine. A rate is kept within ±4 %, and
 * written with ten decimals. In the long run its deviation is {@code deviation / √(1 - (1 -
 * reversion)²)}. Immutable.
 *
 * @param seed the same gives the same series
 * @param mean what it returns to, a fraction an hour
 * @param reversion how much of the way back it goes each hour, above 0 to 1
 * @param deviation how far an hour moves it, a fraction, not negative
 */
public record FundingGenerator(long seed, double mean, double reversion, double deviation) {
  /** The venue's rate of a quiet market. */
  public static final double USUAL_MEAN = 0.0000125;

  /** Half of a distance is gone in thirteen and a half hours. */
  public static final double USUAL_REVERSION = 0.05;

  /** In the long run 0.000032 around the mean: of either sign in a good third of the hours. */
  public static final double USUAL_DEVIATION = 0.00001;

  private static final long HOUR = 3_600_000;
  private static final int DECIMALS = 10;
  private static final int PARTS = 12;

  /** Checks. */
  public FundingGenerator {
    if (!(Math.abs(mean) <= FundingSeries.HIGHEST)) {
      throw new IllegalArgumentException("mean is from -0.04 to 0.04, not " + mean);
    }
    if (!(reversion > 0 && reversion <= 1)) {
      throw new IllegalArgumentException("reversion is above 0 to 1, not " + reversion);
    }
    if (!(deviation >= 0 && deviation <= FundingSeries.HIGHEST)) {
      throw new IllegalArgumentException("deviation is from 0 to 0.04, not " + deviation);
    }
  }

  /** With the usual mean, reversion and deviation. */
  public static FundingGenerator seeded(long seed) {
    return new FundingGenerator(seed, USUAL_MEAN, USUAL_REVERSION, USUAL_DEVIATION);
  }

  /**
   * Writes the series, a line an hour, a header first.
   *
   * @param from epoch milliseconds: the first full hour at or after it is the first row
   * @param until epoch milliseconds: no row is at or after it
   * @param lines takes each line, without its end
   */
  public void write(long from, long until, Consumer<String> lines) {
    SplittableRandom random = new SplittableRandom(seed);
    double rate = mean;
    lines.accept("time_ms,rate");
    for (long hour = Math.ceilDiv(from, HOUR) * HOUR; hour < until; hour += HOUR) {
      BigDecimal rounded = BigDecimal.valueOf(rate).setScale(DECIMALS, RoundingMode.HALF_EVEN);
      lines.accept(hour + "," + rounded.toPlainString());
      double next = rate + reversion * (mean - rate) + deviation * normal(random);
      rate = Math.clamp(next, -FundingSeries.HIGHEST, FundingSeries.HIGHEST);
    }
  }

  private static double normal(SplittableRandom random) {
    double sum = 0;
    for (int i = 0; i < PARTS; i++) {
      sum += random.nextDouble();
    }
    return sum - PARTS / 2.0;
  }
}
