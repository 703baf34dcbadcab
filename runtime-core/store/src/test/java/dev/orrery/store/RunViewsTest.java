package dev.orrery.store;

import static dev.orrery.store.JournalFixture.AS_OF;
import static dev.orrery.store.JournalFixture.decision;
import static dev.orrery.store.JournalFixture.firing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.market.Mark;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Read;
import dev.orrery.runtime.recording.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunViewsTest {
  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();
  private final RunViews views = new RunViews(database);
  private final String deployment = JournalFixture.deployment();
  private final UUID id = UUID.fromString(deployment);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void tellsARunInTheOrderItHappened() {
    AccountEntry cash =
        new AccountEntry.Told(
            new BrokerEvent.Deposited(
                "cash", Usd.of("10000"), Instant.ofEpochMilli(AS_OF - 60_000)));
    AccountEntry standing =
        new AccountEntry.Standing("book", "broker", Instant.ofEpochMilli(AS_OF));
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      journal.append(deployment, List.of(cash));
      journal.append(
          deployment,
          List.of(looked(decision(deployment, firing(deployment, AS_OF), Verdict.NOOP, "calm"))));
      journal.append(deployment, List.of(standing));
      journal.append(
          deployment,
          List.of(decision(deployment, firing(deployment, AS_OF + 60_000), null, "go")));
    }
    assertThat(views.entries(id)).containsExactly(cash);
    assertThat(views.decisions(id))
        .extracting(RunViews.Decided::reason)
        .containsExactly("calm", "go");
    assertThat(views.decisions(id)).extracting(RunViews.Decided::acts).containsExactly(false, true);
    assertThat(views.decisions(id))
        .extracting(RunViews.Decided::verdict)
        .containsExactly("noop", "under_way");
    assertThat(views.decisions(id).getFirst().series()).containsExactly(Map.entry("fast", 1.5));
    assertThat(views.prices(id))
        .containsExactly(
            new RunViews.PricePoint(
                "BTC",
                Instant.ofEpochMilli(views.decisions(id).getFirst().asOf().toEpochMilli()),
                50_000.5,
                50_000.5,
                50_000.5,
                50_000.5));
    assertThat(views.decider(id)).isPresent();
    assertThat(views.entries(UUID.randomUUID())).isEmpty();
    assertThat(views.prices(UUID.randomUUID())).isEmpty();
    assertThat(views.decider(UUID.randomUUID())).isEmpty();
  }

  /** The same, having read a mark price and kept a value. */
  private static DecisionRecord looked(DecisionRecord it) {
    Mark mark = new Mark("BTC", Price.of("50000.5"), Instant.ofEpochMilli(it.asOf()));
    return new DecisionRecord(
        it.deployment(),
        it.strategy(),
        it.vault(),
        it.firing(),
        it.asOf(),
        it.tickAt(),
        it.verdict(),
        it.actions(),
        it.reasons(),
        it.clearances(),
        it.sizeUsd(),
        it.error(),
        List.of(new Read.OfMark(mark)),
        Map.of("fast", 1.5),
        it.latencyMicros(),
        it.promptTokens(),
        it.completionTokens(),
        it.costUsd(),
        it.identity(),
        it.overran());
  }
}
