package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Numbers that say who hosts a deployment: the highest does. Thread-safe. */
public final class LeaseTable {
  private final Jdbi jdbi;

  /** Works on this database. */
  public LeaseTable(Database database) {
    this.jdbi = database.jdbi();
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
            .bind("resource", "deployment:" + deployment)
            .bind("holder", holder)
            .mapTo(Long.class)
            .one());
  }
}
