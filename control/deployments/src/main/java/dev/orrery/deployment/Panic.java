package dev.orrery.deployment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The latch for everything at once: while it is engaged nothing opens anywhere, and engaging it
 * pauses all deployments. Clearing it resumes none. Thread-safe.
 */
public final class Panic {
  private final Jdbi jdbi;
  private final Commands commands;

  /** Works on this database. */
  public Panic(Jdbi jdbi, Commands commands) {
    this.jdbi = jdbi;
    this.commands = commands;
  }

  /**
   * How it stands.
   *
   * @param reason why it was last changed; null when it never was
   * @param actor who changed it last; null when it never was
   */
  public record State(
      boolean engaged, @Nullable String reason, @Nullable String actor, Instant updatedAt) {}

  /** How it stands. */
  public State state() {
    return jdbi.withHandle(Panic::read);
  }

  /**
   * Engages it, and queues a pause for all that are active and not paused, whoever owns them.
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
                  where status in ('provisioning', 'running', 'halted') and not paused
                  order by id for no key update
                  """)
              .mapTo(UUID.class)
              .list();
      Map<String, String> payload = Map.of("reason", "panic: " + reason, "code", "panic");
      active.forEach(id -> commands.insert(handle, id, CommandKind.PAUSE, payload, actor));
      return active.size();
    });
  }

  /** Clears it: opens are up to each deployment's own latches again. */
  public void clear(String reason, Actor actor) {
    jdbi.useTransaction(handle -> write(handle, false, reason, actor));
  }

  private static State read(Handle handle) {
    return handle
        .createQuery(
            "select engaged, reason, actor, updated_at from operator_latches where name = 'panic'")
        .map((row, context) ->
            new State(
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
        where name = 'panic'
        """,
        engaged,
        reason,
        actor.text());
  }
}
