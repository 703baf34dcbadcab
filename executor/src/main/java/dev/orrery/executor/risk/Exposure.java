package dev.orrery.executor.risk;

import dev.orrery.api.action.Side;
import java.math.BigDecimal;

/**
 * What one symbol may come to, each side by itself, with every working order filled at the worse of
 * its own price and the mark.
 *
 * <p>An order that executes at once first eats through a position of the other side. An order that
 * rests does not: the position may have been closed by other means when it fills, and closing can
 * not be denied. For the same reason reduce-only orders count as filled where that is worse.
 *
 * @param value signed value of the position at mark
 * @param buys orders that may buy
 * @param sells orders that may sell
 * @param low most negative quantity that orders executed at once can lead to
 * @param high most positive one
 */
record Exposure(BigDecimal value, Pending buys, Pending sells, BigDecimal low, BigDecimal high) {
  static final Exposure NONE = of(BigDecimal.ZERO, BigDecimal.ZERO);

  /** Of a position. */
  static Exposure of(BigDecimal value, BigDecimal quantity) {
    return new Exposure(value, Pending.NONE, Pending.NONE, quantity, quantity);
  }

  /** The largest notional that a position of this side may come to. */
  BigDecimal worst(Side side) {
    BigDecimal own = side == Side.BUY ? value : value.negate();
    Pending pending = pending(side);
    if (own.signum() < 0) {
      own = own.add(pending.reducing()).min(BigDecimal.ZERO);
    }
    return own.add(pending.immediate()).max(BigDecimal.ZERO).add(pending.resting());
  }

  /** Whether all orders of this side together fit into a position of the other side. */
  boolean onlyShrinks(Side side) {
    BigDecimal opposite = side == Side.BUY ? value.negate() : value;
    return pending(side).total().compareTo(opposite) <= 0;
  }

  /** The largest notional of either side. */
  BigDecimal worst() {
    return value.abs().max(worst(Side.BUY)).max(worst(Side.SELL));
  }

  /** With more pending of a side; negative takes away. */
  Exposure with(Side side, Pending more) {
    return side == Side.BUY
        ? new Exposure(value, buys.plus(more), sells, low, high)
        : new Exposure(value, buys, sells.plus(more), low, high);
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

  private Pending pending(Side side) {
    return side == Side.BUY ? buys : sells;
  }

  /**
   * Notional of the orders of one side.
   *
   * @param resting may open, now or later
   * @param immediate may open, and execute at once or not at all
   * @param reducing reduce-only
   */
  record Pending(BigDecimal resting, BigDecimal immediate, BigDecimal reducing) {
    static final Pending NONE = new Pending(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** Of one order. */
    static Pending of(BigDecimal notional, boolean reduceOnly, boolean immediate) {
      BigDecimal nothing = BigDecimal.ZERO;
      if (reduceOnly) {
        return new Pending(nothing, nothing, notional);
      }
      return immediate
          ? new Pending(nothing, notional, nothing)
          : new Pending(notional, nothing, nothing);
    }

    @SuppressWarnings("ReferenceEquality") // a look before three sums: mostly there is nothing yet
    Pending plus(Pending more) {
      if (this == NONE) {
        return more;
      }
      return new Pending(
          resting.add(more.resting), immediate.add(more.immediate), reducing.add(more.reducing));
    }

    BigDecimal total() {
      return resting.add(immediate).add(reducing);
    }

    Pending negate() {
      return new Pending(resting.negate(), immediate.negate(), reducing.negate());
    }
  }
}
