package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.executor.Reconciliation;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.kernel.Timeline;
import dev.orrery.runtime.recording.LogRecorded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconcileLogTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final GroupJournal journal = new GroupJournal();
  private final FactStream facts =
      new FactStream(Timeline.Kind.WALL, count -> new RuntimeFact.Missed(count, START, START));
  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final Timeline timeline = new SimulatedTimeline(START.toEpochMilli());
  private final ReconcileLog log =
      new ReconcileLog(
          "d",
          "grid",
          new RuntimeLog(journal, facts, timeline, clock::millis, false, Meters.NONE),
          clock);

  @AfterEach
  void close() {
    facts.close();
  }

  @Test
  void tellsTheFirstAndOneInFiveMinutesHoweverOftenNothingIsFound() {
    for (int second = 0; second <= 900; second++) {
      now = START.plusSeconds(second);
      log.reconciled(found());
    }
    assertThat(told()).containsExactly(0L, 300L, 600L, 900L);
  }

  @Test
  void keepsItsPaceWhenTheyComeEveryFiveMinutesAndALittle() {
    for (int turn = 0; turn < 10; turn++) {
      int jitter = turn == 0 ? 0 : turn % 3 + 1;
      now = START.plusSeconds(turn * 300L).plusMillis(jitter);
      log.reconciled(found());
    }
    assertThat(told()).hasSize(10);
  }

  @Test
  void beginsAnewAfterALongSilence() {
    log.reconciled(found());
    now = START.plus(Duration.ofHours(2));
    log.reconciled(found());
    now = now.plusSeconds(1);
    log.reconciled(found());
    assertThat(told()).containsExactly(0L, 7_200L);
  }

  @Test
  void tellsWhateverWasPutRight() {
    Correction drift =
        new Correction(Correction.Kind.POSITION, "BTC", "ours=1 venue=2", "1", List.of());
    log.reconciled(found());
    log.reconciled(found(drift));
    log.reconciled(found(drift));
    assertThat(rows()).extracting(LogRecorded::level).containsOnly("info").hasSize(3);
    assertThat(rows())
        .extracting(LogRecorded::data)
        .containsExactly(
            Map.of("corrections", 0, "suspected", 0, "as_of", "2026-03-01T12:00:00Z"),
            Map.of("corrections", 1, "suspected", 0, "as_of", "2026-03-01T12:00:00Z"),
            Map.of("corrections", 1, "suspected", 0, "as_of", "2026-03-01T12:00:00Z"));
    assertThat(rows().getLast().message()).isEqualTo("1 corrections: POSITION BTC: ours=1 venue=2");
  }

  @Test
  void doesNotSayThatTheyAgreeWhileADifferenceWaitsToBeSeenAgain() {
    Correction drift =
        new Correction(Correction.Kind.BALANCE, "USD", "unexplained=50", "50", List.of());
    log.reconciled(new Reconciliation(now, List.of(), List.of(drift)));
    assertThat(rows())
        .extracting(LogRecorded::message)
        .containsExactly(
            "nothing put right; 1 differences to be looked at again: BALANCE USD: unexplained=50");
  }

  private Reconciliation found(Correction... done) {
    return new Reconciliation(now, List.of(done), List.of());
  }

  private List<Long> told() {
    return rows().stream().map(row -> (row.at() - START.toEpochMilli()) / 1_000).toList();
  }

  private List<LogRecorded> rows() {
    List<JournalEntry> entries = journal.entries();
    return entries.stream().map(LogRecorded.class::cast).toList();
  }
}
