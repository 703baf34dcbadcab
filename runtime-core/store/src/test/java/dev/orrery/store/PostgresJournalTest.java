package dev.orrery.store;

import static dev.orrery.store.JournalFixture.AS_OF;
import static dev.orrery.store.JournalFixture.decision;
import static dev.orrery.store.JournalFixture.firing;
import static dev.orrery.store.JournalFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.market.FeedPosition;
import dev.orrery.runtime.recording.CursorRecorded;
import dev.orrery.runtime.recording.DecisionHistory.Unsettled;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.LogRecorded;
import dev.orrery.runtime.recording.SeriesPoint;
import dev.orrery.runtime.recording.StateWritten;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.FiredTrigger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PostgresJournalTest {
  private static final Instant AT = Instant.ofEpochMilli(AS_OF);

  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();
  private final PostgresHistory history = new PostgresHistory(database);
  private final String deployment = JournalFixture.deployment();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void givesAccountsBackAsTheyWereAppendedFromTheirLastStandingOn() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    SampleEntries samples = new SampleEntries(seed);
    List<String> deployments = List.of(deployment, JournalFixture.deployment());
    List<List<AccountEntry>> appended = List.of(new ArrayList<>(), new ArrayList<>());
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      for (int i = 0; i < 300; i++) {
        int which = random.nextInt(2);
        List<AccountEntry> group = new ArrayList<>();
        for (int n = random.nextInt(5); n >= 0; n--) {
          group.add(samples.entry());
        }
        appended.get(which).addAll(group);
        long position = journal.append(deployments.get(which), group);
        if (random.nextInt(20) == 0) {
          settle(journal, position);
        }
      }
    }
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      for (int i = 0; i < 2; i++) {
        assertThat(journal.history(deployments.get(i)))
            .isEqualTo(new AccountHistory(new AccountHistory(appended.get(i)).sinceStanding()));
      }
      assertThat(JournalFixture.count(database, "journal_position")).isEqualTo(1);
    }
    assertThat(JournalFixture.count(database, "journal_position")).isZero();
  }

  @Test
  void aStandingOfAWriterThatWasTakenOverFromHidesNothingOfItsSuccessor() throws Exception {
    AccountEntry before = day(1);
    AccountEntry standing = new AccountEntry.Standing("of the first", "", AT);
    AccountEntry after = day(2);
    try (PostgresJournal first = JournalFixture.open(database, folder.resolve("first"));
        PostgresJournal second = JournalFixture.open(database, folder.resolve("second"))) {
      assertThat(first.history(deployment).entries()).isEmpty();
      settle(first, first.append(deployment, List.of(before)));
      assertThat(second.history(deployment).entries()).containsExactly(before);
      settle(second, second.append(deployment, List.of(after)));
      settle(first, first.append(deployment, List.of(standing)));
      assertThat(second.history(deployment).entries()).containsExactly(standing, after);
      assertThat(second.wholeHistory(deployment).entries()).containsExactly(before, after);
    }
  }

  @Test
  void readsEverythingWhenAStandingIsNoneThatItKnows() throws Exception {
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      AccountEntry standing = new AccountEntry.Standing("book", "broker", AT);
      settle(journal, journal.append(deployment, List.of(day(1), standing, day(2))));
      assertThat(journal.history(deployment).entries()).containsExactly(standing, day(2));
      database
          .jdbi()
          .useHandle(handle ->
              handle.execute("update account_journal set body = '{}' where kind = 'standing'"));
      assertThat(journal.history(deployment).entries()).containsExactly(day(1), day(2));
    }
  }

  private static AccountEntry day(long equity) {
    return new AccountEntry.DayOpened(Usd.of(equity), AT);
  }

  @Test
  void writesDecisionsWithTheirMarksAndSettlesThem() throws Exception {
    FiredTrigger first = firing(deployment, AS_OF);
    FiredTrigger second = firing(deployment, AS_OF + 60_000);
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      settle(
          journal,
          journal.append(deployment, List.of(decision(deployment, first, null, "it's\0 up\\"))));
      assertThat(history.decided(deployment, first.id())).isTrue();
      assertThat(history.decided(deployment, second.id())).isFalse();
      assertThat(history.unsettled(deployment))
          .containsExactly(new Unsettled("cross", first.id(), AS_OF + 3));
      assertThat(history.lastMarks(deployment)).isEqualTo(Map.of("every:60s", AS_OF));
      journal.append(
          deployment,
          List.of(
              new DecisionSettled(
                  deployment, "cross", first.id(), Verdict.EXECUTED, List.of("accepted"), AS_OF)));
      journal.append(deployment, List.of(decision(deployment, second, null, "again")));
      settle(
          journal,
          journal.append(
              deployment,
              List.of(
                  new DecisionSettled(
                      deployment, "cross", second.id(), Verdict.REJECTED, List.of("no"), AS_OF))));
    }
    assertThat(history.unsettled(deployment)).isEmpty();
    assertThat(history.lastMarks(deployment)).isEqualTo(Map.of("every:60s", AS_OF + 60_000));
    assertThat(verdicts()).containsExactly("executed", "rejected");
  }

  @Test
  void keepsTheFirstDecisionOfAFiring() throws Exception {
    FiredTrigger firing = firing(deployment, AS_OF);
    FiredTrigger other = firing(deployment, AS_OF + 60_000);
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      settle(
          journal,
          journal.append(deployment, List.of(decision(deployment, firing, Verdict.NOOP, "one"))));
      settle(
          journal,
          journal.append(
              deployment,
              List.of(
                  decision(deployment, firing, Verdict.FAILED, "two"),
                  decision(deployment, other, Verdict.NOOP, "three"),
                  decision(deployment, other, Verdict.FAILED, "four"))));
    }
    assertThat(verdicts()).containsExactly("noop", "noop");
  }

  @Test
  void keepsStateSeriesLogsAndTheCursor() throws Exception {
    List<JournalEntry> group =
        List.of(
            new StateWritten(deployment, "cross", "a", "1", AS_OF),
            new StateWritten(deployment, "cross", "a", "2'\0", AS_OF),
            new StateWritten(deployment, "cross", "b", "x", AS_OF),
            new StateWritten(deployment, "cross", "c", "y", AS_OF),
            new StateWritten(deployment, "cross", "b", null, AS_OF),
            new SeriesPoint("d1", "", "BTC", 60_000, AS_OF, 1, 2, 0.5, 1.5, Double.NaN),
            new SeriesPoint("d1", "", "BTC", 60_000, AS_OF, 1, 2, 0.5, 1.5, Double.NaN),
            new LogRecorded(
                deployment, AS_OF, "shout", "log", "tab\there", Map.of("n", 1, "s", "\uD800")),
            new CursorRecorded(new FeedPosition("trades", 7, 1, AS_OF)),
            new CursorRecorded(new FeedPosition("trades", 8, 1, AS_OF)));
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      settle(journal, journal.append(deployment, group));
      settle(
          journal,
          journal.append(
              deployment, List.of(new StateWritten(deployment, "cross", "c", null, AS_OF))));
      settle(journal, journal.append(deployment, group.subList(5, 7)));
    }
    assertThat(history.state(deployment, "cross")).isEqualTo(Map.of("a", "2'\uFFFD"));
    assertThat(history.position()).contains(new FeedPosition("trades", 8, 1, AS_OF));
    assertThat(JournalFixture.count(database, "series_points")).isEqualTo(1);
    assertThat(JournalFixture.count(database, "agent_logs where level = 'info'")).isEqualTo(1);
  }

  @Test
  void refusesReservationsBeyondItsRoom() throws Exception {
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      int reserved = 0;
      while (journal.reserve()) {
        reserved++;
      }
      assertThat(reserved).isEqualTo(65_536 / 32);
      journal.release();
      assertThat(journal.reserve()).isTrue();
      assertThat(journal.health()).isEqualTo(DecisionJournal.Health.GOOD);
    }
  }

  @Test
  void refusesWhatItCouldNotWrite() {
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      assertThatThrownBy(() -> journal.append("sma", List.of())).hasMessageContaining("'sma'");
      assertThatThrownBy(() -> journal.append(deployment, List.of(out -> out.begin("new"))))
          .hasMessageContaining("no place");
    }
  }

  private List<String> verdicts() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select verdict from decision_snapshots order by seq")
                .mapTo(String.class)
                .list());
  }
}
