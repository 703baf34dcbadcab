package dev.orrery.testkit.docs;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.market.Candles;
import java.util.List;

// region bound
/** Buys a candle that fell far enough. */
final class Dip extends BoundStrategy {
  private final DipParameters parameters;

  Dip(DipParameters parameters, StrategyBinding binding) {
    super(binding);
    this.parameters = parameters;
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    Candles bar = context.market().candles(parameters.symbol(), parameters.interval(), 1);
    double fall = bar.size() == 0 ? 0 : 100 * (1 - bar.lastClose() / bar.open(0));
    if (fall < parameters.dipPercent().doubleValue()) {
      return List.of(new Noop("no dip"));
    }
    OrderSize size = OrderSize.worth(context.account().equity().percent(parameters.sizePercent()));
    return List.of(PlaceOrder.buy(parameters.symbol(), size, OrderTerms.market(), "a dip"));
  }
}
// endregion
