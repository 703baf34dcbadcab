package dev.orrery.api.action;

import dev.orrery.api.value.Price;
import java.util.Optional;

/**
 * A stop and a take-profit bound to an entry: reduce-only, of the entry's size, alive once the
 * entry has filled; when one fills the other is cancelled. At least one is present.
 *
 * @param stop mark price at which the position is closed at a loss
 * @param takeProfit mark price at which it is closed at a profit
 */
public record Exits(Optional<Price> stop, Optional<Price> takeProfit) {
  /** Checks. */
  public Exits {
    if (stop.isEmpty() && takeProfit.isEmpty()) {
      throw new IllegalArgumentException("exits need a stop, a take-profit, or both");
    }
  }

  /** Only a stop. */
  public static Exits stop(Price price) {
    return new Exits(Optional.of(price), Optional.empty());
  }

  /** Only a take-profit. */
  public static Exits takeProfit(Price price) {
    return new Exits(Optional.empty(), Optional.of(price));
  }

  /** Both. */
  public static Exits between(Price stop, Price takeProfit) {
    return new Exits(Optional.of(stop), Optional.of(takeProfit));
  }
}
