package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How all that is deployed stands, whoever's it is: for whoever runs the whole. Thread-safe. */
public final class StandingTable {
  private final Jdbi jdbi;

  /** Works on this database. */
  public StandingTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * One that occupies its place, or has failed.
   *
   * @param payload its version's, as it stands in the row
   * @param equity null before the account was first written down
   * @param silence since its last heartbeat or start; null before the first
   * @param tickInterval of its version
   */
  public record Standing(
      UUID id,
      String strategy,
      HostKind host,
      BrokerKind broker,
      DeploymentStatus status,
      @Nullable String errorText,
      String payload,
      @Nullable BigDecimal equity,
      @Nullable Duration silence,
      Duration tickInterval) {}

  /** All that are not stopped. */
  public List<Standing> all() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select d.id, d.strategy, d.host_kind, d.broker_kind, d.status, d.error_text,
                  v.payload, s.equity_usd, d.tick_interval_seconds,
                  extract(epoch from clock_timestamp() - greatest(s.updated_at, d.started_at))
                    as silent
                from deployments d
                join skill_versions v on v.skill_id = d.skill_id and v.version = d.skill_version
                left join agent_state s on s.deployment_id = d.id
                where d.status <> 'stopped' order by d.strategy, d.id
                """)
            .map((row, context) -> {
              BigDecimal silent = row.getBigDecimal("silent");
              return new Standing(
                  Rows.uuid(row, "id"),
                  row.getString("strategy"),
                  HostKind.of(row.getString("host_kind")),
                  BrokerKind.of(row.getString("broker_kind")),
                  DeploymentStatus.of(row.getString("status")),
                  Rows.textOrNull(row, "error_text"),
                  row.getString("payload"),
                  row.getBigDecimal("equity_usd"),
                  silent == null ? null : Duration.ofSeconds(silent.longValue()),
                  Duration.ofSeconds(row.getInt("tick_interval_seconds")));
            })
            .list());
  }
}
