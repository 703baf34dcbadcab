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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What lists and pages show of decisions, with the daemon up or down. Nothing reads it to decide.
 * Thread-safe; every call is a few queries over one connection, and throws {@link
 * org.jdbi.v3.core.JdbiException} when the database is gone.
 */
public final class DecisionViews {
  private static final String COLUMNS =
      """
      select d.id, d.deployment_id, d.strategy, d.vault, d.firing_id, d.trigger, d.scheduled_at,
        d.origin, d.payload, d.tick_at, d.as_of, coalesce(d.verdict, 'under_way') as verdict,
        d.reasons, (d.proposed_action ->> 'sizeUsd')::numeric as size_usd, d.latency_us,
        d.cost_usd, d.overran, d.error
      """;
  private static final String CHAINS =
      COLUMNS
          + """
          , d.jar_digest, d.parameter_digest, d.api_version, d.proposed_action, d.engine_result,
            d.reads, d.series
          from decision_snapshots d
          """;

  /** The verdict of a decision that has none yet. */
  public static final String UNDER_WAY = "under_way";

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
   * @param sizeUsd gross notional of what it would open
   * @param latencyMicros from firing to answer
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
      @Nullable BigDecimal sizeUsd,
      long latencyMicros,
      BigDecimal costUsd,
      boolean overran,
      @Nullable String error) {
    /** Copies. */
    public View {
      reasons = List.copyOf(reasons);
    }

    /** Whether it has no verdict yet. */
    public boolean underWay() {
      return verdict.equals(UNDER_WAY);
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
      List<SentOrder> orders) {
    /** Copies. */
    public Chain {
      orders = List.copyOf(orders);
    }
  }

  /**
   * The latest decisions, the newest first.
   *
   * @param strategy only this one's; null for all
   * @param within only those not older than this by the database's clock; null for all
   */
  public List<View> recent(@Nullable String strategy, @Nullable Duration within, int limit) {
    return recent(strategy, null, within, limit);
  }

  /**
   * The latest decisions, the newest first.
   *
   * @param strategy only this one's; null for all
   * @param verdict only those with this one, {@link #UNDER_WAY} for none yet; null for all
   * @param within only those not older than this by the database's clock; null for all
   */
  public List<View> recent(
      @Nullable String strategy, @Nullable String verdict, @Nullable Duration within, int limit) {
    return within == null
        ? list(strategy, verdict, "true", null, limit)
        : list(
            strategy,
            verdict,
            "d.tick_at >= clock_timestamp() - make_interval(secs => :since)",
            within.toMillis() / 1000.0,
            limit);
  }

  /**
   * The latest decisions, the newest first, from a wall instant on.
   *
   * @param strategy only this one's; null for all
   */
  public List<View> since(@Nullable String strategy, Instant first, int limit) {
    return list(strategy, null, "d.tick_at >= :since", first, limit);
  }

  private List<View> list(
      @Nullable String strategy,
      @Nullable String verdict,
      String condition,
      @Nullable Object since,
      int limit) {
    return jdbi.withHandle(handle -> {
      Query query =
          handle
              .createQuery(
                  COLUMNS
                      + "from decision_snapshots d where "
                      + condition
                      + (strategy == null ? "" : " and d.strategy = :strategy")
                      + (verdict == null
                          ? ""
                          : " and coalesce(d.verdict, '" + UNDER_WAY + "') = :verdict")
                      + " order by d.tick_at desc, d.seq desc limit :limit")
              .bind("limit", limit);
      if (strategy != null) {
        query.bind("strategy", strategy);
      }
      if (verdict != null) {
        query.bind("verdict", verdict);
      }
      if (since != null) {
        query.bind("since", since);
      }
      return query.map((row, _) -> view(row)).list();
    });
  }

  /** One decision; empty when there is none with this id. */
  public Optional<Chain> get(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(CHAINS + "where d.id = :id")
            .bind("id", id)
            .map((row, _) -> chain(handle, row))
            .findFirst());
  }

  /** Decisions whose id begins with a text: at most two, so that a short one may be unclear. */
  public List<Chain> find(String idPrefix) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                CHAINS
                    + """
                    join firings f on f.id = d.id
                    where f.id >= :first and f.id < :first || 'g'
                    order by d.id limit 2
                    """)
            .bind("first", idPrefix)
            .map((row, _) -> chain(handle, row))
            .list());
  }

  private static Chain chain(Handle handle, ResultSet row) throws SQLException {
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
        SentOrders.of(handle, view.deployment(), view.id()));
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
        row.getBigDecimal("size_usd"),
        row.getLong("latency_us"),
        row.getBigDecimal("cost_usd"),
        row.getBoolean("overran"),
        textOrNull(row, "error"));
  }

  static @Nullable String textOrNull(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).orElse(null);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class)).toInstant();
  }
}
