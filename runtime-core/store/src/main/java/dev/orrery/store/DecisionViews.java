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

  private static final String UNDER_WAY = "under_way";

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
      List<Order> orders) {
    /** Copies. */
    public Chain {
      orders = List.copyOf(orders);
    }
  }

  /**
   * An order that was sent, and what became of it.
   *
   * @param terms as stable text
   * @param entry the order whose fill makes it active; null for an order of its own
   * @param epoch right to trade it was made under
   * @param validUntil never sent after this; null for ever
   * @param asOf timeline instant it was intended at
   */
  public record Order(
      String cloid,
      String symbol,
      String side,
      BigDecimal size,
      String terms,
      boolean reduceOnly,
      @Nullable String entry,
      String label,
      long epoch,
      @Nullable Instant validUntil,
      Instant asOf,
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
      String side,
      BigDecimal price,
      BigDecimal size,
      BigDecimal feeUsd,
      boolean maker,
      boolean liquidation,
      Instant asOf) {}

  /**
   * The latest decisions, the newest first.
   *
   * @param strategy only this one's; null for all
   * @param within only those not older than this by the database's clock; null for all
   */
  public List<View> recent(@Nullable String strategy, @Nullable Duration within, int limit) {
    return within == null
        ? list(strategy, "true", null, limit)
        : list(
            strategy,
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
    return list(strategy, "d.tick_at >= :since", first, limit);
  }

  private List<View> list(
      @Nullable String strategy, String condition, @Nullable Object since, int limit) {
    return jdbi.withHandle(handle -> {
      Query query =
          handle
              .createQuery(
                  COLUMNS
                      + "from decision_snapshots d where "
                      + condition
                      + (strategy == null ? "" : " and d.strategy = :strategy")
                      + " order by d.tick_at desc, d.seq desc limit :limit")
              .bind("limit", limit);
      if (strategy != null) {
        query.bind("strategy", strategy);
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
        orders(handle, view));
  }

  private static List<Order> orders(Handle handle, View decision) {
    return handle
        .createQuery(
            """
            select cloid, symbol, side, size_base, terms, reduce_only, entry_cloid, label, epoch,
              valid_until, as_of
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
                textOrNull(row, "entry_cloid"),
                row.getString("label"),
                row.getLong("epoch"),
                endOrNull(row, "valid_until"),
                instant(row, "as_of"),
                steps(handle, decision.deployment(), row.getString("cloid")),
                fills(handle, decision.deployment(), row.getString("cloid"))))
        .list();
  }

  private static List<Step> steps(Handle handle, UUID deployment, String cloid) {
    return handle
        .createQuery(
            """
            select kind, detail, as_of from order_events
            where deployment_id = :deployment and cloid = :cloid order by seq
            """)
        .bind("deployment", deployment)
        .bind("cloid", cloid)
        .map((row, _) ->
            new Step(row.getString("kind"), row.getString("detail"), instant(row, "as_of")))
        .list();
  }

  private static List<Fill> fills(Handle handle, UUID deployment, String cloid) {
    return handle
        .createQuery(
            """
            select fill_id, side, price, size_base, fee_usd, maker, liquidation, as_of from fills
            where deployment_id = :deployment and cloid = :cloid order by seq
            """)
        .bind("deployment", deployment)
        .bind("cloid", cloid)
        .map((row, _) ->
            new Fill(
                row.getString("fill_id"),
                row.getString("side"),
                row.getBigDecimal("price"),
                row.getBigDecimal("size_base"),
                row.getBigDecimal("fee_usd"),
                row.getBoolean("maker"),
                row.getBoolean("liquidation"),
                instant(row, "as_of")))
        .list();
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

  private static @Nullable String textOrNull(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).orElse(null);
  }

  /** Null where there is no end, or none that ever comes. */
  private static @Nullable Instant endOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime end = row.getObject(column, OffsetDateTime.class);
    return end == null || end.equals(OffsetDateTime.MAX) ? null : end.toInstant();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class)).toInstant();
  }
}
