package dev.orrery.strategy.smacross;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import java.math.BigDecimal;
import java.util.List;

/** Makes {@code sma-cross}: two moving averages, decided at each candle's close. */
public final class SmaCrossFactory implements StrategyFactory<SmaCrossParameters> {
  @Override
  public String name() {
    return "sma-cross";
  }

  @Override
  public Class<SmaCrossParameters> parameterType() {
    return SmaCrossParameters.class;
  }

  @Override
  public SmaCrossParameters defaults() {
    return new SmaCrossParameters(
        "BTC", Interval.FIVE_MINUTES, 10, 30, BigDecimal.valueOf(20), true);
  }

  @Override
  public List<Trigger> triggers(SmaCrossParameters parameters) {
    return List.of(Trigger.barClose(parameters.symbol(), parameters.interval()));
  }

  @Override
  public StrategyPlugin create(SmaCrossParameters parameters, StrategyBinding binding) {
    if (parameters.fast() >= parameters.slow()) {
      throw new IllegalArgumentException(
          "fast must be fewer candles than slow: "
              + parameters.fast()
              + " and "
              + parameters.slow());
    }
    return new SmaCross(parameters, binding);
  }
}
