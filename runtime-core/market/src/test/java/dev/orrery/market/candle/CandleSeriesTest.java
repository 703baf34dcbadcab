package dev.orrery.market.candle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandleSeriesTest {
  private static CandleSeries series(int keep) {
    return new CandleSeries("BTC", Interval.MINUTE, keep, Long.MIN_VALUE);
  }

  private static Candle candle(int minute) {
    return new Candle(minute * 60_000L, minute, minute + 2, minute - 2, minute + 1, minute);
  }

  private static double[] closes(int from, int to) {
    return IntStream.range(from, to).mapToDouble(i -> i + 1).toArray();
  }

  @Test
  void windowsStayWhatTheyAreWhenTheSeriesGrowsAndIsTrimmed() {
    Seeds.each(
        40,
        random -> {
          int keep = 1 + random.nextInt(300);
          CandleSeries series = series(keep);
          List<Candles> windows = new ArrayList<>();
          List<double[]> expected = new ArrayList<>();
          int total = random.nextInt(3_000);
          for (int i = 0; i < total; i++) {
            series.whole(candle(i));
            if (random.nextInt(10) == 0) {
              int wanted = 1 + random.nextInt(keep);
              windows.add(series.slice().last(wanted));
              expected.add(closes(Math.max(0, i + 1 - wanted), i + 1));
            }
            if (random.nextInt(500) == 0) {
              series.keepAtLeast(random.nextInt(600));
            }
          }
          for (int i = 0; i < windows.size(); i++) {
            assertThat(windows.get(i).closes()).isEqualTo(expected.get(i));
          }
        });
  }

  @Test
  void keepsAtLeastWhatWasAskedForAndNotEverything() {
    CandleSeries series = series(100);
    for (int i = 0; i < 100_000; i++) {
      series.whole(candle(i));
      if (i >= 100) {
        assertThat(series.slice().last(Integer.MAX_VALUE).size()).isBetween(100, 300);
      }
    }
  }

  @Test
  void windowsAnswerByIndexAndRange() {
    CandleSeries series = series(10);
    IntStream.range(0, 10).forEach(i -> series.whole(candle(i)));
    Candles last = series.slice().last(4);
    assertThat(last.size()).isEqualTo(4);
    assertThat(last.openTime(0)).isEqualTo(6 * 60_000);
    assertThat(last.open(3)).isEqualTo(9);
    assertThat(last.high(3)).isEqualTo(11);
    assertThat(last.low(3)).isEqualTo(7);
    assertThat(last.volume(3)).isEqualTo(9);
    assertThat(last.lastClose()).isEqualTo(10);
    assertThat(last.highest(0, 2)).isEqualTo(9);
    assertThat(last.lowest(1, 4)).isEqualTo(5);
    assertThat(last.meanClose(0, 4)).isEqualTo(8.5);
    assertThatThrownBy(() -> last.close(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> last.close(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> last.highest(0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> last.highest(2, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> last.meanClose(3, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTradeAtTheVeryEndBelongsToTheNextCandle() {
    CandleSeries series = series(10);
    series.trade(59_999, 1, 1);
    series.trade(60_000, 2, 1);
    assertThat(series.nextEnd()).isEqualTo(60_000);
    assertThat(series.close(59_999)).isNull();
    assertThat(series.close(60_000)).isEqualTo(new Candle(0, 1, 1, 1, 1, 1));
    assertThat(series.close(60_000)).isNull();
    assertThat(series.close(120_000)).isEqualTo(new Candle(60_000, 2, 2, 2, 2, 1));
  }

  @Test
  void leavesOutATradeThatComesAfterItsCandleWasClosed() {
    CandleSeries series = series(10);
    series.trade(1_000, 1, 1);
    series.close(60_000);
    series.trade(59_000, 9, 9);
    assertThat(series.close(Long.MAX_VALUE)).isNull();
    assertThat(series.slice().last(10).closes()).containsExactly(1);
  }

  @Test
  void fillingTwiceChangesNothing() {
    CandleSeries series = series(10);
    series.whole(candle(5));
    series.whole(candle(6));
    List<Candle> past = IntStream.range(0, 7).mapToObj(CandleSeriesTest::candle).toList();
    series.fill(past, 7 * 60_000);
    series.fill(past, 7 * 60_000);
    assertThat(series.slice().last(100).closes()).isEqualTo(closes(0, 7));
  }
}
