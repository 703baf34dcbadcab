package dev.orrery.backtest.report;

import dev.orrery.api.action.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A trade: from flat to flat in one symbol, or through zero to the other side.
 *
 * @param number from 1, in the order opened
 * @param side of its first fill
 * @param openedAt its first fill
 * @param closedAt its last fill; the end of the range for one that is open
 * @param quantity base units opened in all
 * @param entry average price of what was opened, to 12 decimals
 * @param exit average price of what was closed; while it is open, with the rest at the last price
 * @param gross what the prices it was executed at gave, exact
 * @param fees paid
 * @param funding received, negative when paid
 * @param slippage what fills that took lost against the mark price; part of {@code gross}
 * @param bars rows of the data that passed while it was open
 * @param why the reason of the decision that opened it; empty where none is known
 * @param whyOut what closed it
 * @param ended how it ended
 */
public record Trade(
    int number,
    String symbol,
    Side side,
    Instant openedAt,
    Instant closedAt,
    BigDecimal quantity,
    BigDecimal entry,
    BigDecimal exit,
    BigDecimal gross,
    BigDecimal fees,
    BigDecimal funding,
    BigDecimal slippage,
    long bars,
    String why,
    String whyOut,
    Ended ended) {
  /** How a trade ended. */
  public enum Ended {
    /** By orders. */
    CLOSED,
    /** The account was liquidated. */
    LIQUIDATED,
    /** It did not. */
    OPEN
  }

  /** What it earned after all costs. */
  public BigDecimal net() {
    return Exact.plain(gross.subtract(fees).add(funding));
  }

  /** {@link #net} over what was opened at its entry price, to 12 decimals. */
  public BigDecimal gain() {
    return Exact.ratio(net(), entry.multiply(quantity));
  }

  /** Whether it is over. */
  public boolean over() {
    return ended != Ended.OPEN;
  }

  /** How long it was open. */
  public Duration held() {
    return Duration.between(openedAt, closedAt);
  }

  /** {@code long} or {@code short}. */
  public String direction() {
    return side == Side.BUY ? "long" : "short";
  }
}
