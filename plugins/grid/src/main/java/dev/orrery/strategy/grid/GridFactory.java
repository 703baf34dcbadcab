package dev.orrery.strategy.grid;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Makes {@code grid}: a ladder of resting limit orders, looked after every minute. */
public final class GridFactory implements StrategyFactory<GridParameters> {
  @Override
  public String name() {
    return "grid";
  }

  @Override
  public Class<GridParameters> parameterType() {
    return GridParameters.class;
  }

  @Override
  public GridParameters defaults() {
    return new GridParameters(
        "BTC",
        Duration.ofMinutes(1),
        4,
        new BigDecimal("0.75"),
        BigDecimal.valueOf(4),
        BigDecimal.valueOf(20));
  }

  @Override
  public List<Trigger> triggers(GridParameters parameters) {
    return List.of(Trigger.every(parameters.every()));
  }

  @Override
  public StrategyPlugin create(GridParameters parameters, StrategyBinding binding) {
    if (parameters.linePercent().compareTo(parameters.maxPositionPercent()) > 0) {
      throw new IllegalArgumentException(
          "linePercent must not be over maxPositionPercent: "
              + parameters.linePercent()
              + " and "
              + parameters.maxPositionPercent());
    }
    return new Grid(parameters, binding);
  }
}
