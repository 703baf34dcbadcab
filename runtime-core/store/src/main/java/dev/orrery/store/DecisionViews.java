package dev.orrery.store;

import dev.orrery.database.Database;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What lists and pages show of decisions. Nothing reads it to decide. Thread-safe; every call is a
 * few queries.
 */
public final class DecisionViews {
  private static final String COLUMNS =
      """
      select d.id, d.deployment_id, d.strategy, d.vault, d.firing_id, d.trigger, d.scheduled_at,
        d.origin, d.payload, d.tick_at, d.as_of, coalesce(d.verdict, 'under_way') as verdict,
        d.reasons, d.latency_us, d.cost_usd, d.overran, d.error
      """;

  private final Jdbi jdbi;

  /** Of one database. */
  public DecisionViews(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * A decision in a list.
   *
   * @param firing what woke it; the decision's own id is the same
   * @param trigger as stable text
   * @param origin the event or request; null where the clock fired
   * @param tickAt wall instant
   * @param asOf timeline instant
   * @param verdict {@code under_way} while its orders are
   * @param error what was thrown; null without
   */
  public record View(
      String id,
      UUID deployment,
      String strategy,
      String vault,
      String firing,
      String trigger,
      Instant scheduledAt,
      @Nullable String origin,
      @Nullable String payload,
      Instant tickAt,
      Instant asOf,
      String verdict,
      List<String> reasons,
      long latencyMicros,
      BigDecimal costUsd,
      boolean overran,
      @Nullable String error) {
    /** Copies. */
    public View {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * One decision, whole.
   *
   * @param proposed JSON of its actions
   * @param result JSON of clearances and outcomes
   * @param reads JSON of everything it read
   * @param series JSON of values it kept for charts
   * @param orders what was sent for it, in order
   */
  public record Chain(
      View decision,
      String jarDigest,
      String parameterDigest,
      String apiVersion,
      String proposed,
      String result,
      String reads,
      String series,
      List<Order> orders) {
    /** Copies. */
    public Chain {
      orders = List.copyOf(orders);
    }
  }

  /** An order that was sent, and what became of it. */
  public record Order(
      String cloid,
      String symbol,
      String side,
      BigDecimal size,
      String terms,
      boolean reduceOnly,
      String label,
      List<Step> steps,
      List<Fill> fills) {
    /** Copies. */
    public Order {
      steps = List.copyOf(steps);
      fills = List.copyOf(fills);
    }
  }

  /** Something that happened to an order. */
  public record Step(String kind, String detail, Instant asOf) {}

  /** One execution. */
  public record Fill(
      String id,
      BigDecimal price,
      BigDecimal size,
      BigDecimal feeUsd,
      boolean maker,
      Instant asOf) {}

  /**
   * The latest decisions, the newest first.
   *
   * @param strategy only this one's; null for all
   * @param within only those not older than this by the database's clock; null for all
   */
  public List<View> recent(@Nullable String strategy, @Nullable Duration within, int limit) {
    return jdbi.withHandle(handle -> {
      String where =
          "where true"
              + (strategy == null ? "" : " and d.strategy = :strategy")
              + (within == null
                  ? ""
                  : " and d.tick_at >= clock_timestamp() - make_interval(secs => :seconds)");
      Query query =
          handle.createQuery(
              COLUMNS
                  + "from decision_snapshots d "
                  + where
                  + " order by d.tick_at desc, d.seq desc limit :limit");
      query.bind("limit", limit);
      if (strategy != null) {
        query.bind("strategy", strategy);
      }
      if (within != null) {
        query.bind("seconds", within.toMillis() / 1000.0);
      }
      return query.map((row, _) -> view(row)).list();
    });
  }

  /** Decisions whose id begins with a text: at most two, so that a short one may be unclear. */
  public List<Chain> find(String idPrefix) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                COLUMNS
                    + """
                    , d.jar_digest, d.parameter_digest, d.api_version, d.proposed_action,
                      d.engine_result, d.reads, d.series
                    from decision_snapshots d join firings f on f.id = d.id
                    where f.id >= :first and f.id < :first || 'g'
                    order by d.id limit 2
                    """)
            .bind("first", idPrefix)
            .map((row, _) -> chain(row))
            .list());
  }

  private Chain chain(ResultSet row) throws SQLException {
    View view = view(row);
    return new Chain(
        view,
        row.getString("jar_digest"),
        row.getString("parameter_digest"),
        row.getString("api_version"),
        row.getString("proposed_action"),
        row.getString("engine_result"),
        row.getString("reads"),
        row.getString("series"),
        orders(view));
  }

  private List<Order> orders(View decision) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select cloid, symbol, side, size_base, terms, reduce_only, label
                from order_intents where deployment_id = :deployment and origin = :id order by seq
                """)
            .bind("deployment", decision.deployment())
            .bind("id", decision.id())
            .map((row, _) ->
                new Order(
                    row.getString("cloid"),
                    row.getString("symbol"),
                    row.getString("side"),
                    row.getBigDecimal("size_base"),
                    row.getString("terms"),
                    row.getBoolean("reduce_only"),
                    row.getString("label"),
                    steps(decision.deployment(), row.getString("cloid")),
                    fills(decision.deployment(), row.getString("cloid"))))
            .list());
  }

  private List<Step> steps(UUID deployment, String cloid) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select kind, detail, as_of from order_events
                where deployment_id = :deployment and cloid = :cloid order by seq
                """)
            .bind("deployment", deployment)
            .bind("cloid", cloid)
            .map((row, _) ->
                new Step(row.getString("kind"), row.getString("detail"), instant(row, "as_of")))
            .list());
  }

  private List<Fill> fills(UUID deployment, String cloid) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select fill_id, price, size_base, fee_usd, maker, as_of from fills
                where deployment_id = :deployment and cloid = :cloid order by seq
                """)
            .bind("deployment", deployment)
            .bind("cloid", cloid)
            .map((row, _) ->
                new Fill(
                    row.getString("fill_id"),
                    row.getBigDecimal("price"),
                    row.getBigDecimal("size_base"),
                    row.getBigDecimal("fee_usd"),
                    row.getBoolean("maker"),
                    instant(row, "as_of")))
            .list());
  }

  private static View view(ResultSet row) throws SQLException {
    return new View(
        row.getString("id"),
        Objects.requireNonNull(row.getObject("deployment_id", UUID.class)),
        row.getString("strategy"),
        row.getString("vault"),
        row.getString("firing_id"),
        row.getString("trigger"),
        instant(row, "scheduled_at"),
        textOrNull(row, "origin"),
        textOrNull(row, "payload"),
        instant(row, "tick_at"),
        instant(row, "as_of"),
        row.getString("verdict"),
        Json.read(row.getString("reasons")).valueStream().map(JsonNode::asString).toList(),
        row.getLong("latency_us"),
        row.getBigDecimal("cost_usd"),
        row.getBoolean("overran"),
        textOrNull(row, "error"));
  }

  private static @Nullable String textOrNull(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).orElse(null);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class)).toInstant();
  }
}
