package dev.orrery.testkit.docs;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import java.math.BigDecimal;
import java.util.List;

// region factory
/** Makes {@code dip}. */
public final class DipFactory implements StrategyFactory<DipParameters> {
  @Override
  public String name() {
    return "dip";
  }

  @Override
  public Class<DipParameters> parameterType() {
    return DipParameters.class;
  }

  @Override
  public DipParameters defaults() {
    return new DipParameters("BTC", Interval.MINUTE, BigDecimal.ONE, BigDecimal.TEN);
  }

  @Override
  public List<Trigger> triggers(DipParameters parameters) {
    return List.of(Trigger.barClose(parameters.symbol(), parameters.interval()));
  }

  @Override
  public StrategyPlugin create(DipParameters parameters, StrategyBinding binding) {
    return new Dip(parameters, binding);
  }
}
// endregion
