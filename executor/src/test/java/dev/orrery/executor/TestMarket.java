package dev.orrery.executor;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import dev.orrery.market.MarketSnapshot;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A market made by hand: BTC and ETH, fresh unless said otherwise. Immutable. */
public record TestMarket(
    long time,
    Map<String, Double> marks,
    Map<String, Long> confirmed,
    Map<String, Instrument> instruments)
    implements MarketSnapshot {
  public static final long START = 1_700_000_000_000L;

  public static final Instrument BTC =
      new Instrument(
          "BTC",
          new PriceRule(new BigDecimal("0.1"), 5),
          new BigDecimal("0.00001"),
          Usd.of(10),
          40);

  public static final Instrument ETH =
      new Instrument(
          "ETH",
          new PriceRule(new BigDecimal("0.01"), 5),
          new BigDecimal("0.0001"),
          Usd.of(10),
          25);

  /** BTC at 50000, ETH at 2000. */
  public static TestMarket standard() {
    return new TestMarket(
        START,
        Map.of("BTC", 50_000.0, "ETH", 2_000.0),
        Map.of("BTC", START, "ETH", START),
        Map.of("BTC", BTC, "ETH", ETH));
  }

  public TestMarket with(String symbol, double mark) {
    Map<String, Double> changed = new TreeMap<>(marks);
    changed.put(symbol, mark);
    return new TestMarket(time, changed, confirmed, instruments);
  }

  public TestMarket without(String symbol) {
    Map<String, Double> changed = new TreeMap<>(marks);
    changed.remove(symbol);
    Map<String, Long> unconfirmed = new TreeMap<>(confirmed);
    unconfirmed.remove(symbol);
    return new TestMarket(time, changed, unconfirmed, instruments);
  }

  public TestMarket confirmedAt(String symbol, long at) {
    Map<String, Long> changed = new TreeMap<>(confirmed);
    changed.put(symbol, at);
    return new TestMarket(time, marks, changed, instruments);
  }

  /** The same prices, confirmed at a later moment. */
  public TestMarket at(long moment) {
    Map<String, Long> fresh = new TreeMap<>(confirmed);
    fresh.replaceAll((symbol, before) -> moment);
    return new TestMarket(moment, marks, fresh, instruments);
  }

  /** One instrument by other rules. */
  public TestMarket under(Instrument changed) {
    Map<String, Instrument> rules = new TreeMap<>(instruments);
    rules.put(changed.symbol(), changed);
    return new TestMarket(time, marks, confirmed, rules);
  }

  @Override
  public Set<String> symbols() {
    return instruments.keySet();
  }

  @Override
  public @Nullable Instrument instrument(String symbol) {
    return instruments.get(symbol);
  }

  @Override
  public double mark(String symbol) {
    return marks.getOrDefault(symbol, Double.NaN);
  }

  @Override
  public long markTime(String symbol) {
    return confirmedAt(symbol);
  }

  @Override
  public long confirmedAt(String symbol) {
    return confirmed.getOrDefault(symbol, Long.MIN_VALUE);
  }

  @Override
  public @Nullable Candles candles(String symbol, Interval interval, int count) {
    return null;
  }

  @Override
  public @Nullable Book book(String symbol) {
    return null;
  }

  @Override
  public @Nullable Funding funding(String symbol) {
    return null;
  }
}
