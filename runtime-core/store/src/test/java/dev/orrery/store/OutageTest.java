package dev.orrery.store;

import static dev.orrery.store.JournalFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.database.TestDatabase;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.OrderJournal.Receipt;
import dev.orrery.runtime.recording.DecisionJournal.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutageTest {
  private static final Instant AT = Instant.ofEpochMilli(JournalFixture.AS_OF);

  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();
  private final EmbeddedServer server = TestDatabase.server();
  private final String deployment = JournalFixture.deployment();

  @AfterEach
  void close() {
    server.start();
    database.close();
  }

  @Test
  void losesNothingWhileTheServerIsStopped() throws Exception {
    try (PostgresJournal journal = JournalFixture.open(database, folder);
        Load load = new Load(journal)) {
      load.await(Receipt.DATABASE, 20);
      server.stop();
      load.await(Receipt.SPOOL, 50);
      assertThat(journal.health().state()).isEqualTo(State.SPOOL);
      assertThat(journal.health().detail()).contains("since 20");
      server.start();
      eventually(() -> journal.health().state() == State.DATABASE, JournalFixture.LONG);
      load.await(Receipt.DATABASE, 20);
      long appended = load.end();
      assertThat(Ledger.whole(journal, database, deployment)).isEqualTo(appended);
      assertThat(load.receipts).containsOnlyKeys(Receipt.DATABASE, Receipt.SPOOL);
    }
    assertThat(folder.resolve(SpoolFile.NAME)).doesNotExist();
  }

  @Test
  void noticesAServerThatHangs() throws Exception {
    JournalSettings impatient = JournalFixture.settings(folder, Duration.ofSeconds(1));
    try (PostgresJournal journal = JournalFixture.open(database, impatient);
        Load load = new Load(journal)) {
      load.await(Receipt.DATABASE, 20);
      List<String> pids = serverProcesses();
      signal("-STOP", pids);
      try {
        load.await(Receipt.SPOOL, 50);
        assertThat(journal.health().state()).isEqualTo(State.SPOOL);
      } finally {
        signal("-CONT", pids);
      }
      load.await(Receipt.DATABASE, 20);
      long appended = load.end();
      assertThat(Ledger.whole(journal, database, deployment)).isEqualTo(appended);
    }
  }

  @Test
  void writesNothingTwiceWhenConnectionsBreakAtRandom() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (PostgresJournal journal = JournalFixture.open(database, folder);
        Load load = new Load(journal)) {
      for (int i = 0; i < 25; i++) {
        LockSupport.parkNanos(random.nextInt(80_000_000));
        database
            .jdbi()
            .useHandle(handle ->
                handle.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where application_name = 'orrery journal'"
                        + " and datname = current_database()"));
      }
      load.await(Receipt.DATABASE, 20);
      long appended = load.end();
      assertThat(Ledger.whole(journal, database, deployment)).isEqualTo(appended);
    }
  }

  @Test
  void keepsEverythingInMemoryWhenTheSpoolIsFullToo() throws Exception {
    JournalSettings usual = JournalFixture.settings(folder, Duration.ofSeconds(50));
    JournalSettings tiny =
        new JournalSettings(
            folder,
            2_000,
            10,
            100,
            usual.flushDelay(),
            usual.silence(),
            usual.longestRetry(),
            usual.hunger(),
            9_000);
    Ledger ledger = new Ledger(deployment);
    try (PostgresJournal journal = JournalFixture.open(database, tiny)) {
      JournalFixture.settle(journal, ledger.append(journal));
      server.stop();
      while (journal.reserve()) {
        ledger.append(journal);
        journal.release();
      }
      eventually(() -> journal.health().state() == State.FAILED, JournalFixture.LONG);
      assertThat(journal.health().pending()).isPositive();
      server.start();
      eventually(
          () -> journal.health().state() == State.DATABASE && journal.health().pending() == 0,
          JournalFixture.LONG);
      assertThat(journal.reserve()).isTrue();
      assertThat(Ledger.whole(journal, database, deployment)).isEqualTo(ledger.appended());
    }
  }

  @Test
  void takesAStandingOfManyMegabytesThroughTheSpool() throws Exception {
    AccountEntry standing =
        new AccountEntry.Standing(
            "12:'\\\t\n\"{}\u20ac".repeat(400_000), "0:".repeat(3_000_000), AT);
    AccountEntry after = new AccountEntry.DayOpened(Usd.of(1), AT);
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      server.stop();
      journal.append(deployment, List.of(standing));
      long position = journal.append(deployment, List.of(after));
      assertThat(journal.await(position, JournalFixture.LONG)).isEqualTo(Receipt.SPOOL);
      server.start();
      eventually(() -> journal.health().state() == State.DATABASE, JournalFixture.LONG);
      assertThat(journal.history(deployment).entries()).containsExactly(standing, after);
      server.stop();
      position = journal.append(deployment, List.of(standing));
      assertThat(journal.await(position, JournalFixture.LONG)).isEqualTo(Receipt.SPOOL);
    }
    server.start();
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      assertThat(journal.history(deployment).entries()).containsExactly(standing);
      assertThat(journal.wholeHistory(deployment).entries()).containsExactly(after);
    }
  }

  @Test
  void leavesTheSpoolToTheNextStart() throws Exception {
    Ledger ledger = new Ledger(deployment);
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      JournalFixture.settle(journal, ledger.append(journal));
      server.stop();
      assertThat(journal.await(ledger.append(journal), JournalFixture.LONG))
          .isEqualTo(Receipt.SPOOL);
      ledger.append(journal);
    }
    assertThat(Files.size(folder.resolve(SpoolFile.NAME))).isPositive();
    server.start();
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      assertThat(Ledger.whole(journal, database, deployment)).isEqualTo(3);
      JournalFixture.settle(journal, ledger.append(journal));
      assertThat(Ledger.whole(journal, database, deployment)).isEqualTo(4);
    }
  }

  private List<String> serverProcesses() {
    long postmaster = server.pid().orElseThrow();
    return Stream.concat(
            Stream.of(postmaster),
            ProcessHandle.of(postmaster).orElseThrow().descendants().map(ProcessHandle::pid))
        .map(String::valueOf)
        .toList();
  }

  private static void signal(String signal, List<String> pids) throws Exception {
    List<String> command = Stream.concat(Stream.of("kill", signal), pids.stream()).toList();
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  /** Appends a group and waits for it, over and over, on a thread of its own. */
  private final class Load implements AutoCloseable {
    private final Ledger ledger = new Ledger(deployment);
    private final Map<Receipt, Integer> receipts = new EnumMap<>(Receipt.class);
    private final Thread thread;
    private volatile boolean ending;

    Load(PostgresJournal journal) {
      thread = Thread.ofPlatform().start(() -> run(journal));
    }

    private void run(PostgresJournal journal) {
      try {
        while (!ending) {
          ledger.append(journal);
          Receipt receipt = journal.await(ledger.append(journal), JournalFixture.LONG);
          synchronized (receipts) {
            receipts.merge(receipt, 1, Integer::sum);
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void await(Receipt receipt, int more) {
      int wanted = count(receipt) + more;
      eventually(() -> count(receipt) >= wanted, JournalFixture.LONG);
    }

    private int count(Receipt receipt) {
      synchronized (receipts) {
        return receipts.getOrDefault(receipt, 0);
      }
    }

    long end() throws InterruptedException {
      ending = true;
      thread.join();
      return ledger.appended();
    }

    @Override
    public void close() {
      ending = true;
    }
  }
}
