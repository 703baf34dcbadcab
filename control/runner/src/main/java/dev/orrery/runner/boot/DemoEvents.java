package dev.orrery.runner.boot;

import dev.orrery.config.run.EventsConfig;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.jump.PriceJumps;
import dev.orrery.runtime.StrategyRuntime;

/**
 * The demo event source: an event for each sudden move of a price. Its origin is the move itself,
 * so that a recorded market that is played again makes the same ones.
 */
public final class DemoEvents {
  private DemoEvents() {}

  /** Makes events from now on, if that is configured; before the runtime starts. */
  public static void attach(EventsConfig.PriceJumps demo, StrategyRuntime runtime) {
    if (!demo.enabled()) {
      return;
    }
    PriceJumps jumps =
        new PriceJumps(
            demo.threshold().movePointRight(2).doubleValue(),
            demo.window(),
            demo.cooldown(),
            jump ->
                runtime.publish(
                    demo.topic(), jump.payload(), "jump:" + jump.symbol() + ":" + jump.time()));
    runtime.board().listen(MarketBoard.Phase.FIRINGS, jumps);
  }
}
