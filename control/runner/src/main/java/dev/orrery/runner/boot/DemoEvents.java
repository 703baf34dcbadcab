package dev.orrery.runner.boot;

import dev.orrery.config.run.EventsConfig;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.jump.PriceJump;
import dev.orrery.market.jump.PriceJumps;
import dev.orrery.runtime.StrategyRuntime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

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
                    demo.topic(), payload(jump), "jump:" + jump.symbol() + ":" + jump.time()));
    runtime.board().listen(MarketBoard.Phase.FIRINGS, jumps);
  }

  /** A flat object: {@code symbol}, {@code movePct}, {@code price}, {@code time}. */
  static String payload(PriceJump jump) {
    return String.format(
        Locale.ROOT,
        "{\"symbol\": \"%s\", \"movePct\": %s, \"price\": %s, \"time\": %d}",
        jump.symbol(),
        BigDecimal.valueOf(jump.movePct()).setScale(4, RoundingMode.HALF_EVEN).toPlainString(),
        BigDecimal.valueOf(jump.price()).toPlainString(),
        jump.time());
  }
}
