package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The latch for everything at once: while it is engaged nothing opens anywhere, and engaging it
 * pauses all deployments. Clearing it resumes none. Thread-safe.
 */
public final class PanicTable {
  private final Jdbi jdbi;
  private final CommandTable commands;

  /** Works on this database. */
  public PanicTable(Database database, Commands commands) {
    this.jdbi = database.jdbi();
    this.commands = commands.table();
  }

  /** How it stands. */
  public PanicState state() {
    return jdbi.withHandle(PanicTable::read);
  }

  /**
   * Engages it, and queues a pause for all that are active and not paused, or about to be resumed,
   * whoever owns them.
   *
   * @return how many pauses were queued
   */
  public int engage(String reason, Actor actor) {
    return jdbi.inTransaction(handle -> {
      write(handle, true, reason, actor);
      List<UUID> active =
          handle
              .createQuery(
                  """
                  select id from deployments
                  where (status in ('provisioning', 'running', 'paused', 'halted')
                      or (status = 'error' and host_kind = 'run'))
                    and (not paused or exists (select from agent_commands c
                      where c.deployment_id = deployments.id and c.kind = 'resume'
                        and c.acked_at is null))
                  order by id for no key update
                  """)
              .mapTo(UUID.class)
              .list();
      Map<String, String> payload = Map.of("reason", "panic: " + reason, "code", "panic");
      active.forEach(id -> commands.insert(handle, id, CommandKind.PAUSE, payload, actor));
      return active.size();
    });
  }

  /**
   * Clears it: opens are up to each deployment's own latches again. When it is not engaged, nothing
   * changes, who cleared it last neither.
   */
  public void clear(String reason, Actor actor) {
    jdbi.useTransaction(handle -> write(handle, false, reason, actor));
  }

  static PanicState read(Handle handle) {
    return handle
        .createQuery(
            "select engaged, reason, actor, updated_at from operator_latches where name = 'panic'")
        .map((row, context) ->
            new PanicState(
                row.getBoolean("engaged"),
                Rows.textOrNull(row, "reason"),
                Rows.textOrNull(row, "actor"),
                Rows.instant(row, "updated_at")))
        .one();
  }

  private static void write(Handle handle, boolean engaged, String reason, Actor actor) {
    handle.execute(
        """
        update operator_latches
        set engaged = ?, reason = ?, actor = ?, updated_at = clock_timestamp()
        where name = 'panic' and (engaged or ?)
        """,
        engaged,
        reason,
        actor.text(),
        engaged);
  }
}
