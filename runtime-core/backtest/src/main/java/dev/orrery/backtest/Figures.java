package dev.orrery.backtest;

import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What an account earned. Money is exact; fractions are rounded to 12 decimals (0.12 is twelve
 * percent); only the Sharpe ratio is a double.
 *
 * @param startCash what it began with
 * @param endEquity what it was worth at the last price
 * @param gain end over start less one
 * @param maxDrawdown deepest fall of equity from a peak, a fraction of that peak; looked at with
 *     each row of the data, after its fills
 * @param trades round trips that are over
 * @param openTrades round trips still open at the end, at most one a symbol; their worth is in the
 *     equity
 * @param wins those of {@code trades} that earned something after all costs
 * @param winRate wins over trades; 0 without trades
 * @param fills executions
 * @param fees paid, negative for rebates
 * @param funding received, negative when paid
 * @param slippage what orders that took lost against the mark price of their moment. Equity has it
 *     already: profit is what the marks gave, less slippage, less fees, plus funding
 * @param exposure share of the time with a position
 * @param sharpe mean over standard deviation of the returns of whole UTC days (hours, when the
 *     range is shorter than 30 days), times the root of their number in 365 days; empty when it
 *     cannot be told
 * @param sharpeDaily whether it is of days
 * @param liquidations how often the account was liquidated
 */
public record Figures(
    Usd startCash,
    Usd endEquity,
    BigDecimal gain,
    BigDecimal maxDrawdown,
    int trades,
    int openTrades,
    int wins,
    BigDecimal winRate,
    int fills,
    Usd fees,
    Usd funding,
    Usd slippage,
    BigDecimal exposure,
    OptionalDouble sharpe,
    boolean sharpeDaily,
    int liquidations) {
  static Figures of(Usd startCash, Ledger.Booked booked, Tape tape) {
    return of(startCash, booked, tape.drawdown(), tape.sharpe(), tape.firstAt(), tape.lastAt());
  }

  static Figures of(
      Usd startCash,
      Ledger.Booked booked,
      Drawdown drawdown,
      Sharpe sharpe,
      long firstAt,
      long lastAt) {
    List<RoundTrip> over = booked.trips().stream().filter(trip -> !trip.open()).toList();
    int wins = (int) over.stream().filter(RoundTrip::won).count();
    long millis = lastAt - firstAt;
    return new Figures(
        startCash,
        booked.equity(),
        fraction(booked.equity().minus(startCash).value(), startCash.value()),
        drawdown.deepest(),
        over.size(),
        booked.trips().size() - over.size(),
        wins,
        fraction(BigDecimal.valueOf(wins), BigDecimal.valueOf(over.size())),
        booked.fills(),
        booked.fees(),
        booked.funding(),
        booked.slippage(),
        fraction(BigDecimal.valueOf(booked.heldMillis()), BigDecimal.valueOf(millis)),
        sharpe.ratio(lastAt),
        sharpe.daily(),
        booked.liquidations());
  }

  /** End less start. */
  public Usd profit() {
    return endEquity.minus(startCash);
  }

  /** What the mark prices gave: profit before slippage, fees and funding. */
  public Usd beforeCosts() {
    return profit().plus(slippage).plus(fees).minus(funding);
  }

  private static BigDecimal fraction(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0
        ? BigDecimal.ZERO
        : part.divide(whole, Drawdown.DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }
}
