package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Reads what deployments have logged. Thread-safe. */
public final class LogTable {
  private static final String OF_A_USER =
      """
      select l.id, l.deployment_id, l.ts, l.level, l.event, l.message, l.data
      from agent_logs l join deployments d on d.id = l.deployment_id
      where d.user_id = :user and l.deployment_id = :deployment
        and l.level = any(string_to_array(:levels, ','))
      """;

  private final Jdbi jdbi;

  /** Works on this database. */
  public LogTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * One line.
   *
   * @param id unique; grows with time, but for those written at the same moment
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
    return latest(user, deployment, level, "", 0, limit);
  }

  /** The latest of those before a line, the newest last: for reading back. */
  public List<Line> before(UUID user, UUID deployment, Level level, long id, int limit) {
    return latest(
        user,
        deployment,
        level,
        """
        and (l.ts, l.id) < (select b.ts, b.id from agent_logs b
          where b.id = :before and b.deployment_id = :deployment)
        """,
        id,
        limit);
  }

  /** What was not read yet, the oldest first: for following. */
  public List<Line> after(UUID user, UUID deployment, Level level, LogCursor cursor, int limit) {
    return jdbi.withHandle(handle ->
        lines(
            handle
                .createQuery(
                    OF_A_USER
                        + """
                        and l.id > :horizon and l.id <> all(:read)
                        order by l.id limit :limit
                        """)
                .bind("horizon", cursor.horizon())
                .bindArray("read", Long.class, cursor.read()),
            user,
            deployment,
            level,
            limit));
  }

  private List<Line> latest(
      UUID user, UUID deployment, Level level, String condition, long before, int limit) {
    return jdbi.withHandle(handle -> {
      Query query =
          handle.createQuery(OF_A_USER + condition + "order by l.ts desc, l.id desc limit :limit");
      Query bound = condition.isEmpty() ? query : query.bind("before", before);
      return lines(bound, user, deployment, level, limit).reversed();
    });
  }

  private static List<Line> lines(Query query, UUID user, UUID deployment, Level level, int limit) {
    return query
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
        .list();
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
