package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What lists and pages show of deployments, one query each. Thread-safe. */
public final class DeploymentViewTable {
  private static final String SELECT =
      """
      select d.id, d.strategy, d.skill_version, d.vault, d.broker_kind, d.host_kind, d.wanted,
        d.status, d.error_text, d.paused, d.paused_reason, d.halted,
        d.halted_reason, d.flatten, d.flatten_reason, d.stopping, d.stopping_reason,
        d.quarantined, d.quarantined_reason, d.quarantined_at, d.started_at,
        s.updated_at as heartbeat_at, s.health, s.equity_usd, s.day_pnl, s.positions,
        s.open_orders, s.as_of,
        extract(epoch from clock_timestamp() - coalesce(s.updated_at, d.started_at)) as silent
      from deployments d left join agent_state s on s.deployment_id = d.id
      where d.user_id = :user
      """;

  private final Jdbi jdbi;

  /** Works on this database. */
  public DeploymentViewTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * A deployment and its account, as last heard of.
   *
   * @param silent since the last heartbeat, else since its start, by the database's clock; null
   *     when it never was up
   * @param health empty when nothing was heard
   * @param positions JSON array
   * @param openOrders JSON array
   * @param asOf the timeline's instant of the account
   */
  public record View(
      UUID id,
      String name,
      int skillVersion,
      String vault,
      BrokerKind broker,
      HostKind host,
      Wanted wanted,
      DeploymentStatus status,
      Latches latches,
      @Nullable String errorText,
      @Nullable Instant startedAt,
      @Nullable Instant heartbeatAt,
      @Nullable Duration silent,
      String health,
      @Nullable BigDecimal equityUsd,
      @Nullable BigDecimal dayPnlUsd,
      String positions,
      String openOrders,
      @Nullable Instant asOf) {}

  /** All of the user's, by name, the latest first. */
  public List<View> list(UUID user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + " order by d.strategy, d.created_at desc, d.id")
            .bind("user", user)
            .map((row, context) -> read(row))
            .list());
  }

  /**
   * Some of the user's, the latest first.
   *
   * @param after the last one of the page before; null for the first page
   */
  public List<View> page(UUID user, @Nullable UUID after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                    and (cast(:after as uuid) is null or (d.created_at, d.id) <
                      (select p.created_at, p.id from deployments p
                       where p.user_id = :user and p.id = cast(:after as uuid)))
                    order by d.created_at desc, d.id desc limit :limit
                    """)
            .bind("user", user)
            .bind("after", after)
            .bind("limit", limit)
            .map((row, context) -> read(row))
            .list());
  }

  /** One of the user's. */
  public Optional<View> find(UUID user, UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + " and d.id = :id")
            .bind("user", user)
            .bind("id", id)
            .map((row, context) -> read(row))
            .findOne());
  }

  private static View read(ResultSet row) throws SQLException {
    BigDecimal silent = row.getBigDecimal("silent");
    return new View(
        Rows.uuid(row, "id"),
        row.getString("strategy"),
        row.getInt("skill_version"),
        row.getString("vault"),
        BrokerKind.of(row.getString("broker_kind")),
        HostKind.of(row.getString("host_kind")),
        Wanted.of(row.getString("wanted")),
        DeploymentStatus.of(row.getString("status")),
        Rows.latches(row),
        Rows.textOrNull(row, "error_text"),
        Rows.instantOrNull(row, "started_at"),
        Rows.instantOrNull(row, "heartbeat_at"),
        silent == null ? null : Duration.ofMillis(silent.movePointRight(3).longValue()),
        textOr(row, "health", ""),
        Rows.decimalOrNull(row, "equity_usd"),
        Rows.decimalOrNull(row, "day_pnl"),
        textOr(row, "positions", "[]"),
        textOr(row, "open_orders", "[]"),
        Rows.instantOrNull(row, "as_of"));
  }

  private static String textOr(ResultSet row, String column, String missing) throws SQLException {
    String value = row.getString(column);
    return value == null ? missing : value;
  }
}
