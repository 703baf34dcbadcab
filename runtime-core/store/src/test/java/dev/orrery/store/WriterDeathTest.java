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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that dies does not die in silence. */
class WriterDeathTest {
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
      assertThat(journal.await(position, Duration.ofSeconds(20))).isEqualTo(Receipt.NONE);
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
      assertThat(journal.await(position, Duration.ofSeconds(20))).isNotEqualTo(Receipt.NONE);
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
