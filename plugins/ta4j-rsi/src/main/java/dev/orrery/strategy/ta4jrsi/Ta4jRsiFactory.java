package dev.orrery.strategy.ta4jrsi;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import java.math.BigDecimal;
import java.util.List;

/** Makes {@code ta4j-rsi}: against a stretched market, decided at each candle's close. */
public final class Ta4jRsiFactory implements StrategyFactory<Ta4jRsiParameters> {
  @Override
  public String name() {
    return "ta4j-rsi";
  }

  @Override
  public Class<Ta4jRsiParameters> parameterType() {
    return Ta4jRsiParameters.class;
  }

  @Override
  public Ta4jRsiParameters defaults() {
    return new Ta4jRsiParameters(
        "BTC",
        Interval.FIFTEEN_MINUTES,
        14,
        30,
        50,
        70,
        BigDecimal.valueOf(3),
        BigDecimal.valueOf(20),
        true);
  }

  @Override
  public List<Trigger> triggers(Ta4jRsiParameters parameters) {
    return List.of(Trigger.barClose(parameters.symbol(), parameters.interval()));
  }

  @Override
  public StrategyPlugin create(Ta4jRsiParameters parameters, StrategyBinding binding) {
    if (parameters.oversold() >= parameters.middle()
        || parameters.middle() >= parameters.overbought()) {
      throw new IllegalArgumentException(
          "oversold "
              + parameters.oversold()
              + ", middle "
              + parameters.middle()
              + " and overbought "
              + parameters.overbought()
              + " must rise");
    }
    return new Ta4jRsi(parameters, binding);
  }
}
