package dev.orrery.store;

import dev.orrery.database.Database;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Decisions for people, out of the database: with the daemon up or down. Thread-safe; throws {@link
 * org.jdbi.v3.core.JdbiException} when the database is gone.
 */
public final class DecisionReader {
  private static final String LIST =
      """
      id, deployment_id, strategy, vault, trigger, tick_at, as_of, verdict, reasons,
      (proposed_action ->> 'sizeUsd')::numeric as size_usd, latency_us, cost_usd, error\
      """;

  private final Jdbi jdbi;

  /** Of one database. */
  public DecisionReader(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * The latest decisions, newest first.
   *
   * @param limit at most so many
   * @param strategy of this one only; null for all
   * @param since ticked at this wall instant or later; null for all
   */
  public List<DecisionRow> decisions(
      int limit, @Nullable String strategy, @Nullable Instant since) {
    String where =
        (strategy == null ? "" : " and strategy = :strategy")
            + (since == null ? "" : " and tick_at >= :since");
    return jdbi.withHandle(handle -> {
      Query query =
          handle
              .createQuery(
                  "select %s from decision_snapshots where true%s order by tick_at desc, seq desc limit :limit"
                      .formatted(LIST, where))
              .bind("limit", limit);
      if (strategy != null) {
        query.bind("strategy", strategy);
      }
      if (since != null) {
        query.bind("since", since);
      }
      return query.map((row, _) -> row(row)).list();
    });
  }

  /** One decision with its whole chain; empty when there is none with this id. */
  public Optional<DecisionChain> decision(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select %s, scheduled_at, origin, payload, proposed_action, engine_result, reads,
                  series, jar_digest, parameter_digest, api_version, overran
                from decision_snapshots where id = :id\
                """
                    .formatted(LIST))
            .bind("id", id)
            .map((row, _) -> chain(handle, row))
            .findFirst());
  }

  private static DecisionRow row(ResultSet row) throws SQLException {
    List<String> reasons = new ArrayList<>();
    for (Object reason : list(Json.plain(row.getString("reasons")))) {
      reasons.add(String.valueOf(reason));
    }
    return new DecisionRow(
        row.getString("id"),
        row.getString("deployment_id"),
        row.getString("strategy"),
        row.getString("vault"),
        row.getString("trigger"),
        instant(row, "tick_at"),
        instant(row, "as_of"),
        row.getString("verdict"),
        reasons,
        row.getBigDecimal("size_usd"),
        row.getLong("latency_us"),
        row.getBigDecimal("cost_usd"),
        row.getString("error"));
  }

  private static DecisionChain chain(Handle handle, ResultSet row) throws SQLException {
    DecisionRow decision = row(row);
    Map<?, ?> proposed = map(Json.plain(row.getString("proposed_action")));
    Map<?, ?> result = map(Json.plain(row.getString("engine_result")));
    return new DecisionChain(
        decision,
        instant(row, "scheduled_at"),
        row.getString("origin"),
        row.getString("payload"),
        list(proposed.get("actions")),
        list(result.get("clearances")),
        list(result.get("outcomes")),
        list(Json.plain(row.getString("reads"))),
        map(Json.plain(row.getString("series"))),
        row.getString("jar_digest"),
        row.getString("parameter_digest"),
        row.getString("api_version"),
        row.getBoolean("overran"),
        orders(handle, decision));
  }

  private static List<DecisionChain.OrderChain> orders(Handle handle, DecisionRow decision) {
    List<DecisionChain.OrderChain> orders = new ArrayList<>();
    for (Map<String, @Nullable Object> intent :
        rows(
            handle,
            """
            select cloid, symbol, side, size_base, terms, reduce_only, entry_cloid, label, epoch,
              valid_until, as_of
            from order_intents where deployment_id = :deployment and origin = :key order by seq\
            """,
            decision.deployment(),
            decision.id())) {
      String cloid = String.valueOf(intent.get("cloid"));
      orders.add(
          new DecisionChain.OrderChain(
              intent,
              rows(
                  handle,
                  """
                  select kind, detail, as_of from order_events
                  where deployment_id = :deployment and cloid = :key order by seq\
                  """,
                  decision.deployment(),
                  cloid),
              rows(
                  handle,
                  """
                  select fill_id, side, price, size_base, fee_usd, maker, liquidation, as_of
                  from fills where deployment_id = :deployment and cloid = :key order by seq\
                  """,
                  decision.deployment(),
                  cloid)));
    }
    return orders;
  }

  private static List<Map<String, @Nullable Object>> rows(
      Handle handle, String sql, String deployment, String key) {
    return handle
        .createQuery(sql)
        .bind("deployment", UUID.fromString(deployment))
        .bind("key", key)
        .map((row, _) -> columns(row))
        .list();
  }

  private static Map<String, @Nullable Object> columns(ResultSet row) throws SQLException {
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    ResultSetMetaData types = row.getMetaData();
    for (int i = 1; i <= types.getColumnCount(); i++) {
      boolean time = types.getColumnTypeName(i).equals("timestamptz");
      columns.put(types.getColumnLabel(i), time ? time(row, i) : row.getObject(i));
    }
    return columns;
  }

  /** For ever is null. */
  private static @Nullable String time(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null || time.equals(OffsetDateTime.MAX) || time.equals(OffsetDateTime.MIN)
        ? null
        : time.toInstant().toString();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static List<?> list(@Nullable Object json) {
    return json instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> map(@Nullable Object json) {
    return json instanceof Map<?, ?> map ? map : Map.of();
  }
}
