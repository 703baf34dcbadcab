package dev.orrery.backtest;

import dev.orrery.api.value.Price;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketListener;
import dev.orrery.market.MarketSnapshot;
import java.math.BigDecimal;

/**
 * Looks at the account at each price of the feed, after the broker has filled what it meets.
 * Confined to the thread that plays the market.
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
  private BigDecimal equity = BigDecimal.ZERO;
  private double equityNumber;
  private int fillsSeen = -1;

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
    }
    last = price;
    lastAt = time;
    ofPrice.add(BigDecimal.valueOf(price));
    look(time);
    if (++seen % ROWS_A_NEWS == 0) {
      progress.at(seen, rows);
    }
  }

  private void look(long time) {
    int fills = ledger.fills();
    if (fills != fillsSeen || !ledger.isFlat()) {
      fillsSeen = fills;
      equity = ledger.equity(last);
      equityNumber = equity.doubleValue();
      ofEquity.add(equity);
    }
    curve.add(time, equityNumber, last);
    sharpe.add(time, equityNumber);
  }

  /** After the last decision: what it cost counts too. */
  void end() {
    if (seen > 0) {
      fillsSeen = -1;
      look(lastAt);
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
