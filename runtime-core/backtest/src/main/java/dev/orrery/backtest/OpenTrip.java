package dev.orrery.backtest;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A round trip under way. Sums are exact; only the two average prices are rounded. */
final class OpenTrip {
  private static final int PRICE_DECIMALS = 12;

  private final int number;
  private final String symbol;
  private final Side side;
  private final Instant openedAt;
  private Instant lastAt;
  private Quantity opened = Quantity.ZERO;
  private Quantity closed = Quantity.ZERO;
  private Usd paidIn = Usd.ZERO;
  private Usd paidOut = Usd.ZERO;
  private Usd fees = Usd.ZERO;
  private Usd funding = Usd.ZERO;
  private Usd slippage = Usd.ZERO;
  private boolean liquidated;

  OpenTrip(int number, String symbol, Side side, Instant openedAt) {
    this.number = number;
    this.symbol = symbol;
    this.side = side;
    this.openedAt = openedAt;
    this.lastAt = openedAt;
  }

  /** Part of a fill, or all of it, which lies on one side of zero. */
  void add(Side filled, Quantity part, Usd notional, Usd fee, Usd lost, Instant at) {
    if (filled == side) {
      opened = opened.plus(part);
      paidIn = paidIn.plus(notional);
    } else {
      closed = closed.plus(part);
      paidOut = paidOut.plus(notional);
    }
    fees = fees.plus(fee);
    slippage = slippage.plus(lost);
    lastAt = at;
  }

  void pay(Usd received) {
    funding = funding.plus(received);
  }

  void liquidate() {
    liquidated = true;
  }

  /** Over: everything opened was closed. */
  RoundTrip done() {
    return trip(paidOut, closed, lastAt, false);
  }

  /** Still open at the end of a test, the rest of it worth {@code mark}. */
  RoundTrip open(Price mark, Instant end) {
    Quantity rest = opened.minus(closed);
    return trip(paidOut.plus(mark.times(rest)), opened, end, true);
  }

  private RoundTrip trip(Usd out, Quantity outOf, Instant at, boolean open) {
    Usd earned = out.minus(paidIn);
    return new RoundTrip(
        number,
        symbol,
        side,
        openedAt,
        at,
        opened,
        average(paidIn, opened),
        average(out, outOf),
        side == Side.BUY ? earned : earned.negate(),
        fees,
        funding,
        slippage,
        liquidated,
        open);
  }

  private static Price average(Usd notional, Quantity quantity) {
    BigDecimal exact = notional.value();
    return new Price(exact.divide(quantity.value(), PRICE_DECIMALS, RoundingMode.HALF_EVEN));
  }

  /** What a fill that took lost against the mark price; nothing without one. */
  static Usd lost(Side side, Quantity quantity, Usd notional, @Nullable Price mark) {
    if (mark == null) {
      return Usd.ZERO;
    }
    Usd dearer = notional.minus(mark.times(quantity));
    return side == Side.BUY ? dearer : dearer.negate();
  }
}
