package dev.orrery.exchange.venue.market;

import dev.orrery.hyperliquid.wire.info.Candle;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The candles of a market, of every length. */
public final class Candles {
  /**
   * The candles of one length, to be kept.
   *
   * @param step the length
   * @param candles oldest first
   */
  public record Saved(CandleStep step, List<Candle> candles) {}

  private final String coin;
  private final Map<CandleStep, CandleSeries> series = new EnumMap<>(CandleStep.class);

  Candles(String coin) {
    this.coin = coin;
    for (CandleStep step : CandleStep.values()) {
      series.put(step, new CandleSeries(coin, step));
    }
  }

  /** A trade. */
  void trade(long time, BigDecimal px, BigDecimal sz) {
    add(time, new Candle(time, time, coin, "", px, px, px, px, sz, 1));
  }

  /** Trading of a moment, summed up. */
  public void add(long time, Candle trading) {
    for (CandleSeries each : series.values()) {
      each.add(time, trading);
    }
  }

  /** Candles that begin within a range, the last {@code limit} of them. */
  public List<Candle> between(CandleStep step, long from, long to, int limit) {
    return of(step).between(from, to, limit);
  }

  /** The candle that still forms, of every length that has one. */
  public List<Candle> forming() {
    List<Candle> all = new ArrayList<>();
    for (CandleSeries each : series.values()) {
      all.addAll(each.between(Long.MIN_VALUE, Long.MAX_VALUE, 1));
    }
    return all;
  }

  List<Saved> saved() {
    List<Saved> all = new ArrayList<>();
    series.forEach((step, candles) -> all.add(new Saved(step, candles.all())));
    return all;
  }

  void load(List<Saved> saved) {
    saved.forEach(each -> of(each.step()).load(each.candles()));
  }

  private CandleSeries of(CandleStep step) {
    CandleSeries found = series.get(step);
    if (found == null) {
      throw new IllegalStateException("no candles of " + step);
    }
    return found;
  }
}
