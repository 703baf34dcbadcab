package dev.orrery.cli.data;

import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.jump.PriceJumps;
import dev.orrery.market.replay.Replay;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Events of the sudden moves in a recording, as the demo source of {@code run} makes them. */
public final class JumpEvents {
  private static final String TOPIC = "price-jump";

  private JumpEvents() {}

  /**
   * Writes them, a line each, a header first.
   *
   * @param percent least move
   * @param window within which it happens
   * @param cooldown least time between two
   */
  public static void write(
      Replay market, double percent, Duration window, Duration cooldown, Consumer<String> lines) {
    lines.accept("time_ms,topic,payload");
    try (MarketFeed feed = market.simulated().open(Optional.empty())) {
      MarketBoard board = MarketBoard.of(feed.instruments(), feed.timeline());
      board.listen(
          MarketBoard.Phase.FIRINGS,
          new PriceJumps(
              percent,
              window,
              cooldown,
              jump -> lines.accept(jump.time() + "," + TOPIC + "," + jump.payload())));
      feed.run(board);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
