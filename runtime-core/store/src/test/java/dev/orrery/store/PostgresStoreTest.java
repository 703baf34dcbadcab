package dev.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.TestDatabase;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.RuntimeStore;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.control.Quarantine;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything of a runtime in one place, for one runtime at a time. */
class PostgresStoreTest {
  @TempDir private Path folder;
  private final Database database = TestDatabase.fresh();
  private final String deployment = JournalFixture.deployment();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsSwitchesOverARestart() {
    Quarantine quarantine =
        new Quarantine("hangs: decide", Instant.parse("2026-03-01T10:11:12.345678Z"));
    Latches kept = new Latches("cost_guard: x", "loss", "panic", null, true, quarantine);
    try (RuntimeStore.Opened store = open("a")) {
      store.take(deployment, "cross");
      assertThat(store.latches().load(deployment)).isEqualTo(Latches.NONE);
      store.latches().save(deployment, kept);
    }
    try (RuntimeStore.Opened store = open("a")) {
      store.take(deployment, "cross");
      assertThat(store.latches().load(deployment)).isEqualTo(kept);
      assertThat(store.journal().durable()).isTrue();
    }
  }

  @Test
  void letsNoSecondRuntimeHaveADeployment() {
    try (RuntimeStore.Opened first = open("a")) {
      first.take(deployment, "cross");
      try (RuntimeStore.Opened second = open("b")) {
        second.take(JournalFixture.deployment(), "other");
        assertThatThrownBy(() -> second.take(deployment, "cross"))
            .isInstanceOf(ProblemException.class)
            .hasMessageContaining("strategy cross: its deployment " + deployment)
            .hasMessageContaining("is run by another runtime");
      }
    }
    try (RuntimeStore.Opened later = open("b")) {
      later.take(deployment, "cross");
    }
  }

  @Test
  void letsNoSecondJournalHaveASpool() {
    try (RuntimeStore.Opened first = open("a")) {
      assertThat(first.journal().reserve()).isTrue();
      first.journal().release();
      assertThatThrownBy(() -> open("a"))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("is used by another runtime");
    }
    open("a").close();
  }

  private RuntimeStore.Opened open(String spool) {
    DatabaseSettings settings = database.settings();
    return PostgresJournal.at(settings.url())
        .login(String.valueOf(settings.user()), settings.password())
        .spool(folder.resolve(spool))
        .open(InstantSource.system(), UUID::randomUUID);
  }
}
