package dev.orrery.backtest.report;

import dev.orrery.api.action.Noop;
import dev.orrery.api.value.Price;
import dev.orrery.backtest.RunListener;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import dev.orrery.market.MarketEvent;
import dev.orrery.runtime.recording.DecisionRecord;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of one run what a report shows: charts of so many points whatever the number of rows, and
 * every trade. What is fed to it is what a run hears, and what a journal tells of one, in order of
 * time. Thread-safe.
 */
public final class RunRecorder implements RunListener {
  private final OrderNotes notes = new OrderNotes();
  private final TradeLog trades = new TradeLog(this::rows, notes::of);
  private final StopTrack stops = new StopTrack();
  private final Map<String, PriceTrack> prices = new LinkedHashMap<>();
  private final Map<String, BigDecimal> earlier = new HashMap<>();
  private Grid grid = Grid.over(0, 0);
  private SeriesTrack series = new SeriesTrack(grid);
  private @Nullable EquityTrack equity;
  private long from;
  private long to;
  private long rows;
  private long lastAt;
  private int fillsSeen = -1;
  private BigDecimal worth = BigDecimal.ZERO;
  private BigDecimal now = BigDecimal.ZERO;
  private @Nullable Fill taken;
  private @Nullable Price takenFrom;

  /** Has heard nothing. */
  public RunRecorder() {}

  @Override
  public synchronized void begins(long newFrom, long newTo) {
    from = newFrom;
    to = Math.max(newFrom, newTo);
    grid = Grid.over(from, to);
    series = new SeriesTrack(grid);
    lastAt = from;
  }

  @Override
  public synchronized void row(MarketEvent event) {
    if (event instanceof MarketEvent.Trade it) {
      price(it.symbol(), it.time(), it.price(), it.price(), it.price(), it.price());
    } else if (event instanceof MarketEvent.Bar it) {
      price(it.symbol(), it.time(), it.open(), it.high(), it.low(), it.close());
    }
  }

  /**
   * So much of a price; what lies before the beginning only values positions.
   *
   * @param time of its end, epoch milliseconds
   */
  public synchronized void price(
      String symbol, long time, double open, double high, double low, double close) {
    if (time < from) {
      earlier.put(symbol, BigDecimal.valueOf(close));
      return;
    }
    prices
        .computeIfAbsent(symbol, _ -> new PriceTrack(grid, time, open, close))
        .add(time, open, high, low, close);
    trades.row(symbol, time);
    rows++;
    lastAt = time;
  }

  /** Looks at equity: prices of one instant count together, whatever the number of symbols. */
  @Override
  public synchronized void settled() {
    if (rows > 0) {
      look();
    }
  }

  private void look() {
    if (fillsSeen != trades.fills() || !trades.flat()) {
      fillsSeen = trades.fills();
      worth = trades.worth(this::last);
      now = trades.equity(this::last);
    }
    track().add(lastAt, now, worth, growth());
  }

  /** From the first look on: what was before it is where it begins. */
  private EquityTrack track() {
    EquityTrack current = equity;
    if (current == null) {
      current = new EquityTrack(grid, from, to, now);
      equity = current;
      trades.begin(from);
      fillsSeen = 0;
    }
    return current;
  }

  private double growth() {
    double sum = 0;
    for (PriceTrack each : prices.values()) {
      sum += each.growth();
    }
    return prices.isEmpty() ? 1 : sum / prices.size();
  }

  private BigDecimal last(String symbol) {
    PriceTrack track = prices.get(symbol);
    return track == null ? earlier.getOrDefault(symbol, BigDecimal.ZERO) : track.last();
  }

  private long rows(String symbol) {
    PriceTrack track = prices.get(symbol);
    return track == null ? 0 : track.rows();
  }

  @Override
  public synchronized void took(Fill fill, Price mark) {
    taken = fill;
    takenFrom = mark;
  }

  @Override
  public synchronized void entry(JournalEntry entry) {
    switch (entry) {
      case DecisionRecord it -> decided(it);
      case AccountEntry.Intended it -> {
        notes.intended(it.order(), it.origin());
        stops.intended(it.order(), it.at().toEpochMilli());
      }
      case AccountEntry.Told it -> told(it.event());
      default -> {}
    }
  }

  private void decided(DecisionRecord decision) {
    if (!decision.series().isEmpty()) {
      recorded(decision.asOf(), decision.series());
    }
    if (decision.actions().stream().anyMatch(action -> !(action instanceof Noop))) {
      decided(decision.id(), String.join("; ", decision.reasons()));
    }
  }

  /** Why a decision wanted what it did; before its orders. */
  public synchronized void decided(String id, String reason) {
    notes.decided(id, reason);
  }

  /** Values a decision recorded for charts. */
  public synchronized void recorded(long asOf, Map<String, Double> values) {
    if (asOf >= from) {
      series.add(asOf, values);
    }
  }

  private void told(BrokerEvent event) {
    switch (event) {
      case BrokerEvent.Deposited it -> trades.deposit(it.amount().value());
      case BrokerEvent.FundingPaid it -> trades.funding(it.symbol(), it.amount().value());
      case BrokerEvent.OrderFilled it ->
          trades.fill(it.fill(), it.fill().equals(taken) ? takenFrom : null);
      default -> {}
    }
    stops.told(event);
    fillsSeen = -1;
  }

  @Override
  public synchronized void ends() {
    fillsSeen = -1;
    look();
  }

  synchronized Heard heard() {
    EquityTrack track = track();
    return new Heard(
        from,
        lastAt,
        rows,
        grid.length(),
        track,
        trades.sums(this::last, lastAt),
        growth(),
        prices,
        series.all(),
        series.dropped(),
        stops.all(lastAt));
  }

  /**
   * All that was heard.
   *
   * @param part length of a part of the charts, milliseconds
   * @param growth of the market, from its first price to its last
   */
  record Heard(
      long from,
      long to,
      long rows,
      long part,
      EquityTrack equity,
      TradeLog.Sums sums,
      double growth,
      Map<String, PriceTrack> prices,
      List<Recorded> series,
      int valuesDropped,
      List<StopLine> stops) {}
}
