package dev.orrery.backtest.replay;

import dev.orrery.api.account.Position;
import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.market.replay.DefaultInstrument;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Read;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The market of a recorded decision as far as its reads tell it, for planner and gate: its mark
 * prices; where it read none, what its account valued a position at, or the close of its newest
 * candle. Rules it did not read are those that the same symbol has elsewhere. Confined.
 */
final class RecordedSnapshot implements MarketSnapshot {
  private final long time;
  private final Map<String, Double> marks = new HashMap<>(4);
  private final Map<String, Instrument> instruments;

  /**
   * Of one decision.
   *
   * @param instruments rules by symbol that are known so far; those it read are added
   */
  RecordedSnapshot(DecisionRecord decision, Map<String, Instrument> instruments) {
    this.time = decision.asOf();
    this.instruments = instruments;
    List<Read> reads = decision.reads();
    reads.forEach(this::candles);
    reads.forEach(this::positions);
    reads.forEach(this::told);
    marks.forEach((symbol, price) ->
        instruments.computeIfAbsent(symbol, _ -> DefaultInstrument.of(symbol, price)));
  }

  private void candles(Read read) {
    if (read instanceof Read.OfCandles it && it.window().size() > 0) {
      Candles window = it.window();
      long closed = window.openTime(window.size() - 1) + window.interval().millis();
      if (closed == time || !marks.containsKey(window.symbol())) {
        marks.put(window.symbol(), window.lastClose());
      }
    }
  }

  private void positions(Read read) {
    if (read instanceof Read.OfAccount it) {
      for (Position position : it.account().positions()) {
        BigDecimal gain =
            position
                .unrealised()
                .value()
                .divide(position.quantity().value(), MathContext.DECIMAL64);
        marks.put(position.symbol(), position.averageEntry().value().add(gain).doubleValue());
      }
    }
  }

  private void told(Read read) {
    if (read instanceof Read.OfMark it) {
      marks.put(it.mark().symbol(), it.mark().price().toDouble());
    } else if (read instanceof Read.OfInstrument it) {
      instruments.put(it.instrument().symbol(), it.instrument());
    }
  }

  /** Whether a symbol's price is known. */
  boolean prices(String symbol) {
    return marks.containsKey(symbol);
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public Set<String> symbols() {
    return new TreeSet<>(instruments.keySet());
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
    return time;
  }

  @Override
  public long confirmedAt(String symbol) {
    return time;
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
