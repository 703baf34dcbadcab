package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait, as whoever hosts a deployment sees them. A row waits until it is acked;
 * whoever claims it must have an epoch at least as high as the one before. Thread-safe.
 */
final class CommandQueueTable {
  private static final String URGENT = "(c.kind in ('stop', 'kill'))";

  private final Jdbi jdbi;

  /** Works on this database. */
  CommandQueueTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /** Those of these deployments that have something waiting. */
  List<UUID> waiting(Collection<UUID> deployments) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct deployment_id from agent_commands
                where acked_at is null
                  and deployment_id = any(cast(string_to_array(:ids, ',') as uuid[]))
                """)
            .bind("ids", deployments.stream().map(UUID::toString).collect(Collectors.joining(",")))
            .mapTo(UUID.class)
            .list());
  }

  /**
   * Gives up what is too old, and takes back what it was to make people want: what is wanted then
   * is what waits on, else what the latches say.
   */
  int expire(UUID deployment) {
    return jdbi.inTransaction(handle -> {
      int expired =
          handle.execute(
              """
              update agent_commands set acked_at = clock_timestamp(),
                error = 'expired at ' || to_char(expires_at at time zone 'utc',
                  'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ', was not carried out'
              where deployment_id = ? and acked_at is null and expires_at < clock_timestamp()
              """,
              deployment);
      if (expired > 0) {
        handle.execute(
            """
            update deployments d
            set wanted = coalesce(
              (select case c.kind when 'resume' then 'running' else 'paused' end
               from agent_commands c
               where c.deployment_id = d.id and c.acked_at is null
                 and c.kind in ('pause', 'flatten', 'resume')
               order by c.seq desc limit 1),
              case when d.paused or d.flatten then 'paused' else 'running' end)
            where d.id = ? and d.wanted <> 'stopped'
            """,
            deployment);
      }
      return expired;
    });
  }

  /**
   * Takes the next one that waits: kill before stop, others in the order sent.
   *
   * @param urgent whether to look at stop and kill, or at the others
   */
  Optional<Command> claim(UUID deployment, long epoch, boolean urgent) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                update agent_commands c set attempt = c.attempt + 1, claimed_by_epoch = :epoch
                where c.acked_at is null and coalesce(c.claimed_by_epoch, 0) <= :epoch
                  and c.id = (select c.id from agent_commands c
                    where c.deployment_id = :deployment and c.acked_at is null and :urgent =
                """
                    + URGENT
                    + " order by (c.kind = 'kill') desc, c.seq limit 1 for update) returning "
                    + CommandTable.COLUMNS)
            .bind("epoch", epoch)
            .bind("deployment", deployment)
            .bind("urgent", urgent)
            .map((row, context) -> CommandTable.read(row))
            .findOne());
  }

  /** Acks stop or kill before it is carried out, with its effect on what is wanted. */
  boolean ackFirst(Command command, long epoch) {
    return jdbi.inTransaction(handle -> {
      boolean mine = ack(handle, command, epoch, null, null);
      if (mine) {
        handle.execute(
            "update deployments set wanted = 'stopped' where id = ?", command.deploymentId());
      }
      return mine;
    });
  }

  /** Acks what was carried out or refused; false when somebody with a higher epoch took over. */
  boolean ack(Command command, long epoch, CommandResult result) {
    return jdbi.inTransaction(
        handle -> ack(handle, command, epoch, Json.write(result.result()), result.error()));
  }

  /** Notes what came of it later; facts are added to those that are there. */
  void note(UUID command, CommandResult result) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update agent_commands set error = coalesce(:error, error),
                  result = coalesce(result, cast('{}' as jsonb)) || cast(:result as jsonb)
                where id = :id
                """)
            .bind("error", result.error())
            .bind("result", Json.write(result.result()))
            .bind("id", command)
            .execute());
  }

  /** Notes why an attempt failed; the command waits on. */
  void failed(Command command, String cause) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update agent_commands set error = ? where id = ? and acked_at is null",
            cause,
            command.id()));
  }

  private static boolean ack(
      Handle handle, Command command, long epoch, @Nullable String result, @Nullable String error) {
    return handle
            .createUpdate(
                """
                update agent_commands set acked_at = clock_timestamp(),
                  result = cast(:result as jsonb), error = :error
                where id = :id and acked_at is null and claimed_by_epoch = :epoch
                """)
            .bind("result", result)
            .bind("error", error)
            .bind("id", command.id())
            .bind("epoch", epoch)
            .execute()
        == 1;
  }
}
