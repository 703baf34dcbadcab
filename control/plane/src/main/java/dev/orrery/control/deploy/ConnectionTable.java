package dev.orrery.control.deploy;

import dev.orrery.database.Database;
import dev.orrery.deployment.BrokerKind;
import dev.orrery.deployment.DeployOrder;
import dev.orrery.kernel.Problem;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How many connections the database takes, and how many are spoken for: a runner has one to listen
 * and one of a pool; one that trades on a venue has another for its journal, which must not wait.
 * Thread-safe.
 */
public final class ConnectionTable {
  /** Of one runner on paper. */
  public static final int EACH = 2;

  /** Of one runner on a venue. */
  public static final int EACH_ON_A_VENUE = 3;

  /** Of the control plane itself, and for people. */
  public static final int RESERVED = 20;

  private final Jdbi jdbi;

  /** Works on this database. */
  public ConnectionTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * How it stands.
   *
   * @param usable what the server takes from others than its superuser
   * @param paper active deployments on paper that have a machine of their own
   * @param venue those on a venue
   */
  public record Budget(int usable, int paper, int venue) {
    /** What is spoken for. */
    public int needed() {
      return paper * EACH + venue * EACH_ON_A_VENUE + RESERVED;
    }

    /**
     * Why there is no room for one more; empty when there is. Of the deployments of others only an
     * operator learns how many there are.
     */
    public Optional<Problem> refusal(String name, BrokerKind broker, boolean operator) {
      int needed = needed() + (broker == BrokerKind.PAPER ? EACH : EACH_ON_A_VENUE);
      if (needed <= usable) {
        return Optional.empty();
      }
      return Optional.of(
          !operator
              ? Problem.refused(
                  "deployment " + name,
                  "finds no room for a machine now",
                  "stop another of yours, or ask whoever keeps the platform")
              : Problem.refused(
                  "deployment " + name,
                  "needs %d connections of the database with what is deployed, and it takes %d"
                      .formatted(needed, usable),
                  "raise its max_connections, or stop other deployments"));
    }
  }

  /** How it stands now. */
  public Budget budget() {
    return jdbi.withHandle(ConnectionTable::budget);
  }

  /**
   * Why there is no room for one more, for the transaction that would add it: of several that ask
   * at the same moment each sees those before it.
   */
  static Optional<Problem> refusal(Handle handle, DeployOrder order, boolean operator) {
    handle.execute("select pg_advisory_xact_lock(hashtext('orrery connection budget'))");
    return budget(handle).refusal(order.skill(), order.broker(), operator);
  }

  private static Budget budget(Handle handle) {
    return handle
        .createQuery(
            """
            select cast(current_setting('max_connections') as int)
                - cast(current_setting('superuser_reserved_connections') as int) as usable,
              m.paper, m.venue
            from orrery_machines() m
            """)
        .map((row, context) ->
            new Budget(row.getInt("usable"), row.getInt("paper"), row.getInt("venue")))
        .one();
  }
}
