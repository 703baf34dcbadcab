package dev.orrery.store;

import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.market.FeedPosition;
import dev.orrery.runtime.recording.DecisionHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What the journal in the database knows. Opened after {@link PostgresJournal#open}, which drains
 * the spool first. Thread-safe; calls are queries and throw {@link JdbiException} when the database
 * is gone, see {@link #decided} for the exception.
 */
public final class PostgresHistory implements DecisionHistory {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresHistory.class);
  private static final int REMEMBERED = 20_000;

  /** A feed whose position is not that of one deployment, see {@link Tenure#feedPrefix}. */
  private static final String NO_DEPLOYMENT = "^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} )";

  private final Jdbi jdbi;
  private final String feeds;
  private final int skipped;
  private final Map<String, Origins> known = new ConcurrentHashMap<>();

  /** Of a database that is one host's. */
  public PostgresHistory(Database database) {
    this(database, NO_DEPLOYMENT, 0);
  }

  /** Of one deployment in a database that it shares with others. */
  public PostgresHistory(Database database, Tenure tenure) {
    this(database, "^" + tenure.feedPrefix(), tenure.feedPrefix().length());
  }

  private PostgresHistory(Database database, String feeds, int skipped) {
    this.jdbi = database.jdbi();
    this.feeds = feeds;
    this.skipped = skipped;
  }

  /**
   * Within ticks, so from memory: what has no mark and was decided before this start is read with
   * the marks. Only beyond the newest {@value #REMEMBERED} of a deployment the database is asked,
   * and while it is gone the answer is no: such an old event does not come again from elsewhere.
   */
  @Override
  public boolean decided(String deployment, String firingId) {
    Origins origins = known.get(deployment);
    if (origins != null && (origins.ids().contains(firingId) || origins.complete())) {
      return origins.ids().contains(firingId);
    }
    try {
      return jdbi.withHandle(handle ->
          handle
              .createQuery("select exists (select from firings where id = :id)")
              .bind("id", firingId)
              .mapTo(Boolean.class)
              .one());
    } catch (JdbiException e) {
      if (origins == null) {
        throw e;
      }
      LOG.warn("an old firing cannot be looked up firing={} cause={}", firingId, e.getMessage());
      return false;
    }
  }

  /** Marks; reads at the same time what {@link #decided} answers from. */
  @Override
  public Map<String, Long> lastMarks(String deployment) {
    Map<String, Long> marks = new HashMap<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                "select trigger, scheduled_at from schedule_marks where deployment_id ="
                    + " :deployment")
            .bind("deployment", UUID.fromString(deployment))
            .map((row, _) -> Map.entry(row.getString(1), millis(row, 2)))
            .forEach(mark -> marks.merge(mark.getKey(), mark.getValue(), Math::max)));
    known.put(deployment, origins(deployment));
    return marks;
  }

  private Origins origins(String deployment) {
    Set<String> ids = new HashSet<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                """
                select id from firings where deployment_id = :deployment and origin is not null
                order by tick_at desc limit :limit\
                """)
            .bind("deployment", UUID.fromString(deployment))
            .bind("limit", REMEMBERED)
            .mapTo(String.class)
            .forEach(ids::add));
    return new Origins(ids, ids.size() < REMEMBERED);
  }

  /**
   * Looks from the last known place at the topic's events without a firing, and keeps the place.
   */
  @Override
  public long eventsDoneTo(String deployment, String strategy, String topic) {
    return jdbi.inTransaction(handle -> {
      Map<String, Object> listener =
          Map.of("deployment", UUID.fromString(deployment), "strategy", strategy, "topic", topic);
      long done =
          handle
              .createQuery(
                  """
                  with place as (
                    select coalesce(max(event_id), 0) as id from event_cursors
                    where deployment_id = :deployment and strategy = :strategy and topic = :topic
                  )
                  select coalesce(
                    (select e.id - 1 from trading_events e
                      where e.topic = :topic and e.id > (select id from place)
                        and not exists (select from firings f
                          where f.deployment_id = :deployment and f.strategy = :strategy
                            and f.source_event_id = e.id)
                      order by e.id limit 1),
                    (select greatest(max(e.id), (select id from place)) from trading_events e
                      where e.topic = :topic),
                    (select id from place))\
                  """)
              .bindMap(listener)
              .mapTo(Long.class)
              .one();
      handle
          .createUpdate(
              """
              insert into event_cursors (deployment_id, strategy, topic, event_id)
              values (:deployment, :strategy, :topic, :done)
              on conflict (deployment_id, strategy, topic) do update
              set event_id = greatest(event_cursors.event_id, excluded.event_id),
                updated_at = now()\
              """)
          .bindMap(listener)
          .bind("done", done)
          .execute();
      return done;
    });
  }

  /** By the database's clock. */
  @Override
  public Usd costOfMonth(String deployment, YearMonth ignored) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select coalesce(sum(cost_usd), 0) from monthly_costs
                where deployment_id = :deployment
                  and month = date_trunc('month', now() at time zone 'utc')::date\
                """)
            .bind("deployment", UUID.fromString(deployment))
            .map((row, _) -> new Usd(row.getBigDecimal(1)))
            .one());
  }

  @Override
  public List<Unsettled> unsettled(String deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select strategy, id, as_of from decision_snapshots
                where deployment_id = :deployment and (verdict is null or verdict = 'unresolved')
                order by seq\
                """)
            .bind("deployment", UUID.fromString(deployment))
            .map((row, _) -> new Unsettled(row.getString(1), row.getString(2), millis(row, 3)))
            .list());
  }

  @Override
  public Map<String, String> state(String deployment, String strategy) {
    Map<String, String> state = new HashMap<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                """
                select key, value from strategy_state
                where deployment_id = :deployment and strategy = :strategy\
                """)
            .bind("deployment", UUID.fromString(deployment))
            .bind("strategy", strategy)
            .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
            .forEach(entry -> state.put(entry.getKey(), entry.getValue())));
    return state;
  }

  @Override
  public Optional<FeedPosition> position() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select feed, position from market_cursors where feed ~ :feeds
                order by updated_at desc limit 1
                """)
            .bind("feeds", feeds)
            .map((row, _) ->
                position(row.getString(1).substring(skipped), Json.read(row.getString(2))))
            .findOne());
  }

  /** Ids of firings without a mark; all of them when complete. */
  private record Origins(Set<String> ids, boolean complete) {}

  private static FeedPosition position(String source, JsonNode json) {
    return new FeedPosition(
        source,
        json.required("row").longValue(),
        json.required("lap").intValue(),
        json.required("time").longValue());
  }

  private static long millis(ResultSet row, int column) throws SQLException {
    Instant instant = row.getObject(column, OffsetDateTime.class).toInstant();
    return instant.toEpochMilli();
  }
}
