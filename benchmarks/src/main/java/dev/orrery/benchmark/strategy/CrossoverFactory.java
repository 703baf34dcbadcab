package dev.orrery.benchmark.strategy;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import java.util.List;

/** Makes {@code crossover}: long while one average of closes is above another, else flat. */
public final class CrossoverFactory implements StrategyFactory<CrossoverParameters> {
  @Override
  public String name() {
    return "crossover";
  }

  @Override
  public Class<CrossoverParameters> parameterType() {
    return CrossoverParameters.class;
  }

  @Override
  public CrossoverParameters defaults() {
    return new CrossoverParameters(10, 30);
  }

  @Override
  public List<Trigger> triggers(CrossoverParameters parameters) {
    return List.of(Trigger.barClose("BTC", Interval.MINUTE));
  }

  @Override
  public StrategyPlugin create(CrossoverParameters parameters, StrategyBinding binding) {
    if (parameters.fast() >= parameters.slow()) {
      throw new IllegalArgumentException(
          "fast must be fewer candles than slow: "
              + parameters.fast()
              + " and "
              + parameters.slow());
    }
    return new Crossover(parameters, binding);
  }
}
