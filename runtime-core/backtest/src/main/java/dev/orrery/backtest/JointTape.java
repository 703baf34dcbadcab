package dev.orrery.backtest;

import dev.orrery.api.value.Price;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketListener;
import dev.orrery.market.MarketSnapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at an account that trades several symbols once each instant, when all of it is there and
 * before anybody decides on it: at equity, and at what an equal part of the cash in each symbol
 * would have become, from 100. Listens for firings. Confined to the thread that plays the market.
 */
final class JointTape implements MarketListener {
  private static final int ROWS_A_NEWS = 8_192;
  private static final BigDecimal BASKET = BigDecimal.valueOf(100);

  private final JointLedger ledger;
  private final List<String> symbols;
  private final double[] firsts;
  private final double[] lasts;
  private final Curve curve;
  private final Sharpe sharpe;
  private final Drawdown ofEquity;
  private final Drawdown ofBasket = new Drawdown(BigDecimal.ZERO);
  private final Progress progress;
  private final long rows;
  private long seen;
  private long firstAt = Long.MIN_VALUE;
  private long lastAt = Long.MIN_VALUE;
  private int versionSeen = -1;

  JointTape(
      JointLedger ledger,
      List<String> symbols,
      Tape.Span span,
      BigDecimal startCash,
      Progress progress) {
    this.ledger = ledger;
    this.symbols = symbols;
    this.firsts = new double[symbols.size()];
    this.lasts = new double[symbols.size()];
    Arrays.fill(firsts, Double.NaN);
    Arrays.fill(lasts, Double.NaN);
    this.curve = new Curve(span.from(), span.to());
    this.sharpe = new Sharpe(span.from(), span.to(), startCash.doubleValue());
    this.ofEquity = new Drawdown(startCash);
    this.progress = progress;
    this.rows = span.rows();
  }

  /** Counts what comes from the feed; for the phase of the brokers. */
  void count(MarketEvent event) {
    if (isRow(event) && ++seen % ROWS_A_NEWS == 0) {
      progress.at(seen, rows);
    }
  }

  @Override
  public void onMarket(MarketEvent event, MarketSnapshot now) {
    if (!isRow(event)) {
      return;
    }
    int version = ledger.version();
    if (event.time() == lastAt && event instanceof MarketEvent.Bar && version == versionSeen) {
      return; // another candle of an instant that was looked at
    }
    versionSeen = version;
    lastAt = event.time();
    firstAt = firstAt == Long.MIN_VALUE ? lastAt : firstAt;
    for (int i = 0; i < lasts.length; i++) {
      lasts[i] = now.mark(symbols.get(i));
      firsts[i] = Double.isNaN(firsts[i]) ? lasts[i] : firsts[i];
    }
    look();
  }

  private static boolean isRow(MarketEvent event) {
    return event instanceof MarketEvent.Trade || event instanceof MarketEvent.Bar;
  }

  private void look() {
    BigDecimal equity = ledger.equity(this::last);
    ofEquity.add(equity);
    double basket = basket().doubleValue();
    ofBasket.add(BigDecimal.valueOf(basket));
    curve.add(lastAt, equity.doubleValue(), basket);
    sharpe.add(lastAt, equity.doubleValue());
  }

  /** Those without a price yet stand where they will begin. */
  private BigDecimal basket() {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < lasts.length; i++) {
      BigDecimal part =
          Double.isNaN(lasts[i])
              ? BASKET
              : BASKET
                  .multiply(BigDecimal.valueOf(lasts[i]))
                  .divide(BigDecimal.valueOf(firsts[i]), Drawdown.DECIMALS, RoundingMode.HALF_EVEN);
      sum = sum.add(part);
    }
    return sum.divide(BigDecimal.valueOf(lasts.length), Drawdown.DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** After the last decision: what it cost counts too. */
  void end() {
    if (lastAt != Long.MIN_VALUE) {
      look();
    }
  }

  double last(String symbol) {
    return lasts[symbols.indexOf(symbol)];
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

  BuyAndHold buyAndHold() {
    return BuyAndHold.of(new Price(BASKET), new Price(basket()), ofBasket.deepest());
  }

  Drawdown drawdown() {
    return ofEquity;
  }

  Sharpe sharpe() {
    return sharpe;
  }

  List<CurvePoint> curve() {
    return curve.points();
  }
}
