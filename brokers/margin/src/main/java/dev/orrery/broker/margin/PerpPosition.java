package dev.orrery.broker.margin;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;

/**
 * What is held of one perpetual, and what was paid for it. The cost is kept instead of the average
 * price, so that cash plus profit and loss equals equity to the last digit.
 *
 * @param quantity signed, long is positive
 * @param cost signed quantity times average entry; zero when flat
 */
public record PerpPosition(Quantity quantity, Usd cost) {
  /** Nothing held. */
  public static final PerpPosition FLAT = new PerpPosition(Quantity.ZERO, Usd.ZERO);

  /** Whether nothing is held. */
  public boolean isFlat() {
    return quantity.isZero();
  }

  /**
   * Average entry price, to {@link Rounding#SCALE} decimals, ties to even.
   *
   * @throws IllegalStateException when flat
   */
  public Price averageEntry() {
    if (isFlat()) {
      throw new IllegalStateException("a flat position has no entry price");
    }
    return new Price(Rounding.nearest(cost.value(), quantity.value()));
  }

  /** Profit or loss at a mark price. */
  public Usd unrealised(Price mark) {
    return mark.times(quantity).minus(cost);
  }

  /** Absolute quantity times price. */
  public Usd notional(Price mark) {
    return mark.times(quantity).abs();
  }

  /** How much of an order would enlarge this position, or open one the other way. */
  public Quantity opening(Side side, Quantity ordered) {
    if (quantity.signum() * side.sign() >= 0) {
      return ordered;
    }
    Quantity left = ordered.minus(quantity.abs());
    return left.signum() > 0 ? left : Quantity.ZERO;
  }

  /** This position after an execution of {@code filled} (greater than zero) at a price. */
  public Change fill(Side side, Quantity filled, Price price) {
    Quantity opened = opening(side, filled);
    Quantity closed = filled.minus(opened);
    PerpPosition rest = this;
    Usd realised = Usd.ZERO;
    if (!closed.isZero()) {
      Quantity signed = signed(closed, side.opposite());
      Usd released = costOf(closed);
      realised = price.times(signed).minus(released);
      rest = new PerpPosition(quantity.minus(signed), cost.minus(released));
    }
    if (!opened.isZero()) {
      Quantity signed = signed(opened, side);
      rest = new PerpPosition(rest.quantity.plus(signed), rest.cost.plus(price.times(signed)));
    }
    return new Change(rest, realised, closed, opened);
  }

  private Usd costOf(Quantity closed) {
    Quantity held = quantity.abs();
    if (closed.equals(held)) {
      return cost;
    }
    BigDecimal share = cost.value().multiply(closed.value());
    return new Usd(Rounding.nearest(share, held.value()));
  }

  private static Quantity signed(Quantity quantity, Side side) {
    return side == Side.BUY ? quantity : quantity.negate();
  }

  /**
   * What an execution did.
   *
   * @param after the position now
   * @param realised profit or loss of the closed part, before fees
   * @param closed base units closed, never negative
   * @param opened base units opened, never negative
   */
  public record Change(PerpPosition after, Usd realised, Quantity closed, Quantity opened) {}
}
