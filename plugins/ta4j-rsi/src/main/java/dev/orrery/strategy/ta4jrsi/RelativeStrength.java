package dev.orrery.strategy.ta4jrsi;

import dev.orrery.api.market.Candles;
import java.time.Duration;
import java.time.Instant;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.num.DoubleNumFactory;

/** Hands candles to ta4j. Pure functions: a series lives for one decision. */
final class RelativeStrength {
  private RelativeStrength() {}

  /** The relative strength index at the newest candle, 0 to 100. */
  static double of(Candles bars, int period) {
    BarSeries series = series(bars);
    return new RSIIndicator(new ClosePriceIndicator(series), period)
        .getValue(series.getEndIndex())
        .doubleValue();
  }

  private static BarSeries series(Candles bars) {
    BarSeries series =
        new BaseBarSeriesBuilder()
            .withName(bars.symbol())
            .withNumFactory(DoubleNumFactory.getInstance())
            .build();
    Duration length = bars.interval().duration();
    for (int i = 0; i < bars.size(); i++) {
      series
          .barBuilder()
          .timePeriod(length)
          .endTime(Instant.ofEpochMilli(bars.openTime(i)).plus(length))
          .openPrice(bars.open(i))
          .highPrice(bars.high(i))
          .lowPrice(bars.low(i))
          .closePrice(bars.close(i))
          .volume(bars.volume(i))
          .add();
    }
    return series;
  }
}
