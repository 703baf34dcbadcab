package dev.orrery.deployment;

import java.math.BigDecimal;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What language models have cost since the UTC month began. All deployments of one user, skill and
 * broker count together, so that a redeploy does not start at zero. The database's clock says which
 * month it is, in UTC whatever zone the session is in. Thread-safe.
 */
public final class CostMeter {
  /** The cap of a version that names none. */
  public static final BigDecimal DEFAULT_CAP_USD = BigDecimal.valueOf(200);

  private final Jdbi jdbi;

  /** Works on this database. */
  public CostMeter(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Month to date against the cap of the deployment's version, as it is in the row now.
   *
   * @param spentUsd by all deployments of the same user, skill and broker
   * @param capUsd as the version's row has it
   */
  public record MonthToDate(BigDecimal spentUsd, BigDecimal capUsd) {
    /** Whether it is over. */
    public boolean exceeded() {
      return spentUsd.compareTo(capUsd) > 0;
    }

    /** As in {@code month-to-date 0.31 exceeds 0.01}. */
    public String text() {
      return "month-to-date " + plain(spentUsd) + " exceeds " + plain(capUsd);
    }

    private static String plain(BigDecimal value) {
      return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
  }

  /** The state of one deployment's meter. */
  public MonthToDate read(UUID user, UUID deployment) {
    return jdbi.withHandle(handle -> read(handle, user, deployment));
  }

  static MonthToDate read(Handle handle, UUID user, UUID deployment) {
    return handle
        .createQuery(
            """
            select
              (select coalesce(sum(m.cost_usd), 0)
               from monthly_costs m join deployments same on same.id = m.deployment_id
               where same.user_id = d.user_id and same.skill_id = d.skill_id
                 and same.broker_kind = d.broker_kind
                 and m.month = date_trunc('month', now() at time zone 'utc')::date) as spent,
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
