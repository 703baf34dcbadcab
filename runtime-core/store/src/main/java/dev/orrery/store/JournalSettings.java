package dev.orrery.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the journal is written.
 *
 * @param spoolFolder where groups go while the database is gone; made if it is not there, and used
 *     by one journal at a time
 * @param queueEntries entries that may wait to become durable; beyond it {@code reserve} says no
 * @param reserveEntries room one reservation holds: a firing's usual groups together
 * @param flushEntries most entries written in one transaction, unless one group alone has more
 * @param flushDelay how long a group that nobody waits for may stay in memory
 * @param silence how long the server may say nothing before it counts as gone
 * @param longestRetry longest pause between two attempts to reach a database that is gone
 * @param hunger how long memory to write with may be missing before the journal fails for good
 * @param spoolBytes largest size of the spool; beyond it nothing more becomes durable
 */
public record JournalSettings(
    Path spoolFolder,
    int queueEntries,
    int reserveEntries,
    int flushEntries,
    Duration flushDelay,
    Duration silence,
    Duration longestRetry,
    Duration hunger,
    long spoolBytes) {
  private static final int RESERVE = 32;
  private static final long SPOOL_BYTES = 4L << 30;

  /** Checks. */
  public JournalSettings {
    if (reserveEntries < 1 || flushEntries < 1 || queueEntries < reserveEntries) {
      throw new IllegalArgumentException(
          "a journal needs room for a reservation: queue "
              + queueEntries
              + ", reservation "
              + reserveEntries
              + ", flush "
              + flushEntries);
    }
    if (silence.toMillis() < 1 || longestRetry.toMillis() < 1) {
      throw new IllegalArgumentException(
          "a journal's silence and retry are at least 1 ms: " + silence + ", " + longestRetry);
    }
  }

  /** The usual: 65,536 entries wait, 4,096 a transaction, 20 ms, gone after 2 s, 4 GiB of spool. */
  public static JournalSettings in(Path spoolFolder) {
    return of(spoolFolder, 65_536, 4_096, Duration.ofMillis(20));
  }

  /** With the settings an operator has; the rest as usual. */
  public static JournalSettings of(
      Path spoolFolder, int queueEntries, int flushEntries, Duration flushDelay) {
    return new JournalSettings(
        spoolFolder,
        queueEntries,
        RESERVE,
        flushEntries,
        flushDelay,
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofMinutes(1),
        SPOOL_BYTES);
  }
}
