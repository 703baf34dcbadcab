package dev.orrery.database;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tables that grow in bounds: makes the coming days' partitions of decisions and logs,
 * drops days that are older than wanted, and forgets firings and events that old. A firing is
 * forgotten after its decision, never before: they carry the same instant.
 *
 * <p>What money was made of (the account journal, orders, fills, funding) is not touched, nor are
 * candles. Thread-safe; several processes may do it at once.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int BATCH = 20_000;

  private final Database database;
  private final Settings settings;

  /** For one database. */
  public Retention(Database database, Settings settings) {
    this.database = database;
    this.settings = settings;
  }

  /**
   * How long what is kept, in whole UTC days.
   *
   * @param decisionDays decisions with their firings; at least 2
   * @param logDays log lines; at least 2
   * @param eventDays durable events; at least 1
   * @param aheadDays partitions made for days to come
   */
  public record Settings(int decisionDays, int logDays, int eventDays, int aheadDays) {
    /** 90 days of decisions, 30 of logs, a week of events, a week ahead. */
    public static final Settings DEFAULT = new Settings(90, 30, 7, 7);

    /** Refuses what would drop the present. */
    public Settings {
      if (decisionDays < 2 || logDays < 2 || eventDays < 1 || aheadDays < 1) {
        throw new IllegalArgumentException(
            "retention needs at least 2 days of decisions and logs, 1 of events and 1 ahead: "
                + decisionDays
                + ", "
                + logDays
                + ", "
                + eventDays
                + ", "
                + aheadDays);
      }
    }
  }

  /** What one round did: partitions made and dropped, rows forgotten. */
  public record Round(int made, int dropped, long firings, long events) {}

  /**
   * Makes the partitions of today and the days to come. Before anything writes: a row on its way
   * into the default partition is refused when its day is made just then.
   *
   * @param now the wall's time
   * @return how many were made
   */
  public int prepare(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate ahead = today.plusDays(settings.aheadDays());
    return ensure("decision_snapshots", today, ahead) + ensure("agent_logs", today, ahead);
  }

  /**
   * One round. Meant for once an hour, after {@link #prepare} at the start.
   *
   * @param now the wall's time
   */
  public Round maintain(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate decisionsFrom = today.minusDays(settings.decisionDays());
    LocalDate logsFrom = today.minusDays(settings.logDays());
    int made = prepare(now);
    int dropped = drop("decision_snapshots", decisionsFrom) + drop("agent_logs", logsFrom);
    Instant cut = decisionsFrom.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant eventCut =
        today.minusDays(settings.eventDays()).atStartOfDay(ZoneOffset.UTC).toInstant();
    long events = forget("trading_events", "created_at", eventCut);
    long firings = forget("firings", "tick_at", cut);
    Round round = new Round(made, dropped, firings, events);
    LOG.info("retention made={} dropped={} firings={} events={}", made, dropped, firings, events);
    return round;
  }

  /** Which of these jars, by digest, decisions name that are still kept. */
  public Set<String> jarsOfDecisions(Set<String> digests) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select distinct jar_digest from decision_snapshots"
                        + " where jar_digest = any(string_to_array(:digests, ','))")
                .bind("digests", String.join(",", digests))
                .mapTo(String.class)
                .set());
  }

  private int ensure(String table, LocalDate first, LocalDate last) {
    return database
        .jdbi()
        .inTransaction(handle ->
            handle
                .createQuery("select orrery_ensure_partitions(:table, :first, :last)")
                .bind("table", table)
                .bind("first", first)
                .bind("last", last)
                .mapTo(Integer.class)
                .one());
  }

  private int drop(String table, LocalDate before) {
    return database
        .jdbi()
        .inTransaction(handle ->
            handle
                .createQuery("select orrery_drop_partitions(:table, :before)")
                .bind("table", table)
                .bind("before", before)
                .mapTo(Integer.class)
                .one());
  }

  /** In batches, so that no lock and no transaction lasts. */
  private long forget(String table, String clock, Instant before) {
    long all = 0;
    int some;
    do {
      some =
          database
              .jdbi()
              .<Integer, RuntimeException>withHandle(
                  handle -> forgetSome(handle, table, clock, before));
      all += some;
    } while (some == BATCH);
    return all;
  }

  private static int forgetSome(Handle handle, String table, String clock, Instant before) {
    return handle
        .createUpdate(
            "delete from %1$s where ctid = any (array(select ctid from %1$s where %2$s < :before limit %3$d))"
                .formatted(table, clock, BATCH))
        .bind("before", before)
        .execute();
  }
}
