package dev.orrery.control.job;

import dev.orrery.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The slots of jobs: whoever inserts a row runs it. Thread-safe. */
public final class SlotTable {
  /** A run that has said nothing for so long has died with its process. */
  static final Duration LOST = Duration.ofMinutes(10);

  private final Jdbi jdbi;

  /** Works on this database. */
  public SlotTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * The slot of now, by the database's clock.
   *
   * @param mine whether the caller is to run it
   * @param result what came of it; null while it runs
   */
  record Slot(Instant start, boolean mine, @Nullable String result) {}

  /**
   * Takes the slot of now, unless somebody has: a run that failed or was lost may be taken over.
   */
  Slot take(String job, Duration period, String holder) {
    return jdbi.inTransaction(handle -> {
      Instant start =
          handle
              .createQuery(
                  """
                  select to_timestamp(
                    floor(extract(epoch from clock_timestamp()) / :seconds) * :seconds) as start
                  """)
              .bind("seconds", period.toSeconds())
              .map((row, context) -> row.getObject("start", OffsetDateTime.class).toInstant())
              .one();
      Optional<Slot> mine =
          handle
              .createQuery(
                  """
                  insert into job_slots as s (job, slot_start, holder, started_at)
                  values (:job, :start, :holder, clock_timestamp())
                  on conflict (job, slot_start) do update set holder = excluded.holder,
                    started_at = excluded.started_at, error = null
                  where s.error is not null or (s.finished_at is null
                    and s.started_at < clock_timestamp() - make_interval(secs => :lost))
                  returning job
                  """)
              .bind("job", job)
              .bind("start", start.atOffset(ZoneOffset.UTC))
              .bind("holder", holder)
              .bind("lost", LOST.toSeconds())
              .map((row, context) -> new Slot(start, true, null))
              .findOne();
      return mine.orElseGet(() -> new Slot(start, false, result(handle, job, start).orElse(null)));
    });
  }

  /** What came of a slot; empty while it runs, and when it failed. */
  Optional<String> result(String job, Instant start) {
    return jdbi.withHandle(handle -> result(handle, job, start));
  }

  private static Optional<String> result(Handle handle, String job, Instant start) {
    return handle
        .createQuery(
            """
            select result from job_slots
            where job = :job and slot_start = :start and result is not null
            """)
        .bind("job", job)
        .bind("start", start.atOffset(ZoneOffset.UTC))
        .mapTo(String.class)
        .findOne();
  }

  /** Keeps what came of a slot: a result or an error. */
  void finish(String job, Instant start, @Nullable String result, @Nullable String error) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update job_slots set finished_at = clock_timestamp(), result = :result,
                  error = :error
                where job = :job and slot_start = :start
                """)
            .bind("result", result)
            .bind("error", error)
            .bind("job", job)
            .bind("start", start.atOffset(ZoneOffset.UTC))
            .execute());
  }
}
