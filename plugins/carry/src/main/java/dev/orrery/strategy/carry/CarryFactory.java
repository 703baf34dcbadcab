package dev.orrery.strategy.carry;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Makes {@code carry}: the side that receives funding, looked at on marks. */
public final class CarryFactory implements StrategyFactory<CarryParameters> {
  @Override
  public String name() {
    return "carry";
  }

  @Override
  public Class<CarryParameters> parameterType() {
    return CarryParameters.class;
  }

  @Override
  public CarryParameters defaults() {
    return new CarryParameters(
        "BTC",
        Duration.ofMinutes(15),
        new BigDecimal("0.00003"),
        new BigDecimal("0.00001"),
        BigDecimal.valueOf(4),
        BigDecimal.valueOf(4),
        BigDecimal.valueOf(20),
        true);
  }

  @Override
  public List<Trigger> triggers(CarryParameters parameters) {
    return List.of(Trigger.every(parameters.every()));
  }

  @Override
  public StrategyPlugin create(CarryParameters parameters, StrategyBinding binding) {
    if (parameters.exitRate().compareTo(parameters.enterRate()) >= 0) {
      throw new IllegalArgumentException(
          "exitRate "
              + parameters.exitRate().toPlainString()
              + " must be below enterRate "
              + parameters.enterRate().toPlainString());
    }
    return new Carry(parameters, binding);
  }
}
