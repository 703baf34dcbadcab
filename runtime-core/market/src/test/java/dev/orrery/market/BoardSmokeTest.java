package dev.orrery.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.market.Interval;
import dev.orrery.market.replay.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardSmokeTest {
  @Test
  void bundledMarketBuildsCandles() throws Exception {
    long a = System.nanoTime();
    Replay replay = Replay.bundled().simulated();
    System.out.println("#" + replay.summary().line() + " " + (System.nanoTime() - a) / 1e6);
    try (MarketFeed feed = replay.open(Optional.empty())) {
      MarketBoard board = MarketBoard.of(feed.instruments(), feed.timeline());
      board.keep("BTC", Interval.MINUTE, 100);
      board.keep("BTC", Interval.HOUR, 100);
      List<MarketEvent.Bar> bars = new ArrayList<>();
      board.listen(
          MarketBoard.Phase.FIRINGS,
          (event, now) -> {
            if (event instanceof MarketEvent.Bar bar) {
              bars.add(bar);
              assertThat(now.time()).isEqualTo(bar.time());
              assertThat(
                      java.util.Objects.requireNonNull(now.candles("BTC", bar.interval(), 1))
                          .openTime(0))
                  .isEqualTo(bar.openTime());
            }
          });
      a = System.nanoTime();
      feed.run(board);
      System.out.println(
          "#" + bars.size() + " " + feed.position() + " " + (System.nanoTime() - a) / 1e6);
      assertThat(bars).hasSizeGreaterThan(5000);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(999.0);
    }
  }
}
