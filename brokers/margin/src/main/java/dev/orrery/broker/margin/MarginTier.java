package dev.orrery.broker.margin;

import dev.orrery.api.value.Usd;

/**
 * One step of a margin table.
 *
 * @param lowerBound notional from which it holds
 * @param maxLeverage highest leverage within it; half its inverse is the maintenance rate
 */
public record MarginTier(Usd lowerBound, int maxLeverage) {
  /** Checks. */
  public MarginTier {
    if (lowerBound.signum() < 0 || maxLeverage < 1) {
      throw new IllegalArgumentException(
          "a margin tier needs a bound of at least 0 and leverage of at least 1: "
              + lowerBound
              + ", "
              + maxLeverage);
    }
  }
}
