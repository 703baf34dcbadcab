package dev.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.database.TestDatabase;
import dev.orrery.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed while it appends: what it was told is durable is there, and a whole prefix.
 */
final class KillTest {
  @TempDir Path folder;

  private final DatabaseSettings settings = TestDatabase.freshSettings();
  private final Database database = Database.open(settings);
  private final EmbeddedServer server = TestDatabase.server();
  private final String deployment = JournalFixture.deployment();

  @AfterEach
  void close() {
    server.start();
    database.close();
  }

  @Test
  void keepsWhatWasAcknowledgedToAKilledProcess() throws Exception {
    kill(2, new Random().nextLong());
  }

  @Test
  @Tag("certify")
  void keepsItManyTimes() throws Exception {
    kill(100, new Random().nextLong());
  }

  private void kill(int times, long seed) throws Exception {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    long there = 0;
    for (int i = 0; i < times; i++) {
      long acknowledged = runAndKill(random, i % 2 == 1);
      server.start();
      try (PostgresJournal journal = JournalFixture.open(database, folder)) {
        long now = Ledger.whole(journal, database, deployment);
        assertThat(now).isGreaterThanOrEqualTo(Math.max(there, acknowledged));
        there = now;
      }
    }
    assertThat(there).isPositive();
  }

  /** How many groups the process said are durable before it was killed. */
  private long runAndKill(Random random, boolean withOutage) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ChildJvm.command(
                "-cp",
                System.getProperty("java.class.path"),
                JournalChild.class.getName(),
                folder.toString(),
                deployment,
                settings.url(),
                String.valueOf(settings.user())));
    builder
        .environment()
        .put(JournalChild.PASSWORD, Objects.requireNonNull(settings.password()).reveal());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process child = builder.start();
    try (BufferedReader out = child.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.equals(JournalChild.READY)) {
        line = out.readLine();
      }
      assertThat(line).isEqualTo(JournalChild.READY);
      // Only what was acknowledged can be lost: there must be something.
      long acknowledged = Long.parseLong(Objects.requireNonNull(out.readLine()));
      LockSupport.parkNanos(random.nextInt(300_000_000));
      if (withOutage) {
        server.stop();
        LockSupport.parkNanos(random.nextInt(300_000_000));
      }
      // Not by the process itself: that would close what it printed too.
      child.toHandle().destroyForcibly();
      for (line = out.readLine(); line != null; line = out.readLine()) {
        // What it was writing when it died may be cut short: a smaller number.
        if (line.matches("\\d+")) {
          acknowledged = Math.max(acknowledged, Long.parseLong(line));
        }
      }
      return acknowledged;
    } finally {
      child.destroyForcibly();
    }
  }
}
