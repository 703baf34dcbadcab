package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.util.Optional;
import java.util.UUID;

/**
 * Pauses a deployment whose language model has cost more than its cap this month. To be run after
 * every tick, a noop included; reads cap and cost from the rows each time. Thread-safe.
 */
public final class CostGuard {
  private static final Actor ACTOR = Actor.guard("cost_guard");

  private final CostTable costs;
  private final CommandTable table;

  /** Works on this database. */
  public CostGuard(Database database, Commands commands) {
    this.costs = new CostTable(database);
    this.table = commands.table();
  }

  /**
   * Queues the pause when the cap is exceeded and no pause stands or waits.
   *
   * @return the pause it queued
   */
  public Optional<Command> check(UUID user, UUID deployment) {
    MonthToDate cost = costs.read(user, deployment);
    return cost.exceeded()
        ? table.sendPause(
            user,
            deployment,
            cost,
            ACTOR,
            Latches.COST_GUARD,
            Latches.GUARD_REASON + " " + cost.text())
        : Optional.empty();
  }
}
