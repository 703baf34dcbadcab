package dev.orrery.backtest;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketListener;
import dev.orrery.market.MarketSnapshot;
import java.math.BigDecimal;

/**
 * Looks at the account at each price of the feed, after the broker has filled what it meets.
 * Confined to the thread that plays the market.
 *
 * <p>Most rows are looked at with doubles alone; what is shown is exact all the same, because
 * whatever may matter is worked out again to the last digit.
 */
final class Tape implements MarketListener {
  private static final int ROWS_A_NEWS = 8_192;

  private final Ledger ledger;
  private final Curve curve;
  private final Sharpe sharpe;
  private final Drawdown ofEquity;
  private final Drawdown ofPrice = new Drawdown(BigDecimal.ZERO);
  private final Progress progress;
  private final long rows;
  private long seen;
  private double first = Double.NaN;
  private double last = Double.NaN;
  private long firstAt;
  private long lastAt;
  private Ledger.Standing standing = new Ledger.Standing(-1, Usd.ZERO, Quantity.ZERO);

  // The same as doubles: what most rows are looked at with.
  private double cash;
  private double quantity;
  private double equity;

  Tape(Ledger ledger, Span span, BigDecimal startCash, Progress progress) {
    this.ledger = ledger;
    this.curve = new Curve(span.from(), span.to());
    this.sharpe = new Sharpe(span.from(), span.to(), startCash.doubleValue());
    this.ofEquity = new Drawdown(startCash);
    this.progress = progress;
    this.rows = span.rows();
  }

  /**
   * What is played.
   *
   * @param from when its first row happens
   * @param to when its last one does
   */
  record Span(long from, long to, long rows) {}

  @Override
  public void onMarket(MarketEvent event, MarketSnapshot now) {
    if (event instanceof MarketEvent.Trade trade) {
      see(trade.time(), trade.price());
    } else if (event instanceof MarketEvent.Bar bar) {
      see(bar.time(), bar.close());
    }
  }

  private void see(long time, double price) {
    if (Double.isNaN(first)) {
      first = price;
      firstAt = time;
    } else {
      settle(time);
    }
    last = price;
    lastAt = time;
    if (ofPrice.matters(price)) {
      ofPrice.add(BigDecimal.valueOf(price));
    }
    look();
    if (++seen % ROWS_A_NEWS == 0) {
      progress.at(seen, rows);
    }
  }

  /** Where a sample ends before this row, it takes the exact equity at the row before. */
  private void settle(long time) {
    boolean turns = curve.turns(time);
    boolean ends = sharpe.endsBefore(time);
    if (turns || ends) {
      double exact = standing.equity(last).doubleValue();
      if (turns) {
        curve.exact(exact);
      }
      if (ends) {
        sharpe.add(lastAt, exact);
        sharpe.passTo(time);
      }
    }
  }

  private void look() {
    boolean changed = ledger.version() != standing.version();
    if (changed) {
      standing = ledger.standing();
      cash = standing.cash().toDouble();
      quantity = standing.quantity().toDouble();
    }
    if (changed || quantity != 0) {
      equity = cash + quantity * last;
      if (ofEquity.matters(equity)) {
        ofEquity.add(standing.equity(last));
      }
    }
    curve.add(lastAt, equity, last);
  }

  /** After the last decision: what it cost counts too. */
  void end() {
    if (seen > 0) {
      look();
      double exact = standing.equity(last).doubleValue();
      curve.exact(exact);
      sharpe.add(lastAt, exact);
    }
  }

  long seen() {
    return seen;
  }

  long firstAt() {
    return firstAt;
  }

  long lastAt() {
    return lastAt;
  }

  Price lastPrice() {
    return Price.of(last);
  }

  BuyAndHold buyAndHold() {
    return BuyAndHold.of(Price.of(first), lastPrice(), ofPrice.deepest());
  }

  Drawdown drawdown() {
    return ofEquity;
  }

  Sharpe sharpe() {
    return sharpe;
  }

  Curve curve() {
    return curve;
  }
}
