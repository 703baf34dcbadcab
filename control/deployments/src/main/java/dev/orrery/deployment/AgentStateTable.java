package dev.orrery.deployment;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The portfolio that people look at, and the heartbeat with it. Nothing reads it to decide.
 * Thread-safe.
 */
public final class AgentStateTable {
  private final Jdbi jdbi;

  /** Works on this database. */
  public AgentStateTable(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * How one deployment stands.
   *
   * @param equityUsd null when not known yet
   * @param dayPnlUsd since UTC midnight; null when not known yet
   * @param positions JSON array
   * @param openOrders JSON array
   * @param health one line for people
   * @param asOf the timeline's instant it is of; null when not known yet
   */
  public record AgentState(
      UUID deploymentId,
      @Nullable BigDecimal equityUsd,
      @Nullable BigDecimal dayPnlUsd,
      String positions,
      String openOrders,
      String health,
      @Nullable Instant asOf) {}

  /** Writes how all that one process hosts stand; each counts as a heartbeat. */
  public void write(Collection<AgentState> states) {
    if (states.isEmpty()) {
      return;
    }
    jdbi.useTransaction(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              insert into agent_state (deployment_id, equity_usd, day_pnl, positions,
                open_orders, health, as_of, updated_at)
              values (:id, :equity, :pnl, cast(:positions as jsonb), cast(:orders as jsonb),
                :health, :asOf, clock_timestamp())
              on conflict (deployment_id) do update set equity_usd = excluded.equity_usd,
                day_pnl = excluded.day_pnl, positions = excluded.positions,
                open_orders = excluded.open_orders, health = excluded.health,
                as_of = excluded.as_of, updated_at = excluded.updated_at
              """);
      for (AgentState state : states) {
        batch
            .bind("id", state.deploymentId())
            .bind("equity", state.equityUsd())
            .bind("pnl", state.dayPnlUsd())
            .bind("positions", state.positions())
            .bind("orders", state.openOrders())
            .bind("health", state.health())
            .bind("asOf", state.asOf())
            .add();
      }
      batch.execute();
    });
  }
}
