package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.runtime.control.LatchStore;
import dev.orrery.runtime.control.Latches;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Latches of deployments that an embedding program runs, and nobody deploys: in a table of their
 * own, since there is no row of {@code deployments} for them. Thread-safe.
 */
final class EmbeddedLatches implements LatchStore {
  private final Jdbi jdbi;

  EmbeddedLatches(Database database) {
    this.jdbi = database.jdbi();
  }

  /** Makes the row of a deployment. */
  void register(String deployment, String strategy) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into embedded_deployments (id, strategy) values (:id, :strategy)
                on conflict (id) do update set strategy = excluded.strategy, started_at = now()\
                """)
            .bind("id", UUID.fromString(deployment))
            .bind("strategy", Texts.clean(strategy))
            .execute());
  }

  @Override
  public Latches load(String deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select paused_reason, halted_reason, flatten_reason, stopping_reason, guard_paused,
                  quarantined_reason, quarantined_at
                from embedded_deployments where id = :id\
                """)
            .bind("id", UUID.fromString(deployment))
            .map((row, _) -> latches(row))
            .findOne()
            .orElse(Latches.NONE));
  }

  @Override
  public void save(String deployment, Latches latches) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update embedded_deployments
                set paused_reason = :paused, halted_reason = :halted, flatten_reason = :flatten,
                  stopping_reason = :stopping, guard_paused = :guard,
                  quarantined_reason = :quarantined, quarantined_at = :quarantinedAt
                where id = :id\
                """)
            .bind("paused", Texts.cleanOrNull(latches.paused()))
            .bind("halted", Texts.cleanOrNull(latches.halted()))
            .bind("flatten", Texts.cleanOrNull(latches.flatten()))
            .bind("stopping", Texts.cleanOrNull(latches.stopping()))
            .bind("guard", latches.guardPaused())
            .bind("quarantined", QuarantineColumns.reason(latches))
            .bind("quarantinedAt", QuarantineColumns.at(latches))
            .bind("id", UUID.fromString(deployment))
            .execute());
  }

  private static Latches latches(ResultSet row) throws SQLException {
    return new Latches(
        row.getString("paused_reason"),
        row.getString("halted_reason"),
        row.getString("flatten_reason"),
        row.getString("stopping_reason"),
        row.getBoolean("guard_paused"),
        QuarantineColumns.read(row));
  }
}
