package dev.orrery.control.job;

import dev.orrery.database.Database;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Who has not been heard for too long, by the database's clock. Silence counts from the last
 * heartbeat or the last start, whichever is later, so a runner that never beat is seen, too.
 * Thread-safe.
 */
public final class HeartbeatTable {
  /** No deployment is late before this. */
  public static final Duration LEAST = Duration.ofMinutes(15);

  /** Late after so many ticks without a heartbeat. */
  public static final int TICKS = 3;

  private static final String SILENT =
      """
      with heard as (
        select d.id, d.status,
          greatest(s.updated_at, d.started_at, d.created_at) as last,
          greatest(:ticks * make_interval(secs => d.tick_interval_seconds),
            make_interval(secs => :least)) as threshold
        from deployments d left join agent_state s on s.deployment_id = d.id
        where d.host_kind = 'machine' and d.status in (%s)),
      late as (
        select id, 'heartbeat lost: none for '
            || floor(extract(epoch from clock_timestamp() - last) / 60) || ' min, since '
            || to_char(last at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            || ', late after ' || round(extract(epoch from threshold) / 60, 1) || ' min' as text,
          last
        from heard where clock_timestamp() - last > threshold)
      """;

  private final Jdbi jdbi;

  /** Works on this database. */
  public HeartbeatTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * What a sweep did.
   *
   * @param checked deployments that were running or paused
   * @param marked those of them that are in error now
   */
  public record Swept(int checked, int marked) {}

  /**
   * Marks those that are running or paused and late: {@code error}, with a line in the log. One
   * that is halted and late keeps its status and is told of once for each silence.
   */
  public Swept sweep() {
    return jdbi.inTransaction(handle -> {
      Swept swept = mark(handle);
      alarm(handle);
      return swept;
    });
  }

  private static Swept mark(Handle handle) {
    return handle
        .createQuery(
            SILENT.formatted("'running', 'paused'")
                + """
                , marked as (
                  update deployments d set status = 'error', error_text = late.text
                  from late where d.id = late.id and d.status in ('running', 'paused')
                  returning d.id, d.error_text),
                told as (
                  insert into agent_logs (deployment_id, level, event, message)
                  select id, 'error', 'heartbeat_lost', error_text from marked)
                select (select count(*) from heard) as checked,
                  (select count(*) from marked) as marked
                """)
        .bind("ticks", TICKS)
        .bind("least", LEAST.toSeconds())
        .map((row, context) -> new Swept(row.getInt("checked"), row.getInt("marked")))
        .one();
  }

  private static void alarm(Handle handle) {
    handle
        .createUpdate(
            SILENT.formatted("'halted'")
                + """
                insert into agent_logs (deployment_id, level, event, message)
                select id, 'error', 'heartbeat_lost', text || ' (it stays halted)' from late
                where not exists (select from agent_logs l
                  where l.deployment_id = late.id and l.event = 'heartbeat_lost'
                    and l.ts > late.last)
                """)
        .bind("ticks", TICKS)
        .bind("least", LEAST.toSeconds())
        .execute();
  }
}
