package dev.orrery.exchange.venue.market;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The average premium of an hour, of which the rate of funding comes: a sample for every 5 seconds
 * that passed, and {@code (premium + clamp(0.0001 − premium, −0.0005, 0.0005)) / 8} for each hour,
 * at most 4 %.
 */
public final class PremiumClock {
  private static final long EVERY = 5_000;
  private static final int SCALE = 12;
  private static final BigDecimal INTEREST = new BigDecimal("0.0001");
  private static final BigDecimal CLAMP = new BigDecimal("0.0005");
  private static final BigDecimal HOURS = new BigDecimal("8");
  private static final BigDecimal CAP = new BigDecimal("0.04");

  /**
   * All of it, to be kept.
   *
   * @param sum of the samples
   * @param samples how many
   * @param latest the last one
   * @param sampledAt up to when samples were taken; 0 before the first
   */
  public record Saved(BigDecimal sum, long samples, BigDecimal latest, long sampledAt) {}

  private Saved now = new Saved(BigDecimal.ZERO, 0, BigDecimal.ZERO, 0);

  /** Takes the premium for all the time since the last sample. */
  public void sample(long time, BigDecimal premium) {
    long due = time - Math.floorMod(time, EVERY);
    long count = now.sampledAt == 0 ? 1 : (due - now.sampledAt) / EVERY;
    if (count > 0) {
      now =
          new Saved(
              now.sum.add(premium.multiply(BigDecimal.valueOf(count))),
              now.samples + count,
              premium,
              due);
    }
  }

  /** Whether time enough has passed for another sample. */
  public boolean due(long time) {
    return now.sampledAt == 0 || time - now.sampledAt >= EVERY;
  }

  /** The average so far. */
  public BigDecimal premium() {
    return now.samples == 0
        ? now.latest
        : now.sum
            .divide(BigDecimal.valueOf(now.samples), SCALE, RoundingMode.HALF_EVEN)
            .stripTrailingZeros();
  }

  /** The rate of an hour, as it stands. */
  public BigDecimal hourlyRate() {
    return rate(premium());
  }

  static BigDecimal rate(BigDecimal premium) {
    BigDecimal interest = INTEREST.subtract(premium).max(CLAMP.negate()).min(CLAMP);
    return premium
        .add(interest)
        .divide(HOURS, SCALE, RoundingMode.HALF_EVEN)
        .max(CAP.negate())
        .min(CAP)
        .stripTrailingZeros();
  }

  /** The hour is over. */
  public void restart() {
    now = new Saved(BigDecimal.ZERO, 0, now.latest, now.sampledAt);
  }

  Saved saved() {
    return now;
  }

  void load(Saved saved) {
    now = saved;
  }
}
