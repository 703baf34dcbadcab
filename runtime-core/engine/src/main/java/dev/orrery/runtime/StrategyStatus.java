package dev.orrery.runtime;

import dev.orrery.api.Trigger;
import dev.orrery.api.account.Account;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.health.StrategyHealth;
import dev.orrery.runtime.recording.StrategyIdentity;
import dev.orrery.runtime.tick.StrategyUnit;
import java.util.List;

/**
 * How one strategy stands.
 *
 * @param deployment deployment id
 * @param name bound name
 * @param vault its account
 * @param triggers what wakes it
 * @param parameters in force, canonical JSON
 * @param identity what exactly decides
 * @param fileName its jar
 * @param health whether it is skipped, and why
 * @param latches what was switched
 * @param underWay decisions under way
 * @param account its account at the prices of now
 */
public record StrategyStatus(
    String deployment,
    String name,
    String vault,
    List<Trigger> triggers,
    String parameters,
    StrategyIdentity identity,
    String fileName,
    StrategyHealth.Standing health,
    Latches latches,
    int underWay,
    Account account) {
  static StrategyStatus of(StrategyUnit unit, MarketSnapshot market) {
    return new StrategyStatus(
        unit.deployment(),
        unit.name(),
        unit.vault(),
        unit.strategy().binding().triggers(),
        unit.strategy().parameters(),
        unit.strategy().identity(),
        unit.strategy().descriptor().fileName(),
        unit.health().standing(),
        unit.switches().latches(),
        unit.underWay(),
        unit.desk().view(market));
  }

  /** One word: {@code running}, {@code paused}, {@code halted}, {@code unhealthy} and so on. */
  public String state() {
    if (latches.stopping() != null) {
      return "stopping";
    }
    if (latches.flatten() != null) {
      return "flattening";
    }
    if (latches.paused() != null) {
      return "paused";
    }
    if (latches.halted() != null) {
      return "halted";
    }
    return health.healthy() ? "running" : "unhealthy";
  }
}
