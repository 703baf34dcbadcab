package dev.orrery.strategy.volatilitybreakout;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import java.math.BigDecimal;
import java.util.List;

/** Makes {@code volatility-breakout}: breaks of a range, decided at each candle's close. */
public final class VolatilityBreakoutFactory
    implements StrategyFactory<VolatilityBreakoutParameters> {
  @Override
  public String name() {
    return "volatility-breakout";
  }

  @Override
  public Class<VolatilityBreakoutParameters> parameterType() {
    return VolatilityBreakoutParameters.class;
  }

  @Override
  public VolatilityBreakoutParameters defaults() {
    return new VolatilityBreakoutParameters(
        "BTC",
        Interval.FIVE_MINUTES,
        20,
        new BigDecimal("0.1"),
        BigDecimal.valueOf(2),
        BigDecimal.valueOf(3),
        36,
        BigDecimal.valueOf(20),
        true);
  }

  @Override
  public List<Trigger> triggers(VolatilityBreakoutParameters parameters) {
    return List.of(Trigger.barClose(parameters.symbol(), parameters.interval()));
  }

  @Override
  public StrategyPlugin create(VolatilityBreakoutParameters parameters, StrategyBinding binding) {
    return new VolatilityBreakout(parameters, binding);
  }
}
