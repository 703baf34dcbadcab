package dev.orrery.broker.margin;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;

/**
 * A position with all that its margin depends on.
 *
 * @param symbol instrument
 * @param position what is held
 * @param mark mark price
 * @param leverage leverage in force
 * @param mode cross or isolated
 * @param isolatedMargin cash set apart for it; zero when cross
 * @param tiers its margin table
 */
public record Holding(
    String symbol,
    PerpPosition position,
    Price mark,
    int leverage,
    MarginMode mode,
    Usd isolatedMargin,
    MarginTiers tiers) {
  /** Absolute quantity times mark. */
  public Usd notional() {
    return position.notional(mark);
  }

  /** Profit or loss at mark. */
  public Usd unrealised() {
    return position.unrealised(mark);
  }

  /** Notional divided by leverage, rounded up. */
  public Usd initialMargin() {
    return initialMargin(notional(), leverage);
  }

  /** Maintenance margin at mark. */
  public Usd maintenance() {
    return tiers.maintenance(notional());
  }

  /** Cash set apart plus profit or loss; only for an isolated position. */
  public Usd isolatedValue() {
    return isolatedMargin.plus(unrealised());
  }

  /** Whether the whole account stands behind it. */
  public boolean isCross() {
    return mode == MarginMode.CROSS;
  }

  /** Initial margin of any notional, rounded up. */
  public static Usd initialMargin(Usd notional, int leverage) {
    return new Usd(Rounding.requirement(notional.value(), BigDecimal.valueOf(leverage)));
  }
}
