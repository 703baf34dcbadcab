package dev.orrery.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.testing.Seeds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Candles of the board against candles made by looking at everything. */
class CandlesFromTradesTest {
  private static final Instrument BTC =
      new Instrument(
          "BTC", new PriceRule(BigDecimal.ONE, 5), new BigDecimal("0.1"), Usd.of(10), 40);

  private static final List<Interval> INTERVALS =
      List.of(Interval.of("3s"), Interval.of("10s"), Interval.MINUTE, Interval.of("3m"));

  @Test
  void equalThoseOfABruteForceSearchAndNeverLookAhead() {
    Seeds.each(
        60,
        random -> {
          List<MarketEvent.Trade> trades = trades(random);
          SimulatedTimeline timeline = new SimulatedTimeline(trades.getFirst().time());
          MarketBoard board = MarketBoard.of(List.of(BTC), timeline);
          INTERVALS.forEach(interval -> board.keep("BTC", interval, 10_000));
          List<MarketEvent.Bar> fired = new ArrayList<>();
          List<MarketEvent.Trade> published = new ArrayList<>();
          board.listen(
              MarketBoard.Phase.FIRINGS,
              (event, now) -> {
                if (event instanceof MarketEvent.Bar bar) {
                  fired.add(bar);
                  checkFired(bar, now, published, timeline.nowMillis());
                }
              });
          for (MarketEvent.Trade trade : trades) {
            timeline.step(
                trade.time(),
                () -> {
                  published.add(trade);
                  board.publish(trade);
                });
          }
          timeline.advanceTo(trades.getLast().time() + 200_000);
          for (Interval interval : INTERVALS) {
            List<MarketEvent.Bar> expected = bruteForce(trades, interval);
            assertThat(fired.stream().filter(it -> it.interval().equals(interval)).toList())
                .isEqualTo(expected);
            Candles all = Objects.requireNonNull(board.snapshot().candles("BTC", interval, 10_000));
            assertThat(bars(all)).isEqualTo(expected);
          }
          for (int i = 1; i < fired.size(); i++) {
            MarketEvent.Bar one = fired.get(i - 1);
            MarketEvent.Bar next = fired.get(i);
            assertThat(one.time()).isLessThanOrEqualTo(next.time());
            assertThat(one.time() < next.time() || one.interval().compareTo(next.interval()) < 0)
                .isTrue();
          }
        });
  }

  private static void checkFired(
      MarketEvent.Bar bar, MarketSnapshot now, List<MarketEvent.Trade> published, long time) {
    assertThat(time).isEqualTo(bar.time());
    assertThat(bar)
        .isEqualTo(
            bruteForce(published, bar.interval()).stream()
                .filter(it -> it.openTime() == bar.openTime())
                .findFirst()
                .orElseThrow());
    Candles seen = Objects.requireNonNull(now.candles("BTC", bar.interval(), 1));
    assertThat(bars(seen)).containsExactly(bar);
  }

  @Test
  void fromSmallerCandlesEqualThoseFromTrades() {
    Seeds.each(
        60,
        random -> {
          List<MarketEvent.Trade> trades = trades(random);
          List<MarketEvent.Bar> small = bruteForce(trades, Interval.of("3s"));
          SimulatedTimeline timeline = new SimulatedTimeline(0);
          MarketBoard board = MarketBoard.of(List.of(BTC), timeline);
          INTERVALS.forEach(interval -> board.keep("BTC", interval, 10_000));
          for (MarketEvent.Bar bar : small) {
            timeline.step(bar.time(), () -> board.publish(bar));
          }
          timeline.advanceTo(small.getLast().time() + 200_000);
          for (Interval interval : List.of(Interval.of("3s"), Interval.MINUTE, Interval.of("3m"))) {
            Candles all = Objects.requireNonNull(board.snapshot().candles("BTC", interval, 10_000));
            assertThat(bars(all)).isEqualTo(bruteForce(trades, interval));
          }
          assertThat(
                  Objects.requireNonNull(board.snapshot().candles("BTC", Interval.of("10s"), 10))
                      .size())
              .isZero();
        });
  }

  static List<MarketEvent.Bar> bruteForce(List<MarketEvent.Trade> trades, Interval interval) {
    Map<Long, List<MarketEvent.Trade>> byOpen = new LinkedHashMap<>();
    for (MarketEvent.Trade trade : trades) {
      byOpen.computeIfAbsent(interval.floor(trade.time()), _ -> new ArrayList<>()).add(trade);
    }
    List<MarketEvent.Bar> bars = new ArrayList<>();
    byOpen.forEach((open, inside) ->
        bars.add(
            new MarketEvent.Bar(
                "BTC",
                interval,
                open,
                open + interval.millis(),
                inside.getFirst().price(),
                inside.stream().mapToDouble(MarketEvent.Trade::price).max().orElse(0),
                inside.stream().mapToDouble(MarketEvent.Trade::price).min().orElse(0),
                inside.getLast().price(),
                inside.stream().mapToDouble(MarketEvent.Trade::size).reduce(0, Double::sum))));
    return bars;
  }

  static List<MarketEvent.Bar> bars(Candles candles) {
    List<MarketEvent.Bar> bars = new ArrayList<>();
    for (int i = 0; i < candles.size(); i++) {
      bars.add(
          new MarketEvent.Bar(
              candles.symbol(),
              candles.interval(),
              candles.openTime(i),
              candles.openTime(i) + candles.interval().millis(),
              candles.open(i),
              candles.high(i),
              candles.low(i),
              candles.close(i),
              candles.volume(i)));
    }
    return bars;
  }

  /** Bursts at one instant, times on the very ends of candles, and long silences. */
  private static List<MarketEvent.Trade> trades(SplittableRandom random) {
    List<MarketEvent.Trade> trades = new ArrayList<>();
    long time = 60_000L * random.nextInt(10);
    for (int i = 0; i < 200; i++) {
      time +=
          switch (random.nextInt(5)) {
            case 0, 1 -> 0;
            case 2 -> random.nextInt(4) * 1_000L;
            case 3 -> random.nextInt(9_000);
            default -> random.nextInt(20) == 0 ? random.nextInt(600) * 1_000L : 0;
          };
      trades.add(new MarketEvent.Trade("BTC", time, 100 + random.nextInt(50), random.nextInt(8)));
    }
    return trades;
  }
}
