package dev.orrery.executor.risk;

import dev.orrery.api.action.Side;
import java.math.BigDecimal;

/**
 * What one symbol may come to: the position as it stands, and every order that may still enlarge
 * it, valued at the worse of its own price and the mark.
 *
 * @param value signed value of the position at mark
 * @param buys value of working buys that may open
 * @param sells value of working sells that may open
 * @param low most negative quantity that orders executed at once can lead to
 * @param high most positive one
 */
record Exposure(
    BigDecimal value, BigDecimal buys, BigDecimal sells, BigDecimal low, BigDecimal high) {
  static final Exposure NONE =
      new Exposure(
          BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /** The largest notional the position may come to. */
  BigDecimal worst() {
    BigDecimal asLong = value.add(buys);
    BigDecimal asShort = sells.subtract(value);
    return value.abs().max(asLong).max(asShort);
  }

  /** With one more order that may open. */
  Exposure withOpening(Side side, BigDecimal notional) {
    return side == Side.BUY
        ? new Exposure(value, buys.add(notional), sells, low, high)
        : new Exposure(value, buys, sells.add(notional), low, high);
  }

  /** With one such order less. */
  Exposure withoutOpening(Side side, BigDecimal notional) {
    return withOpening(side, notional.negate());
  }

  /** After an order that executes at once for sure, as far as this decision can know. */
  Exposure moved(BigDecimal signedQuantity) {
    return new Exposure(value, buys, sells, low.add(signedQuantity), high.add(signedQuantity));
  }

  /** With an order under way that may or may not have executed. */
  Exposure maybeMoved(BigDecimal signedQuantity) {
    return signedQuantity.signum() > 0
        ? new Exposure(value, buys, sells, low, high.add(signedQuantity))
        : new Exposure(value, buys, sells, low.add(signedQuantity), high);
  }

  /** Whether a reduce-only order of this size can find a position to shrink. */
  boolean canReduce(Side side, BigDecimal quantity) {
    return side == Side.SELL
        ? high.compareTo(quantity) >= 0
        : low.negate().compareTo(quantity) >= 0;
  }
}
