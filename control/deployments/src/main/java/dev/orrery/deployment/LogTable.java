package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reads what deployments have logged. Thread-safe. */
public final class LogTable {
  private final Jdbi jdbi;

  /** Works on this database. */
  public LogTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * One line.
   *
   * @param id grows with time; where to go on from
   * @param data JSON of its facts
   */
  public record Line(
      long id,
      UUID deploymentId,
      Instant ts,
      String level,
      String event,
      String message,
      String data) {}

  /** How loud a line must at least be. */
  public enum Level {
    /** All. */
    DEBUG,
    /** What changed. */
    INFO,
    /** What went wrong and was dealt with. */
    WARN,
    /** What a person should look at. */
    ERROR;

    String atLeast() {
      return switch (this) {
        case DEBUG -> "debug,info,warn,error";
        case INFO -> "info,warn,error";
        case WARN -> "warn,error";
        case ERROR -> "error";
      };
    }
  }

  /** The latest lines, the newest last. */
  public List<Line> recent(UUID user, UUID deployment, Level level, int limit) {
    return select(user, deployment, level, null, limit).reversed();
  }

  /** What came after a line, the oldest first: for following. */
  public List<Line> after(UUID user, UUID deployment, Level level, long id, int limit) {
    return select(user, deployment, level, id, limit);
  }

  private List<Line> select(
      UUID user, UUID deployment, Level level, @Nullable Long after, int limit) {
    return jdbi.withHandle(handle ->
        bound(
                handle.createQuery(
                    """
                    select l.id, l.deployment_id, l.ts, l.level, l.event, l.message, l.data
                    from agent_logs l join deployments d on d.id = l.deployment_id
                    where d.user_id = :user and l.deployment_id = :deployment
                      and l.level = any(string_to_array(:levels, ','))
                    """
                        + (after == null
                            ? "order by l.ts desc, l.id desc limit :limit"
                            : "and l.id > :after order by l.id limit :limit")),
                after)
            .bind("user", user)
            .bind("deployment", deployment)
            .bind("levels", level.atLeast())
            .bind("limit", limit)
            .map((row, context) ->
                new Line(
                    row.getLong("id"),
                    Rows.uuid(row, "deployment_id"),
                    Rows.instant(row, "ts"),
                    row.getString("level"),
                    row.getString("event"),
                    row.getString("message"),
                    row.getString("data")))
            .list());
  }

  private static Query bound(Query query, @Nullable Long after) {
    return after == null ? query : query.bind("after", after);
  }

  static void append(Handle handle, UUID deployment, String level, String event, String message) {
    handle.execute(
        "insert into agent_logs (deployment_id, level, event, message) values (?, ?, ?, ?)",
        deployment,
        level,
        event,
        message);
  }
}
