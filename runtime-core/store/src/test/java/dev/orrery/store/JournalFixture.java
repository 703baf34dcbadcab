package dev.orrery.store;

import dev.orrery.api.Trigger;
import dev.orrery.api.action.Noop;
import dev.orrery.database.Database;
import dev.orrery.executor.journal.OrderJournal.Receipt;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.StrategyIdentity;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What tests of the journal share. */
final class JournalFixture {
  static final Duration LONG = Duration.ofSeconds(60);

  private static final Duration PATIENT = Duration.ofSeconds(50);

  static final long AS_OF = 1_385_337_600_000L;

  private JournalFixture() {}

  /** One that takes no busy machine for a server that is gone. */
  static PostgresJournal open(Database database, Path folder) {
    return open(database, settings(folder, PATIENT));
  }

  static PostgresJournal open(Database database, JournalSettings settings) {
    return PostgresJournal.open(database, settings, UUID::randomUUID, InstantSource.system());
  }

  /** The usual, but for the silence after which a server counts as gone. */
  static JournalSettings settings(Path folder, Duration silence) {
    JournalSettings usual = JournalSettings.in(folder);
    return new JournalSettings(
        folder,
        usual.queueEntries(),
        usual.reserveEntries(),
        usual.flushEntries(),
        usual.flushDelay(),
        silence,
        usual.longestRetry(),
        usual.hunger(),
        usual.spoolBytes());
  }

  static String deployment() {
    return UUID.randomUUID().toString();
  }

  /** Everything appended so far is in the database. */
  static void settle(PostgresJournal journal, long position) throws InterruptedException {
    Receipt receipt = journal.await(position, LONG);
    if (receipt != Receipt.DATABASE) {
      throw new AssertionError("not in the database but " + receipt + ": " + journal.health());
    }
  }

  static FiredTrigger firing(String deployment, long at) {
    return new BoundTrigger(deployment, "cross", Trigger.everySeconds(60)).firing(at);
  }

  static DecisionRecord decision(
      String deployment, FiredTrigger firing, @Nullable Verdict verdict, String reason) {
    return new DecisionRecord(
        deployment,
        "cross",
        "paper-1",
        firing,
        firing.atMillis() + 3,
        AS_OF + 5,
        verdict,
        List.of(new Noop(reason)),
        List.of(reason),
        List.of(),
        BigDecimal.ZERO,
        null,
        List.of(),
        Map.of("fast", 1.5, "none", Double.NaN),
        7,
        0,
        0,
        BigDecimal.ZERO,
        new StrategyIdentity("a".repeat(64), "cross", "b".repeat(64), "{}", "0.1"),
        false);
  }

  static long count(Database database, String table) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  static void eventually(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("did not become true within " + limit);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
