package dev.orrery.market.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.file.DataSummary;
import dev.orrery.testing.Await;
import dev.orrery.testing.Seeds;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final Optional<FeedPosition> START = Optional.empty();
  private static final long SCHEDULE_MILLIS = 17_000;

  @TempDir Path folder = Path.of("");

  /** Trades with bursts, silences, and times on the ends of candles. */
  private Path trades(SplittableRandom random, int rows) throws Exception {
    StringBuilder text = new StringBuilder("seconds,price,amount\n");
    long second = 1_385_337_600L + random.nextInt(1_000);
    for (int i = 0; i < rows; i++) {
      second +=
          switch (random.nextInt(8)) {
            case 0, 1, 2 -> 0;
            case 3, 4 -> random.nextInt(10);
            case 5 -> 60 - second % 60;
            case 6 -> random.nextInt(120);
            default -> random.nextInt(10) == 0 ? random.nextInt(2_000) : 1;
          };
      text.append(second).append(',').append(100 + random.nextInt(20)).append(",1.5\n");
    }
    return write(text);
  }

  private Path bars(SplittableRandom random, int rows) throws Exception {
    StringBuilder text = new StringBuilder("time_ms,open,high,low,close,volume\n");
    long minute = 23_089_000L;
    for (int i = 0; i < rows; i++) {
      minute += i < 2 ? 1 : 1 + (random.nextInt(6) == 0 ? random.nextInt(30) : 0);
      int price = 100 + random.nextInt(20);
      text.append(minute * 60_000)
          .append(",%d,%d,%d,%d,2.5%n".formatted(price, price + 2, price - 2, price + 1));
    }
    return write(text);
  }

  private Path write(CharSequence text) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "data", ".csv"), text);
  }

  private Replay random(SplittableRandom random) throws Exception {
    Path file = random.nextBoolean() ? trades(random, 150) : bars(random, 100);
    return Replay.of(file, "BTC").simulated().laps(1 + random.nextInt(3));
  }

  @Nested
  class InAWindow {
    @Test
    void playsItsRowsAndKnowsWhatLiesBefore() {
      Seeds.each(
          25,
          random -> {
            Replay whole = random(random).laps(1);
            int rows = whole.data().rows();
            int first = random.nextInt(rows);
            long from = whole.data().time(first);
            long until = from + 60_000L * (1 + random.nextInt(100));
            Replay window = whole.window(from, until);
            Replay.Part part = window.part();
            for (int row = 0; row < rows; row++) {
              long time = whole.data().time(row);
              assertThat(row >= part.first() && row < part.end())
                  .isEqualTo(time >= from && time < until);
            }
            try (MarketFeed feed = window.open(START)) {
              assertThat(feed.timeline().kind()).isEqualTo(Timeline.Kind.SIMULATED);
              assertThat(feed.timeline().nowMillis()).isEqualTo(from - 1);
              assertThat(feed.history("BTC", Interval.MINUTE, 5))
                  .allMatch(bar -> bar.openTime() < from);
              assertThat(feed.history("BTC", Interval.MINUTE, 5).isEmpty())
                  .isEqualTo(part.first() == 0);
            }
          });
    }

    @Test
    void thatIsEmptyIsAProblem() throws Exception {
      Replay whole = Replay.of(write("seconds,price,amount\n60,1,1\n120,1,1\n"), "BTC");
      assertThatThrownBy(() -> whole.window(121_000, Long.MAX_VALUE).open(START))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining(
              "has nothing from 1970-01-01T00:02:01Z (it covers 1970-01-01T00:01:00Z to"
                  + " 1970-01-01T00:02:00Z)");
      assertThat(whole.window(120_000, 120_001).part()).isEqualTo(new Replay.Part(1, 2));
    }
  }

  @Nested
  class Resumed {
    @Test
    void goesOnAsIfItHadNeverBeenInterrupted() {
      Seeds.each(
          25,
          random -> {
            Replay replay = random(random);
            Recorder whole = new Recorder(replay, START, SCHEDULE_MILLIS).run();
            int cut = random.nextInt(whole.positions.size());
            FeedPosition position = whole.positions.get(cut);
            if (position.row() < 0) {
              return;
            }
            int first = whole.positions.indexOf(position);
            Recorder resumed = new Recorder(replay, Optional.of(position), SCHEDULE_MILLIS).run();
            assertThat(resumed.lines).isEqualTo(whole.lines.subList(first, whole.lines.size()));
          });
    }

    @Test
    void beginsAnewWithAPositionOfAnotherSource() throws Exception {
      Replay replay = Replay.of(trades(new SplittableRandom(1), 20), "BTC").simulated();
      try (MarketFeed feed = replay.open(Optional.of(new FeedPosition("other", 7, 1, 5)))) {
        FeedPosition position = feed.position().orElseThrow();
        assertThat(position.row()).isEqualTo(-1);
        assertThat(position.source()).startsWith("BTC sha256:");
      }
    }

    @Test
    void knowsItsPositionBeforeItRuns() throws Exception {
      Replay replay = Replay.of(trades(new SplittableRandom(1), 20), "BTC").simulated().laps(3);
      Recorder whole = new Recorder(replay, START, SCHEDULE_MILLIS).run();
      FeedPosition last = whole.feed().position().orElseThrow();
      assertThat(last.row()).isEqualTo(19);
      assertThat(last.lap()).isEqualTo(2);
      try (MarketFeed resumed = replay.open(Optional.of(last))) {
        assertThat(resumed.position()).contains(last);
        assertThat(resumed.timeline().nowMillis()).isEqualTo(last.time() - 1);
      }
    }
  }

  @Nested
  class Paced {
    @Test
    void showsExactlyWhatASimulatedOneShows() {
      Seeds.each(
          6,
          random -> {
            Replay replay = random(random).laps(1);
            Recorder simulated = new Recorder(replay, START, SCHEDULE_MILLIS).run();
            Recorder paced = new Recorder(replay.speed(400_000), START, SCHEDULE_MILLIS).run();
            assertThat(paced.lines).isEqualTo(simulated.lines);
          });
    }

    @Test
    void endsSoonWhenClosedWithoutShowingMore() throws Exception {
      Replay replay = Replay.of(write("10,1,1\n11,1,1\n100000,1,1\n"), "BTC").speed(1_000);
      Recorder recorder = new Recorder(replay, START, 3_600_000);
      Thread thread = run(recorder);
      Await.until(() -> recorder.lines.stream().filter(it -> it.contains("Trade")).count() == 2);
      recorder.feed().close();
      recorder.feed().close();
      thread.join();
      assertThat(recorder.lines)
          .hasSize(2 + (int) recorder.lines.stream().filter(it -> !it.contains("Trade")).count());
      assertThat(recorder.feed().position().orElseThrow().row()).isEqualTo(1);
      assertThat(recorder.feed().timeline().nowMillis()).isLessThan(100_000_000);
    }

    @Test
    void endsWhenInterrupted() throws Exception {
      Replay replay = Replay.of(write("10,1,1\n100000,1,1\n"), "BTC").speed(1);
      Recorder recorder = new Recorder(replay, START, 3_600_000);
      List<Throwable> thrown = new ArrayList<>();
      Thread thread =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  recorder.run();
                } catch (InterruptedException e) {
                  thrown.add(e);
                }
              });
      Await.until(() -> !recorder.lines.isEmpty());
      thread.interrupt();
      thread.join();
      assertThat(thrown).hasSize(1);
      assertThat(recorder.lines).hasSize(1);
    }
  }

  @Nested
  class OnTheWall {
    @Test
    void shiftsRowsToNowLapAfterLap() throws Exception {
      Replay replay = Replay.of(write("10,1,1\n10,2,1\n11,3,1\n"), "BTC").wall();
      assertThat(replay.describe()).endsWith("wall");
      List<MarketEvent.Trade> heard = new ArrayList<>();
      List<Long> late = new ArrayList<>();
      long before = System.currentTimeMillis();
      try (MarketFeed feed = replay.open(START)) {
        assertThat(feed.timeline().kind()).isEqualTo(Timeline.Kind.WALL);
        MarketBoard board = MarketBoard.of(feed.instruments(), feed.timeline());
        board.listen(
            MarketBoard.Phase.FIRINGS,
            (event, now) -> {
              if (event instanceof MarketEvent.Trade trade) {
                heard.add(trade);
                late.add(feed.timeline().nowMillis() - trade.time());
                if (heard.size() == 4) {
                  feed.close();
                }
              }
            });
        feed.run(board);
        assertThat(heard.getFirst().time()).isGreaterThanOrEqualTo(before);
        assertThat(heard).extracting(MarketEvent.Trade::price).containsExactly(1.0, 2.0, 3.0, 1.0);
        assertThat(heard.get(2).time() - heard.get(0).time()).isEqualTo(1_000);
        assertThat(heard.get(3).time() - heard.get(2).time()).isEqualTo(1_000);
        assertThat(late).allMatch(it -> it >= 0);
        assertThat(feed.position().orElseThrow().lap()).isEqualTo(1);
      }
    }

    @Test
    void goesOnFromItsRowShiftedToNow() throws Exception {
      Replay replay = Replay.of(write("10,1,1\n70,2,1\n130,3,1\n131,4,1\n"), "BTC").wall();
      FeedPosition at;
      try (MarketFeed feed = replay.open(START)) {
        at = new FeedPosition(feed.position().orElseThrow().source(), 2, 0, 5);
      }
      Recorder recorder = new Recorder(replay, Optional.of(at), 3_600_000);
      long now = recorder.feed().timeline().nowMillis();
      Thread thread = run(recorder);
      Await.until(() -> recorder.lines.stream().anyMatch(it -> it.contains("price=4.0")));
      recorder.feed().close();
      thread.join();
      assertThat(recorder.lines.getFirst()).contains("price=3.0");
      assertThat(recorder.feed().position().orElseThrow().time()).isBetween(now, now + 20_000);
      assertThat(recorder.board().snapshot().candles("BTC", Interval.of("10s"), 5))
          .satisfies(it -> assertThat(it.size()).isGreaterThanOrEqualTo(2));
    }
  }

  @Nested
  class Freshness {
    @Test
    void agesOnlyInsideLongGaps() throws Exception {
      Replay replay = Replay.of(write("0,1,1\n599,1,1\n1199,1,1\n1200,1,1\n"), "BTC").simulated();
      assertThat(ages(replay, 30_000, 590_000)).allMatch(it -> it < 5_000);
      assertThat(ages(replay, 604_000, 1_198_000)).allMatch(it -> it >= 5_000);
    }

    @Test
    void doesNotAgeInsideGapsOfFewerThanThreeCandles() throws Exception {
      String row = ",1,1,1,1,1\n";
      Replay replay =
          Replay.of(
                  write(
                      "time_ms,open,high,low,close,volume\n0"
                          + row
                          + 3_600_000
                          + row
                          + 3 * 3_600_000
                          + row
                          + 6 * 3_600_000
                          + row
                          + 7 * 3_600_000
                          + row),
                  "BTC")
              .simulated();
      assertThat(ages(replay, 3_600_000, 4 * 3_600_000)).allMatch(it -> it < 5_000);
      assertThat(ages(replay, 4 * 3_600_000 + 5_000, 7 * 3_600_000 - 1))
          .allMatch(it -> it >= 5_000);
    }

    /** Ages of the price, looked at every 1.7 s from one time to another. */
    private List<Long> ages(Replay replay, long from, long to) throws Exception {
      List<Long> ages = new ArrayList<>();
      try (MarketFeed feed = replay.open(START)) {
        MarketBoard board = MarketBoard.of(feed.instruments(), feed.timeline());
        for (long time = from; time <= to; time += 1_700) {
          long due = time;
          feed.timeline().at(due, () -> ages.add(due - board.snapshot().confirmedAt("BTC")));
        }
        feed.run(board);
      }
      assertThat(ages).isNotEmpty();
      return ages;
    }
  }

  @Nested
  class Bundled {
    @Test
    void isTheRecordedMarketInOrder() throws Exception {
      DataSummary summary = Replay.bundled().summary();
      assertThat(summary.rows()).isGreaterThanOrEqualTo(99_999);
      assertThat(summary.from()).isEqualTo(1_385_337_600_000L);
      assertThat(summary.to()).isEqualTo(1_385_913_725_000L);
      assertThat(summary.gaps()).isEqualTo(1);
    }

    @Test
    void buildsTheCandlesOfAWeek() throws Exception {
      try (MarketFeed feed = Replay.bundled().simulated().open(START)) {
        MarketBoard board = MarketBoard.of(feed.instruments(), feed.timeline());
        board.keep("BTC", Interval.HOUR, 1_000);
        feed.run(board);
        assertThat(board.snapshot().candles("BTC", Interval.HOUR, 1_000))
            .satisfies(it -> assertThat(it.size()).isEqualTo(160));
        assertThat(board.snapshot().mark("BTC")).isEqualTo(999);
      }
    }

    @Test
    void hasTheRulesOfItsSymbol() {
      try (MarketFeed feed = Replay.bundled().simulated().open(START)) {
        assertThat(feed.instruments().getFirst().symbol()).isEqualTo("BTC");
        assertThat(feed.instruments().getFirst().quantityStep())
            .isEqualTo(new BigDecimal("0.00001"));
        assertThat(feed.instruments().getFirst().priceRule().increment())
            .isEqualTo(new BigDecimal("0.1"));
        assertThat(feed.instruments().getFirst().maxLeverage()).isEqualTo(40);
      }
    }
  }

  @Test
  void warmsCandlesKeptWhileItRuns() throws Exception {
    Replay replay = Replay.of(trades(new SplittableRandom(3), 300), "BTC").simulated();
    Recorder whole = new Recorder(replay, START, SCHEDULE_MILLIS).run();
    try (MarketFeed feed = replay.open(START)) {
      MarketBoard board = MarketBoard.of(feed.instruments(), feed.timeline());
      long half = (replay.summary().from() + replay.summary().to()) / 2;
      feed.timeline().at(half, () -> feed.warm(board, "BTC", Interval.MINUTE, 20));
      feed.run(board);
      assertThat(board.snapshot().candles("BTC", Interval.MINUTE, 20))
          .satisfies(late ->
              assertThat(late.closes())
                  .isEqualTo(
                      java.util.Objects.requireNonNull(
                              whole.board().snapshot().candles("BTC", Interval.MINUTE, 20))
                          .closes()));
    }
  }

  @Test
  void tellsOfAMissingFileWhenItIsOpened() {
    Replay replay = Replay.of(folder.resolve("none.csv"), "BTC");
    assertThat(replay.describe()).isEqualTo("replay none x600 paced");
    assertThatThrownBy(() -> replay.open(START)).isInstanceOf(ProblemException.class);
  }

  private static Thread run(Recorder recorder) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            recorder.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
