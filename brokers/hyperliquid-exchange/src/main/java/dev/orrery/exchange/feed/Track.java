package dev.orrery.exchange.feed;

import dev.orrery.exchange.venue.MarketTick;
import dev.orrery.hyperliquid.market.MarketRules;
import dev.orrery.market.file.BarColumns;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.file.TradeColumns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a market, lap after lap, in market time: milliseconds since the first row of the
 * first lap. A lap lies behind the one before by the span of the data and a natural pause. Where it
 * stands is confined to the player.
 */
final class Track {
  private static final long MINUTE = 60_000;

  private final String coin;
  private final MarketFile file;
  private final MarketRules rules;
  private final int rows;
  private final long span;
  private long step;

  Track(Recorded recorded, MarketRules rules) {
    this.coin = recorded.coin();
    this.file = recorded.file();
    this.rules = rules;
    this.rows = file.rows();
    this.span = Math.max(1, file.time(rows - 1) - file.time(0) + file.pause());
  }

  String coin() {
    return coin;
  }

  MarketFile file() {
    return file;
  }

  /** The step that comes next; steps are counted over all laps. */
  long step() {
    return step;
  }

  void step(long other) {
    step = Math.max(0, other);
  }

  int lap() {
    return (int) (step / rows);
  }

  int row() {
    return (int) (step % rows);
  }

  /** When the next row is due. */
  long due() {
    return time(step);
  }

  private long time(long anyStep) {
    return file.time((int) Math.floorMod(anyStep, (long) rows))
        - file.time(0)
        + Math.floorDiv(anyStep, (long) rows) * span;
  }

  /** The next row as the venue is told it, at a time of its clock. */
  MarketTick next(long atMillis) {
    int row = row();
    step++;
    return switch (file) {
      case TradeColumns trades ->
          new MarketTick.Print(
              coin, atMillis, price(trades.price(row)), size(trades.size(row)), null);
      case BarColumns bars ->
          new MarketTick.Bar(
              coin,
              atMillis,
              price(bars.open(row)),
              price(bars.high(row)),
              price(bars.low(row)),
              price(bars.close(row)),
              size(bars.volume(row)));
    };
  }

  /**
   * Candles of a minute of the venue's clock from before the first row: what the market would have
   * been had it run at this speed, from the laps before.
   */
  List<MarketTick.Bar> minutesBefore(long startMillis, int minutes, double speed) {
    long firstMinute = Math.floorDiv(startMillis, MINUTE) - minutes;
    long begin = -(long) ((startMillis - firstMinute * MINUTE) * speed);
    List<MarketTick.Bar> bars = new ArrayList<>();
    @Nullable Minute minute = null;
    for (long at = firstStepAt(begin); at < 0; at++) {
      long when = startMillis + (long) Math.floor(time(at) / speed);
      long number = Math.floorDiv(when, MINUTE);
      if ((number + 1) * MINUTE > startMillis) {
        break;
      }
      if (minute == null || minute.number != number) {
        add(minute, bars);
        minute = new Minute(number);
      }
      minute.take(file, (int) Math.floorMod(at, (long) rows));
    }
    add(minute, bars);
    return bars;
  }

  /** How many rows there are in so much market time. */
  double rowsIn(double millis) {
    return millis / span * rows;
  }

  private long firstStepAt(long marketMillis) {
    long lap = Math.floorDiv(marketMillis, span);
    long within = Math.floorMod(marketMillis, span);
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (file.time(middle) - file.time(0) < within) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return lap * rows + low;
  }

  private void add(@Nullable Minute minute, List<MarketTick.Bar> bars) {
    if (minute != null) {
      bars.add(
          new MarketTick.Bar(
              coin,
              (minute.number + 1) * MINUTE,
              price(minute.open),
              price(minute.high),
              price(minute.low),
              price(minute.close),
              size(minute.volume)));
    }
  }

  private BigDecimal price(double recorded) {
    return Recorded.price(recorded, rules);
  }

  private BigDecimal size(double recorded) {
    return rules.size(BigDecimal.valueOf(recorded)).orElse(BigDecimal.ZERO);
  }

  /** A minute that is being put together. */
  private static final class Minute {
    private final long number;
    private double open = Double.NaN;
    private double high = Double.NEGATIVE_INFINITY;
    private double low = Double.POSITIVE_INFINITY;
    private double close;
    private double volume;

    Minute(long number) {
      this.number = number;
    }

    void take(MarketFile file, int row) {
      switch (file) {
        case TradeColumns it ->
            take(it.price(row), it.price(row), it.price(row), it.price(row), it.size(row));
        case BarColumns it ->
            take(it.open(row), it.high(row), it.low(row), it.close(row), it.volume(row));
      }
    }

    private void take(double first, double top, double bottom, double last, double size) {
      open = Double.isNaN(open) ? first : open;
      high = Math.max(high, top);
      low = Math.min(low, bottom);
      close = last;
      volume += size;
    }
  }
}
