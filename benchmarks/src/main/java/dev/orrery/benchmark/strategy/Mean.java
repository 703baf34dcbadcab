package dev.orrery.benchmark.strategy;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import java.util.List;

/** Reads 30 candles at each bar and answers a noop: what a backtest does most of the time. */
public final class Mean implements StrategyPlugin {
  /** Candles it reads. */
  public static final int WINDOW = 30;

  @Override
  public String name() {
    return "mean";
  }

  @Override
  public String vaultId() {
    return "mean";
  }

  @Override
  public List<Trigger> triggers() {
    return List.of(Trigger.barClose("BTC", Interval.MINUTE));
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.of(new Subscription("BTC", Interval.MINUTE, WINDOW));
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    Candles candles = context.market().candles("BTC", Interval.MINUTE, WINDOW);
    boolean above = candles.close(WINDOW - 1) > candles.meanClose(0, WINDOW);
    return List.of(new Noop(above ? "above the mean" : "below the mean"));
  }
}
