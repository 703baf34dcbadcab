package dev.orrery.benchmark.strategy;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Usd;
import java.util.List;

/** The three reads and one market order: in when it is flat, out when it is not. */
public final class OneOrder implements StrategyPlugin {
  private static final int WINDOW = 30;
  private static final Usd SIZE = Usd.of("1000");

  @Override
  public String name() {
    return "one-order";
  }

  @Override
  public String vaultId() {
    return "one-order";
  }

  @Override
  public List<Trigger> triggers() {
    return List.of(Trigger.manual());
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.of(new Subscription("BTC", Interval.MINUTE, WINDOW));
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    Candles candles = context.market().candles("BTC", Interval.MINUTE, WINDOW);
    double mark = context.market().mark("BTC").price().toDouble();
    String why = mark > candles.meanClose(0, candles.size()) ? "above the mean" : "below the mean";
    return List.of(
        context.account().held("BTC").signum() == 0
            ? TargetPosition.worth("BTC", SIZE, why)
            : TargetPosition.flat("BTC", why));
  }
}
