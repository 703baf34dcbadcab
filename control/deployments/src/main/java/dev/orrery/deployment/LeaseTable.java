package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Who may act, and until when by the database's clock. Each taking has a higher epoch than the one
 * before: what is written under an older one is refused. Thread-safe.
 */
public final class LeaseTable {
  private final Jdbi jdbi;

  /** Works on this database. */
  public LeaseTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * How a lease stands.
   *
   * @param left until it runs out; zero when it has
   */
  public record Standing(String holder, UUID token, long epoch, Duration left) {
    /** Whether somebody has it. */
    public boolean held() {
      return left.isPositive();
    }
  }

  /**
   * Takes a deployment over, whoever hosted it: from now on the epochs before are refused. Only for
   * a host that knows by other means that it is alone, as one process on its data directory does.
   *
   * @return the epoch, higher than any before
   */
  public long takeOver(UUID deployment, String holder) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into deployment_leases (resource, holder, token, epoch, expires_at)
                values (:resource, :holder, gen_random_uuid(), 1, clock_timestamp())
                on conflict (resource) do update set holder = excluded.holder,
                  token = excluded.token, epoch = deployment_leases.epoch + 1,
                  expires_at = excluded.expires_at
                returning epoch
                """)
            .bind("resource", Lease.deployment(deployment))
            .bind("holder", holder)
            .mapTo(Long.class)
            .one());
  }

  /**
   * Takes a lease that nobody has: it never was taken, has run out, was given back, or belongs to a
   * process before this one in the same place.
   *
   * @param place where the holder is: a place has one process at a time, so who held it there
   *     before has ended
   * @param holder begins with {@code place}
   * @return empty while somebody else has it
   */
  public Optional<Lease> take(String resource, String place, String holder, Duration time) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into deployment_leases (resource, holder, token, epoch, expires_at)
                values (:resource, :holder, gen_random_uuid(), 1,
                  clock_timestamp() + make_interval(secs => :seconds))
                on conflict (resource) do update set holder = excluded.holder,
                  token = excluded.token, epoch = deployment_leases.epoch + 1,
                  expires_at = excluded.expires_at
                where deployment_leases.expires_at <= clock_timestamp()
                  or starts_with(deployment_leases.holder, :place || ' ')
                returning token, epoch
                """)
            .bind("resource", resource)
            .bind("holder", holder)
            .bind("place", place)
            .bind("seconds", seconds(time))
            .map((row, context) ->
                new Lease(resource, holder, Rows.uuid(row, "token"), row.getLong("epoch")))
            .findOne());
  }

  /** Holds it for some time more; false when it is not the holder's any more, and never again. */
  public boolean renew(Lease lease, Duration time) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                update deployment_leases
                set expires_at = clock_timestamp() + make_interval(secs => :seconds)
                where resource = :resource and token = :token
                """)
            .bind("seconds", seconds(time))
            .bind("resource", lease.resource())
            .bind("token", lease.token())
            .execute())
        == 1;
  }

  /**
   * Gives it back: the next may take it at once.
   *
   * @return false when it was not the holder's any more
   */
  public boolean release(Lease lease) {
    return jdbi.withHandle(handle ->
        handle.execute(
            "update deployment_leases set expires_at = clock_timestamp()"
                + " where resource = ? and token = ?",
            lease.resource(),
            lease.token()))
        == 1;
  }

  /** How it stands; empty when nobody ever took it. */
  public Optional<Standing> standing(String resource) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select holder, token, epoch,
                  greatest(0, extract(epoch from expires_at - clock_timestamp()) * 1000)::bigint
                    as left_millis
                from deployment_leases where resource = :resource
                """)
            .bind("resource", resource)
            .map((row, context) ->
                new Standing(
                    row.getString("holder"),
                    Rows.uuid(row, "token"),
                    row.getLong("epoch"),
                    Duration.ofMillis(row.getLong("left_millis"))))
            .findOne());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
