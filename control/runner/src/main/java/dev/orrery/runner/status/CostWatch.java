package dev.orrery.runner.status;

import dev.orrery.deployment.CostGuard;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.RuntimeListener;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the cost guard after ticks: all those of a deployment since the last look count as one, so
 * that a fast strategy costs one query a second. Thread-safe.
 */
public final class CostWatch implements RuntimeListener {
  private final CostGuard guard;
  private final UUID user;
  private final Set<UUID> ticked = ConcurrentHashMap.newKeySet();

  /** Over the deployments of one user. */
  public CostWatch(CostGuard guard, UUID user) {
    this.guard = guard;
    this.user = user;
  }

  @Override
  public void on(RuntimeFact fact) {
    if (fact instanceof RuntimeFact.Decided decided) {
      ticked.add(UUID.fromString(decided.deployment()));
    }
  }

  /** Looks at those that ticked since. */
  public void look() {
    for (UUID deployment : List.copyOf(ticked)) {
      ticked.remove(deployment);
      try {
        guard.check(user, deployment);
      } catch (RuntimeException e) {
        ticked.add(deployment);
        throw e;
      }
    }
  }
}
