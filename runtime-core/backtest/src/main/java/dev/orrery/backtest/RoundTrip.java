package dev.orrery.backtest;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.time.Instant;

/**
 * A trade: from flat to flat, or through zero to the other side. What is added to a position or
 * taken off on the way belongs to it.
 *
 * @param number from 1, in the order opened
 * @param side the side of its first fill: {@code BUY} for a long one
 * @param openedAt its first fill
 * @param closedAt its last fill; the end of the test for one that is still open
 * @param quantity base units opened in all
 * @param entry average price of what was opened, to 12 decimals
 * @param exit average price of what was closed, to 12 decimals; while it is open, with the rest at
 *     the last mark price
 * @param gross what the prices it was executed at gave, exact
 * @param fees paid for its fills
 * @param funding received while it was open, negative when paid
 * @param slippage what its fills that took lost against the mark price; part of {@code gross}
 * @param liquidated whether a liquidation ended it
 * @param open whether it was still open at the end
 */
public record RoundTrip(
    int number,
    String symbol,
    Side side,
    Instant openedAt,
    Instant closedAt,
    Quantity quantity,
    Price entry,
    Price exit,
    Usd gross,
    Usd fees,
    Usd funding,
    Usd slippage,
    boolean liquidated,
    boolean open) {
  RoundTrip withNumber(int other) {
    return new RoundTrip(
        other,
        symbol,
        side,
        openedAt,
        closedAt,
        quantity,
        entry,
        exit,
        gross,
        fees,
        funding,
        slippage,
        liquidated,
        open);
  }

  /** What it earned after all costs. */
  public Usd net() {
    return gross.minus(fees).plus(funding);
  }

  /** Whether it is over and earned something after all costs. */
  public boolean won() {
    return !open && net().signum() > 0;
  }
}
