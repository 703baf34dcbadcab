package dev.orrery.market.jump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceJumpsTest {
  private static final MarketSnapshot NOW =
      MarketBoard.of(List.of(), new SimulatedTimeline(0)).snapshot();

  private final List<PriceJump> told = new ArrayList<>();
  private final PriceJumps jumps =
      new PriceJumps(2, Duration.ofSeconds(60), Duration.ofSeconds(300), told::add);

  private void trade(long second, double price) {
    jumps.onMarket(new MarketEvent.Trade("BTC", second * 1_000, price, 1), NOW);
  }

  @Test
  void tellsARiseFromTheLowestPriceOfTheWindow() {
    trade(0, 101);
    trade(10, 100);
    trade(20, 101.9);
    assertThat(told).isEmpty();
    trade(30, 102);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().movePct()).isCloseTo(2, within(1e-9));
    assertThat(told.getFirst().time()).isEqualTo(30_000);
  }

  @Test
  void tellsAFallFromTheHighest() {
    trade(0, 100);
    trade(10, 97.5);
    assertThat(told.getFirst().movePct()).isCloseTo(-2.5, within(1e-9));
    assertThat(told.getFirst().price()).isEqualTo(97.5);
  }

  @Test
  void forgetsPricesOlderThanTheWindow() {
    trade(0, 100);
    trade(30, 101);
    trade(61, 102.5);
    assertThat(told).isEmpty();
    trade(62, 103.1);
    assertThat(told).hasSize(1);
  }

  @Test
  void keepsQuietForAWhileAfterAJump() {
    trade(0, 100);
    trade(10, 103);
    trade(20, 99);
    trade(300, 100);
    trade(309, 104);
    assertThat(told).hasSize(1);
    trade(310, 104);
    assertThat(told).hasSize(2);
  }

  @Test
  void passesOverCandlesWhereThereAreTrades() {
    trade(0, 100);
    jumps.onMarket(
        new MarketEvent.Bar("BTC", Interval.MINUTE, 0, 60_000, 100, 150, 100, 150, 1), NOW);
    assertThat(told).isEmpty();
  }

  @Test
  void listensToTheSmallestCandlesWhereThereAreNoTrades() {
    jumps.onMarket(bar(Interval.MINUTE, 60_000, 100), NOW);
    jumps.onMarket(bar(Interval.FIVE_MINUTES, 60_000, 200), NOW);
    assertThat(told).isEmpty();
    jumps.onMarket(bar(Interval.MINUTE, 120_000, 103), NOW);
    assertThat(told).hasSize(1);
  }

  @Test
  void findsTheExtremesThatASearchOfTheWholeWindowFinds() {
    Seeds.each(
        50,
        random -> {
          SlidingExtreme highs = new SlidingExtreme(true);
          SlidingExtreme lows = new SlidingExtreme(false);
          List<MarketEvent.Trade> all = new ArrayList<>();
          long time = 0;
          for (int i = 0; i < 500; i++) {
            time += random.nextInt(5);
            double price = 1 + random.nextInt(1_000);
            all.add(new MarketEvent.Trade("BTC", time, price, 1));
            highs.add(time, price, 100);
            lows.add(time, price, 100);
            long from = time - 100;
            DoubleSummaryStatistics window =
                all.stream()
                    .filter(it -> it.time() >= from)
                    .mapToDouble(MarketEvent.Trade::price)
                    .summaryStatistics();
            assertThat(highs.extreme()).isEqualTo(window.getMax());
            assertThat(lows.extreme()).isEqualTo(window.getMin());
          }
        });
  }

  private static MarketEvent.Bar bar(Interval interval, long close, double price) {
    return new MarketEvent.Bar(
        "BTC", interval, close - interval.millis(), close, price, price, price, price, 1);
  }
}
