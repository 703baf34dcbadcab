package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.market.FeedPosition;
import dev.orrery.runtime.recording.DecisionHistory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import tools.jackson.databind.JsonNode;

/**
 * What the journal in the database knows. Opened after {@link PostgresJournal#open}, which drains
 * the spool first. Thread-safe; every call is a query, and throws {@link
 * org.jdbi.v3.core.JdbiException} when the database is gone.
 */
public final class PostgresHistory implements DecisionHistory {
  private final Jdbi jdbi;

  /** Of one database. */
  public PostgresHistory(Database database) {
    this.jdbi = database.jdbi();
  }

  @Override
  public boolean decided(String firingId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select exists (select from firings where id = :id)")
            .bind("id", firingId)
            .mapTo(Boolean.class)
            .one());
  }

  @Override
  public Map<String, Long> lastMarks(String deployment) {
    Map<String, Long> marks = new HashMap<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                "select trigger, scheduled_at from schedule_marks where deployment_id = :deployment")
            .bind("deployment", UUID.fromString(deployment))
            .map((row, _) -> Map.entry(row.getString(1), millis(row, 2)))
            .forEach(mark -> marks.merge(mark.getKey(), mark.getValue(), Math::max)));
    return marks;
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
                "select feed, position from market_cursors order by updated_at desc limit 1")
            .map((row, _) -> position(row.getString(1), Json.read(row.getString(2))))
            .findOne());
  }

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
