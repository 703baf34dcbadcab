package dev.orrery.deployment;

import dev.orrery.deployment.CostMeter.MonthToDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Pauses a deployment whose language model has cost more than its cap this month. To be run after
 * every tick, a noop included; reads cap and cost from the rows each time. Thread-safe.
 */
public final class CostGuard {
  private static final Actor ACTOR = Actor.guard("cost_guard");

  private final Jdbi jdbi;
  private final Commands commands;

  /** Works on this database. */
  public CostGuard(Jdbi jdbi, Commands commands) {
    this.jdbi = jdbi;
    this.commands = commands;
  }

  /**
   * Queues the pause when the cap is exceeded and no pause stands or waits.
   *
   * @return the pause it queued
   */
  public Optional<Command> check(UUID user, UUID deployment) {
    MonthToDate cost = new CostMeter(jdbi).read(user, deployment);
    return cost.exceeded()
        ? jdbi.inTransaction(handle -> trip(handle, user, deployment, cost))
        : Optional.empty();
  }

  private Optional<Command> trip(Handle handle, UUID user, UUID id, MonthToDate cost) {
    Deployment row = DeploymentTable.locked(handle, user, id);
    boolean stands =
        row.latches().paused() != null
            || CommandRules.refusal(CommandKind.PAUSE, row, ACTOR.role(), cost).isPresent();
    if (stands || waits(handle, id)) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("reason", Latches.GUARD_REASON + " " + cost.text());
    payload.put("code", Latches.COST_GUARD);
    LogTable.append(
        handle, id, "warn", Latches.COST_GUARD, Latches.GUARD_REASON + " " + cost.text());
    return Optional.of(commands.insert(handle, id, CommandKind.PAUSE, payload, ACTOR));
  }

  private static boolean waits(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            select exists (select from agent_commands
              where deployment_id = :id and acked_at is null and payload ->> 'code' = :code
                and expires_at > clock_timestamp())
            """)
        .bind("id", id)
        .bind("code", Latches.COST_GUARD)
        .mapTo(Boolean.class)
        .one();
  }
}
