package dev.orrery.benchmark.strategy;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.Subscription;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import java.util.List;

/** Reads candles, mark and account, and answers a noop. */
final class ThreeReads extends BoundStrategy {
  private final int window;

  ThreeReads(ThreeReadsParameters parameters, StrategyBinding binding) {
    super(binding);
    this.window = parameters.window();
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.of(new Subscription("BTC", Interval.MINUTE, window));
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    Candles candles = context.market().candles("BTC", Interval.MINUTE, window);
    double mark = context.market().mark("BTC").price().toDouble();
    boolean rich = context.account().equity().value().signum() > 0;
    boolean above = mark > candles.meanClose(0, candles.size());
    return List.of(new Noop(above && rich ? "above the mean" : "below the mean"));
  }
}
