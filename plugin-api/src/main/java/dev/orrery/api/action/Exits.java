package dev.orrery.api.action;

import dev.orrery.api.value.Price;
import java.util.Optional;

/**
 * A stop and a take-profit, at least one of them: reduce-only, triggered by the mark price,
 * executed at the market.
 *
 * <p><b>With an entry</b> ({@link PlaceOrder}) they are of its size and alive from its first fill,
 * for as much as has filled. An entry that is cancelled with a part filled leaves them to that
 * part; one that ends without a fill takes them along. When one fills the other is cancelled, and
 * so is what is left of the entry. <b>Of a position</b> ({@link SetExits}, {@link TargetPosition})
 * they cover all of it. Once there is no position left its exits are cancelled.
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
  public static Exits stopAndTarget(Price stop, Price takeProfit) {
    return new Exits(Optional.of(stop), Optional.of(takeProfit));
  }
}
