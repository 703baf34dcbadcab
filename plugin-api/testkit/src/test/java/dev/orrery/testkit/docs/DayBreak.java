// region day-break
package dev.orrery.testkit.docs;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Usd;
import java.util.List;

/** Long BTC above the last day's high, flat below its low. */
public final class DayBreak implements StrategyPlugin {
  @Override
  public String name() {
    return "day-break";
  }

  @Override
  public String vaultId() {
    return "paper:day-break";
  }

  @Override
  public List<Trigger> triggers() {
    return List.of(Trigger.barClose("BTC", Interval.HOUR));
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.of(new Subscription("BTC", Interval.HOUR, 25));
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    Candles hours = context.market().candles("BTC", Interval.HOUR, 25);
    double close = hours.close(24);
    Usd tenth = context.account().equity().times("0.1");
    if (close > hours.highest(0, 24)) {
      return List.of(TargetPosition.worth("BTC", tenth, "close above the day's high"));
    }
    if (close < hours.lowest(0, 24)) {
      return List.of(TargetPosition.flat("BTC", "close below the day's low"));
    }
    return List.of(new Noop("inside the day's range"));
  }
}
// endregion
