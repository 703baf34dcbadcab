package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.math.BigDecimal;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What language models have cost since the UTC month began. All deployments of one user, skill and
 * broker count together, so that a redeploy does not start at zero. The database's clock says which
 * month it is, in UTC whatever zone the session is in. Thread-safe.
 */
public final class CostTable {
  /** The cap of a version that names none. */
  public static final BigDecimal DEFAULT_CAP_USD = BigDecimal.valueOf(200);

  private final Jdbi jdbi;

  /** Works on this database. */
  public CostTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /** The state of one deployment's meter. */
  public MonthToDate read(UUID user, UUID deployment) {
    return jdbi.withHandle(handle -> read(handle, user, deployment));
  }

  static MonthToDate read(Handle handle, UUID user, UUID deployment) {
    return handle
        .createQuery(
            """
            select orrery_month_to_date(d.id) as spent,
              coalesce(cast(v.payload -> 'risk' ->> 'maxMonthlyCostUsd' as numeric), :cap) as cap
            from deployments d join skill_versions v
              on v.skill_id = d.skill_id and v.version = d.skill_version
            where d.user_id = :user and d.id = :deployment
            """)
        .bind("cap", DEFAULT_CAP_USD)
        .bind("user", user)
        .bind("deployment", deployment)
        .map(
            (row, context) -> new MonthToDate(row.getBigDecimal("spent"), row.getBigDecimal("cap")))
        .findOne()
        .orElseThrow(() -> DeploymentTable.none(deployment.toString()));
  }
}
