package dev.orrery.market.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketFeed;
import dev.orrery.testing.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JointReplayTest {
  private static final long START = 1_709_251_200_000L;
  private static final long MINUTE = 60_000;

  @TempDir Path folder = Path.of("");

  private Replay bars(String symbol, long firstMinute, int minutes, int... left) throws Exception {
    StringBuilder text = new StringBuilder("time_ms,open,high,low,close,volume\n");
    List<Integer> without = new ArrayList<>();
    for (int minute : left) {
      without.add(minute);
    }
    for (int i = 0; i < minutes; i++) {
      if (!without.contains(i)) {
        double price = 100 + i;
        text.append(START + (firstMinute + i) * MINUTE)
            .append(",%s,%s,%s,%s,1%n".formatted(price, price, price, price));
      }
    }
    return Replay.of(Files.writeString(folder.resolve(symbol + ".csv"), text), symbol);
  }

  /** What each event of the feed, and each firing, could see, a line each. */
  private static List<String> played(JointReplay market) throws Exception {
    List<String> lines = new ArrayList<>();
    MarketFeed feed = market.open(Optional.empty());
    MarketBoard board = MarketBoard.of(feed.instruments(), feed.timeline());
    board.keep("A", Interval.of("2m"), 5);
    board.listen(
        MarketBoard.Phase.BROKERS,
        (event, now) -> {
          if (!(event instanceof MarketEvent.History)) {
            lines.add("row " + at(event.time()) + " " + symbol(event));
          }
        });
    board.listen(
        MarketBoard.Phase.FIRINGS,
        (event, now) -> {
          if (event instanceof MarketEvent.Bar bar) {
            lines.add(
                "%s %s %s A=%s B=%s"
                    .formatted(
                        bar.interval(),
                        at(bar.time()),
                        bar.symbol(),
                        now.mark("A"),
                        now.mark("B")));
          }
        });
    feed.run(board);
    return lines;
  }

  private static long at(long time) {
    return (time - START) / MINUTE;
  }

  private static String symbol(MarketEvent event) {
    return event instanceof MarketEvent.Bar bar
        ? bar.symbol()
        : ((MarketEvent.Trade) event).symbol();
  }

  @Test
  void whoIsWokenByOneSymbolSeesAllOfTheInstant() throws Exception {
    JointReplay market = JointReplay.of(List.of(bars("B", 0, 4), bars("A", 1, 4, 1)));
    assertThat(played(market))
        .containsExactly(
            "row 2 B",
            "row 2 A",
            "1m 2 B A=100.0 B=101.0",
            "1m 2 A A=100.0 B=101.0",
            "2m 2 A A=100.0 B=101.0",
            "row 3 B",
            "1m 3 B A=100.0 B=102.0",
            "row 4 B",
            "row 4 A",
            "1m 4 B A=102.0 B=103.0",
            "1m 4 A A=102.0 B=103.0",
            "2m 4 A A=102.0 B=103.0");
  }

  @Test
  void whatOneHasBeforeTheOthersWarmsItsCandles() throws Exception {
    JointReplay market = JointReplay.of(List.of(bars("A", 0, 20), bars("B", 10, 10)));
    MarketFeed feed = market.open(Optional.empty());
    MarketBoard board = MarketBoard.of(feed.instruments(), feed.timeline());
    board.keep("A", Interval.of("5m"), 9);
    board.keep("B", Interval.of("5m"), 9);
    List<Integer> sizes = new ArrayList<>();
    board.listen(
        MarketBoard.Phase.FIRINGS,
        (event, now) -> {
          if (event instanceof MarketEvent.Bar bar && bar.interval().millis() == 5 * MINUTE) {
            sizes.add(candles(now.candles("A", bar.interval(), 9)).size());
            sizes.add(candles(now.candles("B", bar.interval(), 9)).size());
          }
        });
    feed.run(board);
    // At 15 and 20 minutes, for each of the two.
    assertThat(sizes).containsExactly(3, 1, 3, 1, 4, 2, 4, 2);
  }

  private static Candles candles(@Nullable Candles known) {
    return Objects.requireNonNull(known);
  }

  /** Every row comes once, in the order of times and then of symbols, whatever the files hold. */
  @Test
  void mergesByTimeThenSymbol() {
    Seeds.each(
        30,
        random -> {
          List<Replay> replays = new ArrayList<>();
          List<String> expected = new ArrayList<>();
          int symbols = 2 + random.nextInt(3);
          for (int i = 0; i < symbols; i++) {
            replays.add(trades(random, String.valueOf((char) ('A' + i))));
          }
          JointReplay market = JointReplay.of(replays);
          record Row(long time, int symbol) {}
          List<Row> rows = new ArrayList<>();
          for (int i = 0; i < symbols; i++) {
            for (int row = 0; row < replays.get(i).data().rows(); row++) {
              long time = replays.get(i).data().time(row);
              if (time >= market.from() && time < market.until()) {
                rows.add(new Row(time, i));
              }
            }
          }
          rows.sort(Comparator.comparingLong(Row::time).thenComparingInt(Row::symbol));
          rows.forEach(r -> expected.add("row " + at(r.time) + " " + (char) ('A' + r.symbol)));
          assertThat(played(market).stream().filter(line -> line.startsWith("row ")))
              .containsExactlyElementsOf(expected);
        });
  }

  private Replay trades(SplittableRandom random, String symbol) throws Exception {
    StringBuilder text = new StringBuilder("time_ms,price,size\n");
    long time = START + random.nextInt(5) * 1_000L;
    for (int i = 0; i < 40; i++) {
      text.append(time).append(",100,1\n");
      time += random.nextInt(3) * 1_000L;
    }
    text.append(START + 100_000).append(",100,1\n");
    return Replay.of(Files.writeString(Files.createTempFile(folder, symbol, ".csv"), text), symbol);
  }

  @Test
  void refusesWhatCannotBePlayedTogether() throws Exception {
    Replay a = bars("A", 0, 5);
    Replay later = bars("B", 10, 5);
    assertThatThrownBy(() -> JointReplay.of(List.of(a, a)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("market A: A is there twice");
    assertThatThrownBy(() -> JointReplay.of(List.of(a, later)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "the market: has no time that all symbols cover (A has 2024-03-01T00:01:00Z to"
                + " 2024-03-01T00:05:00Z; B has 2024-03-01T00:11:00Z to 2024-03-01T00:15:00Z)");
  }
}
