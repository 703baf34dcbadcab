package dev.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.market.FeedPosition;
import dev.orrery.runtime.recording.CursorRecorded;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.LogRecorded;
import dev.orrery.runtime.recording.StateWritten;
import dev.orrery.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenureTest {
  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();
  private final UUID deployment = new UUID(3, 4);
  private final Tenure tenure = new Tenure(deployment, 7);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void writesWhileTheLeaseIsItsOwn() throws Exception {
    lease(7);
    try (PostgresJournal journal = open("a")) {
      JournalFixture.settle(journal, journal.append(deployment.toString(), List.of(state("1"))));
    }
    assertThat(kept()).containsExactly("1");
  }

  @Test
  void failsForGoodOnceSomebodyElseHasTheLease() throws Exception {
    lease(7);
    PostgresJournal journal = open("a");
    JournalFixture.settle(journal, journal.append(deployment.toString(), List.of(state("1"))));
    lease(8);

    journal.append(deployment.toString(), List.of(state("2")));

    Await.until(() -> journal.broken().isPresent());
    assertThat(journal.broken().orElseThrow()).contains("is another runner's now").contains("7");
    Await.until(() -> journal.health().state() == DecisionJournal.State.FAILED);
    assertThat(kept()).containsExactly("1");
    assertThatThrownBy(journal::close).hasRootCauseMessage("ERROR: cannot take logarithm of zero");
  }

  @Test
  void putsNothingOfTheSpoolInAfterTheLeaseWasLost() throws Exception {
    lease(7);
    JournalSettings settings = JournalFixture.settings(folder.resolve("a"), Duration.ofSeconds(5));
    PostgresJournal journal =
        PostgresJournal.open(database, settings, UUID::randomUUID, InstantSource.system(), tenure);
    lease(8);
    TestDatabase.server().stop();
    journal.append(deployment.toString(), List.of(state("2")));
    Await.until(() -> journal.health().state() == DecisionJournal.State.SPOOL);
    TestDatabase.server().start();

    Await.until(() -> journal.broken().isPresent());
    Await.until(this::answers);
    assertThat(kept()).isEmpty();
    assertThatThrownBy(journal::close).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesTheOneConnectionOfThePoolWhenItHasNoneOfItsOwn() throws Exception {
    lease(7);
    Tenure pooled = new Tenure(deployment, 7, true);
    JournalSettings settings = JournalFixture.settings(folder.resolve("a"), Duration.ofSeconds(5));
    try (Database few = Database.open(database.settings().withMaxConnections(1))) {
      PostgresJournal journal =
          PostgresJournal.open(few, settings, UUID::randomUUID, InstantSource.system(), pooled);
      JournalFixture.settle(journal, journal.append(deployment.toString(), List.of(state("1"))));
      // So many rows travel by COPY, in a transaction that the pool did not open.
      JournalFixture.settle(journal, journal.append(deployment.toString(), lines(100)));
      assertThat(number("select count(*) from agent_logs")).isEqualTo(100);
      assertThat(
              number(
                  """
                  select count(*) from pg_stat_activity
                  where datname = current_database() and application_name = 'orrery journal'
                  """))
          .isZero();

      number(
          """
          select count(pg_terminate_backend(pid)) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()
          """);
      journal.append(deployment.toString(), List.of(state("2")));
      journal.append(deployment.toString(), lines(100));
      Await.until(() -> number("select count(*) from agent_logs") == 200);
      assertThat(kept()).containsExactly("2");

      lease(8);
      journal.append(deployment.toString(), lines(100));
      Await.until(() -> journal.broken().isPresent());
      assertThat(number("select count(*) from agent_logs")).isEqualTo(200);
      assertThatThrownBy(journal::close)
          .hasRootCauseMessage("ERROR: cannot take logarithm of zero");
    }
  }

  @Test
  void keepsThePositionInAFeedThatOthersReadToo() throws Exception {
    lease(7);
    try (PostgresJournal own = open("a");
        PostgresJournal host = JournalFixture.open(database, folder.resolve("b"))) {
      String other = JournalFixture.deployment();
      JournalFixture.settle(
          own,
          own.append(
              deployment.toString(),
              List.of(new CursorRecorded(new FeedPosition("btc", 5, 0, 9)))));
      JournalFixture.settle(
          host, host.append(other, List.of(new CursorRecorded(new FeedPosition("btc", 8, 1, 9)))));
    }
    assertThat(new PostgresHistory(database, tenure).position())
        .contains(new FeedPosition("btc", 5, 0, 9));
    assertThat(new PostgresHistory(database).position()).contains(new FeedPosition("btc", 8, 1, 9));
    assertThat(new PostgresHistory(database, new Tenure(new UUID(5, 6), 1)).position()).isEmpty();
  }

  private PostgresJournal open(String spool) {
    return PostgresJournal.open(
        database,
        JournalFixture.settings(folder.resolve(spool), JournalFixture.LONG),
        UUID::randomUUID,
        InstantSource.system(),
        tenure);
  }

  private List<LogRecorded> lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(each ->
            new LogRecorded(
                deployment.toString(), JournalFixture.AS_OF, "info", "log", "" + each, Map.of()))
        .toList();
  }

  private long number(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private StateWritten state(String value) {
    return new StateWritten(deployment.toString(), "cross", "key", value, 1);
  }

  private void lease(long epoch) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into deployment_leases (resource, holder, token, epoch, expires_at)
                values (?, 'test', gen_random_uuid(), ?, clock_timestamp() + interval '1 minute')
                on conflict (resource) do update set epoch = excluded.epoch
                """,
                "deployment:" + deployment,
                epoch));
  }

  /** The pool may still have connections of the server that was stopped. */
  private boolean answers() {
    try {
      return kept() != null;
    } catch (JdbiException e) {
      return false;
    }
  }

  private List<String> kept() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select value from strategy_state").mapTo(String.class).list());
  }
}
