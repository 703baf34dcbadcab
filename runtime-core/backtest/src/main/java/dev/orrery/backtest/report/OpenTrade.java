package dev.orrery.backtest.report;

import dev.orrery.api.action.Side;
import dev.orrery.executor.order.Fill;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A trade under way, or over. Sums are exact; only the two average prices are rounded. A fill
 * inside a row is told before the row is: {@link #row} puts the number of rows right.
 */
final class OpenTrade {
  private final int number;
  private final Fill first;
  private final String why;
  private String whyOut = "";
  private long rowsBefore;
  private long rowsAfter;
  private Instant lastAt;
  private BigDecimal opened = BigDecimal.ZERO;
  private BigDecimal closed = BigDecimal.ZERO;
  private BigDecimal paidIn = BigDecimal.ZERO;
  private BigDecimal paidOut = BigDecimal.ZERO;
  private BigDecimal fees = BigDecimal.ZERO;
  private BigDecimal funding = BigDecimal.ZERO;
  private BigDecimal slippage = BigDecimal.ZERO;
  private boolean liquidated;

  OpenTrade(int number, Fill first, long rowsBefore, String why) {
    this.number = number;
    this.first = first;
    this.rowsBefore = rowsBefore;
    this.why = why;
    this.lastAt = first.at();
  }

  /** Part of a fill, or all of it, which lies on one side of zero. */
  void add(Fill fill, BigDecimal part, BigDecimal fee, BigDecimal lost, String reason) {
    BigDecimal notional = fill.price().value().multiply(part);
    if (fill.side() == first.side()) {
      opened = opened.add(part);
      paidIn = paidIn.add(notional);
    } else {
      closed = closed.add(part);
      paidOut = paidOut.add(notional);
      whyOut = reason;
    }
    fees = fees.add(fee);
    slippage = slippage.add(lost);
    liquidated |= fill.liquidation();
    lastAt = fill.at();
  }

  /** A row has passed in which it was opened, or closed, or both. */
  void row(long time) {
    rowsBefore += first.at().toEpochMilli() == time ? 1 : 0;
    rowsAfter += over() && lastAt.toEpochMilli() == time ? 1 : 0;
  }

  /** After so many rows, everything opened was closed. */
  void end(long rows) {
    rowsAfter = rows;
  }

  private boolean over() {
    return opened.compareTo(closed) == 0;
  }

  String symbol() {
    return first.symbol();
  }

  void pay(BigDecimal received) {
    funding = funding.add(received);
  }

  /** As it is; what is still open of it is worth {@code mark}. */
  Trade trade(BigDecimal mark, Instant end, long rows) {
    if (over()) {
      Trade.Ended how = liquidated ? Trade.Ended.LIQUIDATED : Trade.Ended.CLOSED;
      return trade(paidOut, lastAt, rowsAfter, how);
    }
    BigDecimal rest = opened.subtract(closed);
    return trade(paidOut.add(mark.multiply(rest)), end, rows, Trade.Ended.OPEN);
  }

  private Trade trade(BigDecimal out, Instant at, long rows, Trade.Ended how) {
    BigDecimal earned = out.subtract(paidIn);
    return new Trade(
        number,
        first.symbol(),
        first.side(),
        first.at(),
        at,
        Exact.plain(opened),
        Exact.ratio(paidIn, opened),
        Exact.ratio(out, opened),
        Exact.plain(first.side() == Side.BUY ? earned : earned.negate()),
        Exact.plain(fees),
        Exact.plain(funding),
        Exact.plain(slippage),
        rows - rowsBefore,
        why,
        how == Trade.Ended.OPEN ? "" : how == Trade.Ended.LIQUIDATED ? "liquidated" : whyOut,
        how);
  }
}
