package dev.orrery.runtime.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeriesRecorderTest {
  /** Candles of one series as arrays: a window is a stretch of them. */
  private record Window(List<double[]> rows, int from, int size) implements Candles {
    @Override
    public String symbol() {
      return "BTC";
    }

    @Override
    public Interval interval() {
      return Interval.MINUTE;
    }

    @Override
    public long openTime(int index) {
      return (long) rows.get(from + index)[0];
    }

    @Override
    public double open(int index) {
      return rows.get(from + index)[1];
    }

    @Override
    public double high(int index) {
      return rows.get(from + index)[2];
    }

    @Override
    public double low(int index) {
      return rows.get(from + index)[3];
    }

    @Override
    public double close(int index) {
      return rows.get(from + index)[4];
    }

    @Override
    public double volume(int index) {
      return rows.get(from + index)[5];
    }

    @Override
    public double highest(int first, int to) {
      throw new AssertionError("not read");
    }

    @Override
    public double lowest(int first, int to) {
      throw new AssertionError("not read");
    }

    @Override
    public double meanClose(int first, int to) {
      throw new AssertionError("not read");
    }

    @Override
    public double[] closes() {
      throw new AssertionError("not read");
    }
  }

  @Test
  void leadsFromTheDigestsBackToTheCandlesWhateverWasReadBefore() {
    Seeds.each(
        100,
        random -> {
          List<double[]> rows = rows(random, 300);
          SeriesRecorder recorder = new SeriesRecorder();
          Map<String, SeriesPoint> journal = new HashMap<>();
          for (int read = 0; read < 60; read++) {
            int size = 1 + random.nextInt(200);
            Window window = new Window(rows, random.nextInt(rows.size() - size + 1), size);
            List<String> digests = digests(recorder, window, journal);
            assertThat(digests(recorder, window, journal)).isEqualTo(digests);
            assertLeadsBack(window, digests, journal);
            if (random.nextInt(5) == 0) {
              rows.get(random.nextInt(rows.size()))[4] += 1; // corrected by the feed
            }
          }
        });
  }

  @Test
  void writesEachCandleOnceAsTheWindowMovesOn() {
    List<double[]> rows = rows(new SplittableRandom(1), 400);
    SeriesRecorder recorder = new SeriesRecorder();
    Map<String, SeriesPoint> journal = new HashMap<>();
    for (int i = 0; i + 30 <= rows.size(); i++) {
      digests(recorder, new Window(rows, i, 30), journal);
    }
    assertThat(journal).hasSize(rows.size());
  }

  @Test
  void namesTheSameRunTheSameInTwoProcesses() {
    List<double[]> rows = rows(new SplittableRandom(2), 200);
    Window window = new Window(rows, 40, 100);
    assertThat(new SeriesRecorder().digests(window, new ArrayList<>()))
        .isEqualTo(new SeriesRecorder().digests(window, new ArrayList<>()));
  }

  private static List<String> digests(
      SeriesRecorder recorder, Candles window, Map<String, SeriesPoint> journal) {
    List<SeriesPoint> fresh = new ArrayList<>();
    List<String> digests = recorder.digests(window, fresh);
    fresh.forEach(point -> journal.put(point.digest(), point));
    return digests;
  }

  /** Walks each chain from its last candle to the first that the window has of the block. */
  private static void assertLeadsBack(
      Window window, List<String> digests, Map<String, SeriesPoint> journal) {
    int at = window.size() - 1;
    for (String last : digests.reversed()) {
      long block = Math.floorDiv(window.openTime(at), 64 * 60_000L);
      String digest = last;
      while (at >= 0 && Math.floorDiv(window.openTime(at), 64 * 60_000L) == block) {
        SeriesPoint point = Objects.requireNonNull(journal.get(digest));
        assertThat(point.openTime()).isEqualTo(window.openTime(at));
        assertThat(point.open()).isEqualTo(window.open(at));
        assertThat(point.close()).isEqualTo(window.close(at));
        assertThat(point.volume()).isEqualTo(window.volume(at));
        digest = point.previous();
        at--;
      }
    }
    assertThat(at).isEqualTo(-1);
  }

  /** Candles with a gap here and there. */
  private static List<double[]> rows(SplittableRandom random, int count) {
    List<double[]> rows = new ArrayList<>();
    long time = 1_709_251_200_000L;
    for (int i = 0; i < count; i++) {
      time += 60_000L * (random.nextInt(10) == 0 ? 3 : 1);
      double price = 100 + random.nextInt(50);
      rows.add(new double[] {time, price, price + 2, price - 2, price + 1, random.nextInt(9)});
    }
    return rows;
  }
}
