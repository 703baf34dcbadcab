package dev.orrery.runtime.tick;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The strategies whose firings are let in, by deployment. Thread-safe. */
final class StrategyUnits {
  private final Map<String, StrategyUnit> byDeployment = new ConcurrentHashMap<>();

  /** The unit when there is one alone, as in most backtests: found without hashing. */
  private volatile @Nullable StrategyUnit only;

  synchronized void put(StrategyUnit unit) {
    byDeployment.put(unit.deployment(), unit);
    only = byDeployment.size() == 1 ? unit : null;
  }

  /** Takes one out; null when it was not there. */
  synchronized @Nullable StrategyUnit take(String deployment) {
    StrategyUnit taken = byDeployment.remove(deployment);
    only = byDeployment.size() == 1 ? byDeployment.values().iterator().next() : null;
    return taken;
  }

  /** The one of a deployment; null when there is none. */
  @Nullable StrategyUnit find(String deployment) {
    StrategyUnit alone = only;
    return alone != null && alone.deployment().equals(deployment)
        ? alone
        : byDeployment.get(deployment);
  }

  /** All of them. */
  List<StrategyUnit> all() {
    return List.copyOf(byDeployment.values());
  }
}
