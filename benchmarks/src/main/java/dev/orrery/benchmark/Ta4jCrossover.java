package dev.orrery.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ta4j.core.Bar;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBar;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Strategy;
import org.ta4j.core.Trade;
import org.ta4j.core.TradingRecord;
import org.ta4j.core.analysis.cost.LinearTransactionCostModel;
import org.ta4j.core.analysis.cost.ZeroCostModel;
import org.ta4j.core.backtest.BarSeriesManager;
import org.ta4j.core.backtest.TradeOnCurrentCloseModel;
import org.ta4j.core.indicators.averages.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.num.DoubleNumFactory;
import org.ta4j.core.num.Num;
import org.ta4j.core.rules.OverIndicatorRule;
import org.ta4j.core.rules.UnderIndicatorRule;

/**
 * The same crossover by ta4j, with doubles for numbers, which is the fast one of its two. The bars
 * are made once; indicators, which keep what they have worked out, are new with each round.
 */
final class Ta4jCrossover {
  private static final double TAKER_FEE = 0.000_45;

  private final int fast;
  private final int slow;
  private final BarSeries series;

  Ta4jCrossover(int fast, int slow, GenerateBars bars) {
    this.fast = fast;
    this.slow = slow;
    this.series = series(bars);
  }

  private static BarSeries series(GenerateBars bars) {
    DoubleNumFactory numbers = DoubleNumFactory.getInstance();
    Duration minute = Duration.ofMillis(GenerateBars.MINUTE_MILLIS);
    Num none = numbers.zero();
    List<Bar> all = new ArrayList<>(bars.count());
    for (int i = 0; i < bars.count(); i++) {
      Instant open = Instant.ofEpochMilli(bars.openTime(i));
      all.add(
          new BaseBar(
              minute,
              open,
              open.plus(minute),
              numbers.numOf(bars.open(i)),
              numbers.numOf(bars.high(i)),
              numbers.numOf(bars.low(i)),
              numbers.numOf(bars.close(i)),
              numbers.numOf(bars.volume(i)),
              none,
              0));
    }
    return new BaseBarSeriesBuilder().withNumFactory(numbers).withBars(all).build();
  }

  /** Plays all bars; positions closed. */
  int run() {
    ClosePriceIndicator closes = new ClosePriceIndicator(series);
    SMAIndicator fastMean = new SMAIndicator(closes, fast);
    SMAIndicator slowMean = new SMAIndicator(closes, slow);
    Strategy strategy =
        new BaseStrategy(
            new OverIndicatorRule(fastMean, slowMean),
            new UnderIndicatorRule(fastMean, slowMean),
            slow - 1);
    TradingRecord record =
        new BarSeriesManager(
                series,
                new LinearTransactionCostModel(TAKER_FEE),
                new ZeroCostModel(),
                new TradeOnCurrentCloseModel())
            .run(strategy, Trade.TradeType.BUY, series.numFactory().numOf(0.01));
    return record.getPositionCount();
  }
}
