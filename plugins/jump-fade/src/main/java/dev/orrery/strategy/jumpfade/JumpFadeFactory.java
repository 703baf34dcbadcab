package dev.orrery.strategy.jumpfade;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Makes {@code jump-fade}: against price jumps, woken by events and by the clock. */
public final class JumpFadeFactory implements StrategyFactory<JumpFadeParameters> {
  @Override
  public String name() {
    return "jump-fade";
  }

  @Override
  public Class<JumpFadeParameters> parameterType() {
    return JumpFadeParameters.class;
  }

  @Override
  public JumpFadeParameters defaults() {
    return new JumpFadeParameters(
        "BTC",
        "price-jump",
        BigDecimal.ONE,
        BigDecimal.TEN,
        new BigDecimal("1.5"),
        BigDecimal.ONE,
        Duration.ofMinutes(20),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30));
  }

  @Override
  public List<Trigger> triggers(JumpFadeParameters parameters) {
    return List.of(Trigger.event(parameters.topic()), Trigger.every(parameters.check()));
  }

  @Override
  public StrategyPlugin create(JumpFadeParameters parameters, StrategyBinding binding) {
    if (parameters.maxHold().compareTo(parameters.check()) < 0
        || !parameters.cooldown().isPositive()) {
      throw new IllegalArgumentException(
          "maxHold must not be shorter than check, and cooldown must be positive: "
              + parameters.maxHold()
              + ", "
              + parameters.check()
              + ", "
              + parameters.cooldown());
    }
    return new JumpFade(parameters, binding);
  }
}
