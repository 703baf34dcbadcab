package dev.orrery.benchmark.strategy;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.Subscription;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Quantity;
import java.util.List;

/** Two averages of closes, asked for at each bar as an author would write it. */
final class Crossover extends BoundStrategy {
  private static final Quantity SIZE = Quantity.of("0.01");

  private final int fast;
  private final int slow;

  Crossover(CrossoverParameters parameters, StrategyBinding binding) {
    super(binding);
    this.fast = parameters.fast();
    this.slow = parameters.slow();
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.of(new Subscription("BTC", Interval.MINUTE, slow));
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    Candles candles = context.market().candles("BTC", Interval.MINUTE, slow);
    double fastMean = candles.meanClose(slow - fast, slow);
    double slowMean = candles.meanClose(0, slow);
    boolean in = context.account().held("BTC").signum() > 0;
    if (fastMean > slowMean && !in) {
      return List.of(TargetPosition.of("BTC", SIZE, "the fast average is above"));
    }
    if (fastMean < slowMean && in) {
      return List.of(TargetPosition.flat("BTC", "the fast average is below"));
    }
    return List.of(new Noop(in ? "long already" : "flat already"));
  }
}
