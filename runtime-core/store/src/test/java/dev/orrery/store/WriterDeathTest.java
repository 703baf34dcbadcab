package dev.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.executor.journal.OrderJournal.Receipt;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.LogRecorded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that dies does not die in silence. */
class WriterDeathTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;

  /** Kills who prints it. */
  private static final class Poison {
    @Override
    public String toString() {
      throw new StackOverflowError("poison");
    }
  }

  @Test
  void tellsAllWhoAskOnceItsWriterIsDead() throws Exception {
    try (Database database = TestDatabase.fresh()) {
      PostgresJournal journal = JournalFixture.open(database, folder);
      assertThat(journal.health().state()).isEqualTo(DecisionJournal.State.DATABASE);
      String deployment = JournalFixture.deployment();
      long position =
          journal.append(
              deployment,
              List.of(
                  new LogRecorded(deployment, 1, "info", "log", "x", Map.of("it", new Poison()))));
      assertThat(journal.await(position, JournalFixture.LONG)).isEqualTo(Receipt.NONE);
      assertThat(journal.health().state()).isEqualTo(DecisionJournal.State.FAILED);
      assertThat(journal.health().detail()).contains("poison");
      assertThat(journal.reserve()).isFalse();
      assertThatThrownBy(journal::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("groups not written: 1")
          .hasRootCauseInstanceOf(StackOverflowError.class);
      assertThat(journal.broken())
          .hasValue("has failed: java.lang.StackOverflowError: poison; groups not written: 1");
    }
  }

  /** No memory to print it with, so many times. */
  private static final class Large {
    private final AtomicInteger times;

    Large(int times) {
      this.times = new AtomicInteger(times);
    }

    @Override
    public String toString() {
      if (times.getAndDecrement() > 0) {
        throw new OutOfMemoryError("large");
      }
      return "at last";
    }
  }

  @Test
  void waitsForMemoryAndLosesNothingMeanwhile() throws Exception {
    String deployment = JournalFixture.deployment();
    try (Database database = TestDatabase.fresh()) {
      try (PostgresJournal journal = JournalFixture.open(database, folder)) {
        long first = journal.append(deployment, List.of(line(deployment, new Large(3))));
        long second = journal.append(deployment, List.of(line(deployment, "next")));
        assertThat(journal.await(first, LONG)).isEqualTo(Receipt.DATABASE);
        assertThat(journal.await(second, LONG)).isEqualTo(Receipt.DATABASE);
        assertThat(journal.health().state()).isEqualTo(DecisionJournal.State.DATABASE);
      }
      assertThat(lines(database)).containsExactly("at last", "next");
    }
  }

  @Test
  void endsOnceMemoryHasBeenMissingForTooLong() throws Exception {
    String deployment = JournalFixture.deployment();
    JournalSettings usual = JournalSettings.in(folder);
    JournalSettings impatient =
        new JournalSettings(
            folder,
            usual.queueEntries(),
            usual.reserveEntries(),
            usual.flushEntries(),
            usual.flushDelay(),
            usual.silence(),
            usual.longestRetry(),
            Duration.ofMillis(250),
            usual.spoolBytes());
    try (Database database = TestDatabase.fresh()) {
      PostgresJournal journal =
          PostgresJournal.open(database, impatient, UUID::randomUUID, InstantSource.system());
      long position =
          journal.append(deployment, List.of(line(deployment, new Large(Integer.MAX_VALUE))));
      assertThat(journal.await(position, LONG)).isEqualTo(Receipt.NONE);
      assertThat(journal.broken())
          .hasValue("has failed: java.lang.OutOfMemoryError: large; groups not written: 1");
      assertThatThrownBy(journal::close).hasRootCauseInstanceOf(OutOfMemoryError.class);
    }
  }

  private static LogRecorded line(String deployment, Object value) {
    return new LogRecorded(deployment, 1, "info", "log", "x", Map.of("it", value));
  }

  private static List<String> lines(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select data ->> 'it' from agent_logs order by id")
                .mapTo(String.class)
                .list());
  }

  @Test
  void outlivesAnInterruptOfItsWriter() throws Exception {
    try (Database database = TestDatabase.fresh()) {
      PostgresJournal journal = JournalFixture.open(database, folder);
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("orrery-journal"))
          .forEach(Thread::interrupt);
      String deployment = JournalFixture.deployment();
      long position =
          journal.append(
              deployment,
              List.of(new LogRecorded(deployment, 1, "info", "log", "x", Map.of("it", "1"))));
      assertThat(journal.await(position, JournalFixture.LONG)).isNotEqualTo(Receipt.NONE);
      assertThat(journal.health().state()).isNotEqualTo(DecisionJournal.State.FAILED);
      assertThat(journal.broken()).isEmpty();
      journal.close();
      assertThat(journal.broken()).isEmpty();
    }
  }

  @Test
  void isNotHealthyOnceItIsClosed() {
    try (Database database = TestDatabase.fresh()) {
      PostgresJournal journal = JournalFixture.open(database, folder);
      journal.close();
      assertThat(journal.health())
          .isEqualTo(new DecisionJournal.Health(DecisionJournal.State.FAILED, 0, "closed"));
      assertThat(journal.reserve()).isFalse();
    }
  }
}
