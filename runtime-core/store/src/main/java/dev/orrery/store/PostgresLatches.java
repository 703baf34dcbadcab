package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.control.LatchStore;
import dev.orrery.runtime.control.Latches;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Latches in the columns of their deployment's row. A pause is the cost guard's when its reason
 * begins with {@value #GUARD}. Thread-safe.
 */
public final class PostgresLatches implements LatchStore {
  private static final String GUARD = "cost_guard:";

  private final Jdbi jdbi;

  /** In one database. */
  public PostgresLatches(Database database) {
    this.jdbi = database.jdbi();
  }

  @Override
  public Latches load(String deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select paused, paused_reason, halted, halted_reason, flatten, flatten_reason,
                  stopping, stopping_reason, quarantined, quarantined_reason, quarantined_at
                from deployments where id = :id\
                """)
            .bind("id", UUID.fromString(deployment))
            .map((row, _) -> latches(row))
            .findOne()
            .orElse(Latches.NONE));
  }

  /**
   * Keeps these.
   *
   * @throws ProblemException FAILED when the deployment has no row
   */
  @Override
  public void save(String deployment, Latches latches) {
    int changed =
        jdbi.<Integer, RuntimeException>withHandle(handle ->
            handle
                .createUpdate(
                    """
                    update deployments
                    set paused = :paused is not null, paused_reason = :paused,
                      halted = :halted is not null, halted_reason = :halted,
                      flatten = :flatten is not null, flatten_reason = :flatten,
                      stopping = :stopping is not null, stopping_reason = :stopping,
                      quarantined = :quarantined is not null, quarantined_reason = :quarantined,
                      quarantined_at = :quarantinedAt
                    where id = :id\
                    """)
                .bind("paused", pause(latches))
                .bind("halted", Texts.cleanOrNull(latches.halted()))
                .bind("flatten", Texts.cleanOrNull(latches.flatten()))
                .bind("stopping", Texts.cleanOrNull(latches.stopping()))
                .bind("quarantined", QuarantineColumns.reason(latches))
                .bind("quarantinedAt", QuarantineColumns.at(latches))
                .bind("id", UUID.fromString(deployment))
                .execute());
    if (changed == 0) {
      throw new ProblemException(
          new Problem(
              ExitCode.FAILED, "deployment " + deployment, "has no row to keep its switches", ""));
    }
  }

  private static @Nullable String pause(Latches latches) {
    String reason = Texts.cleanOrNull(latches.paused());
    return reason != null && latches.guardPaused() && !reason.startsWith(GUARD)
        ? GUARD + " " + reason
        : reason;
  }

  private static Latches latches(ResultSet row) throws SQLException {
    String paused = reason(row, "paused");
    return new Latches(
        paused,
        reason(row, "halted"),
        reason(row, "flatten"),
        reason(row, "stopping"),
        paused != null && paused.startsWith(GUARD),
        row.getBoolean("quarantined") ? QuarantineColumns.read(row) : null);
  }

  private static @Nullable String reason(ResultSet row, String latch) throws SQLException {
    String reason = row.getString(latch + "_reason");
    return row.getBoolean(latch) ? (reason == null ? "" : reason) : null;
  }
}
