package dev.orrery.control.job;

import dev.orrery.database.Database;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** Approvals of agent wallets that wait for a signature. Thread-safe. */
public final class PendingAgentTable {
  /** How long one may wait. */
  public static final Duration STAGED = Duration.ofMinutes(10);

  private final Jdbi jdbi;

  /** Works on this database. */
  public PendingAgentTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /** Deletes those that have waited too long, and says how many. */
  public int deleteStale() {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                delete from pending_hyperliquid_agents
                where created_at < clock_timestamp() - make_interval(secs => :staged)
                """)
            .bind("staged", STAGED.toSeconds())
            .execute());
  }
}
