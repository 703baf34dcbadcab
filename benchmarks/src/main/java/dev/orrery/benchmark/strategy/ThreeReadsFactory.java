package dev.orrery.benchmark.strategy;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import java.util.List;

/** Makes the strategy with three reads, under as many names as wanted. */
public final class ThreeReadsFactory implements StrategyFactory<ThreeReadsParameters> {
  @Override
  public String name() {
    return "three-reads";
  }

  @Override
  public Class<ThreeReadsParameters> parameterType() {
    return ThreeReadsParameters.class;
  }

  @Override
  public ThreeReadsParameters defaults() {
    return new ThreeReadsParameters(30);
  }

  @Override
  public List<Trigger> triggers(ThreeReadsParameters parameters) {
    return List.of(Trigger.manual());
  }

  @Override
  public StrategyPlugin create(ThreeReadsParameters parameters, StrategyBinding binding) {
    return new ThreeReads(parameters, binding);
  }
}
