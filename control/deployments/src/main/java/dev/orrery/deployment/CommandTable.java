package dev.orrery.deployment;

import dev.orrery.database.Database;
import dev.orrery.kernel.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The rows of commands, which are the truth, as those see them who send: notifications only wake.
 * Whoever hosts sees them through {@link CommandQueueTable}. Thread-safe.
 */
final class CommandTable {
  static final String COLUMNS =
      """
      c.id, c.seq, c.deployment_id, c.kind, c.payload, c.actor, c.created_at, c.expires_at,
        c.attempt, c.acked_at, c.result, c.error
      """;
  private final Jdbi jdbi;
  private final Duration expiry;

  /**
   * Works on this database.
   *
   * @param expiry how long a command waits for its deployment; stop and kill wait for ever
   */
  CommandTable(Database database, Duration expiry) {
    this.jdbi = database.jdbi();
    this.expiry = expiry;
  }

  /**
   * Sends what the rules do not refuse, judged on what stands in the same transaction.
   *
   * @throws ProblemException REFUSED by {@link CommandRules}, or when the user has no such
   *     deployment
   */
  Command send(
      UUID user,
      UUID deployment,
      CommandKind kind,
      Map<String, ? extends @Nullable Object> payload,
      Actor actor) {
    return jdbi.inTransaction(handle -> {
      Deployment row = DeploymentTable.locked(handle, user, deployment);
      MonthToDate cost = CostTable.read(handle, user, deployment);
      CommandRules.refusal(kind, row, actor.role(), cost)
          .ifPresent(refusal -> {
            throw new ProblemException(refusal.problem());
          });
      return insert(handle, deployment, kind, payload, actor);
    });
  }

  /**
   * Sends a guard's pause, with a line in the log.
   *
   * @param code of the guard, by which its pause is known again
   * @return empty when one stands or waits, or would be refused
   */
  Optional<Command> sendPause(
      UUID user, UUID deployment, MonthToDate cost, Actor guard, String code, String reason) {
    return jdbi.inTransaction(handle -> {
      Deployment row = DeploymentTable.locked(handle, user, deployment);
      boolean stands =
          row.latches().paused() != null
              || CommandRules.refusal(CommandKind.PAUSE, row, guard.role(), cost).isPresent();
      if (stands || waits(handle, deployment, code)) {
        return Optional.empty();
      }
      LogTable.append(handle, deployment, "warn", code, reason);
      Map<String, String> payload = Map.of("reason", reason, "code", code);
      return Optional.of(insert(handle, deployment, CommandKind.PAUSE, payload, guard));
    });
  }

  private static boolean waits(Handle handle, UUID deployment, String code) {
    return handle
        .createQuery(
            """
            select exists (select from agent_commands
              where deployment_id = :id and acked_at is null and payload ->> 'code' = :code)
            """)
        .bind("id", deployment)
        .bind("code", code)
        .mapTo(Boolean.class)
        .one();
  }

  /** Inserts it, whatever the rules say of it, and what is wanted from now on. */
  Command insert(
      Handle handle,
      UUID deployment,
      CommandKind kind,
      Map<String, ? extends @Nullable Object> payload,
      Actor actor) {
    Command inserted =
        handle
            .createQuery(
                """
                insert into agent_commands as c (deployment_id, kind, payload, actor, expires_at)
                values (:deployment, :kind, cast(:payload as jsonb), :actor,
                  case when :expires
                    then clock_timestamp() + make_interval(secs => :seconds) end)
                returning
                """
                    + COLUMNS)
            .bind("deployment", deployment)
            .bind("kind", kind.text())
            .bind("payload", Json.write(payload))
            .bind("actor", actor.text())
            .bind("expires", kind.expires())
            .bind("seconds", expiry.toMillis() / 1000.0)
            .map((row, context) -> read(row))
            .one();
    Wanted wanted = kind.wanted();
    if (wanted != null) {
      handle.execute(
          "update deployments set wanted = ? where id = ? and (wanted <> 'stopped' or ?)",
          wanted.text(),
          deployment,
          kind == CommandKind.RESUME);
    }
    return inserted;
  }

  /**
   * The pause or flatten that is still to be carried out, when no resume waits behind it: it holds
   * from the start of its deployment on, before the command itself is come to.
   */
  Optional<Command> waitingPause(UUID user, UUID deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select "
                    + COLUMNS
                    + """
                    from agent_commands c join deployments d on d.id = c.deployment_id
                    where d.user_id = :user and d.id = :deployment and c.acked_at is null
                      and (c.expires_at is null or c.expires_at > clock_timestamp())
                      and c.kind in ('pause', 'flatten', 'resume')
                    order by c.seq desc limit 1
                    """)
            .bind("user", user)
            .bind("deployment", deployment)
            .map((row, context) -> read(row))
            .findOne()
            .filter(last -> last.kind() != CommandKind.RESUME));
  }

  List<Command> recent(UUID user, UUID deployment, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select "
                    + COLUMNS
                    + """
                    from agent_commands c join deployments d on d.id = c.deployment_id
                    where d.user_id = :user and d.id = :deployment
                    order by c.seq desc limit :limit
                    """)
            .bind("user", user)
            .bind("deployment", deployment)
            .bind("limit", limit)
            .map((row, context) -> read(row))
            .list());
  }

  Optional<Command> find(UUID user, UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select "
                    + COLUMNS
                    + """
                    from agent_commands c join deployments d on d.id = c.deployment_id
                    where d.user_id = :user and c.id = :id
                    """)
            .bind("user", user)
            .bind("id", id)
            .map((row, context) -> read(row))
            .findOne());
  }

  static Command read(ResultSet row) throws SQLException {
    String result = row.getString("result");
    return new Command(
        Rows.uuid(row, "id"),
        row.getLong("seq"),
        Rows.uuid(row, "deployment_id"),
        CommandKind.of(row.getString("kind")),
        Json.object(row.getString("payload")),
        row.getString("actor"),
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "expires_at"),
        row.getInt("attempt"),
        Rows.instantOrNull(row, "acked_at"),
        result == null ? null : Json.object(result),
        Rows.textOrNull(row, "error"));
  }
}
