package dev.orrery.store;

import static dev.orrery.store.JournalFixture.AS_OF;
import static dev.orrery.store.JournalFixture.decision;
import static dev.orrery.store.JournalFixture.firing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.FiredTrigger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecisionReaderTest {
  private static final Instant AT = Instant.ofEpochMilli(AS_OF);

  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();
  private final DecisionReader reader = new DecisionReader(database);
  private final String deployment = JournalFixture.deployment();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void listsTheLatestFirst() {
    FiredTrigger first = firing(deployment, AS_OF);
    FiredTrigger second = firing(deployment, AS_OF + 60_000);
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      journal.append(deployment, List.of(decision(deployment, first, Verdict.NOOP, "calm")));
      journal.append(deployment, List.of(decision(deployment, second, null, "go")));
    }
    List<DecisionRow> rows = reader.decisions(10, null, null);
    assertThat(rows).extracting(DecisionRow::id).containsExactly(second.id(), first.id());
    assertThat(reader.decisions(1, "cross", Instant.ofEpochMilli(AS_OF))).hasSize(1);
    assertThat(reader.decisions(10, "grid", null)).isEmpty();
    assertThat(reader.decisions(10, null, Instant.ofEpochMilli(AS_OF + 6))).isEmpty();
    assertThat(rows.getLast().json())
        .containsEntry("id", first.id())
        .containsEntry("strategy", "cross")
        .containsEntry("vault", "paper-1")
        .containsEntry("firing", first.id())
        .containsEntry("trigger", "every:60s")
        .containsEntry("tick_at", "2013-11-25T00:00:00.005Z")
        .containsEntry("as_of", "2013-11-25T00:00:00.003Z")
        .containsEntry("verdict", "noop")
        .containsEntry("reasons", List.of("calm"))
        .containsEntry("latency_us", 7L)
        .containsKey("cost_usd");
  }

  @Test
  void tellsTheWholeChain() {
    FiredTrigger firing = firing(deployment, AS_OF);
    ClientOrderId id = ClientOrderId.of(deployment, firing.id(), 0, 0, 0);
    OrderSpec order =
        new OrderSpec(
            id,
            "BTC",
            Side.BUY,
            Quantity.of("0.5"),
            OrderTerms.market(),
            false,
            Optional.empty(),
            "");
    Fill fill =
        new Fill(
            "f1",
            id,
            "BTC",
            Side.BUY,
            Price.of("800.5"),
            Quantity.of("0.5"),
            Usd.of("0.18"),
            false,
            false,
            AT);
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      journal.append(
          deployment,
          List.of(
              decision(deployment, firing, null, "go"),
              new AccountEntry.Intended(order, firing.id(), "cross", 0, Instant.MAX, AT)));
      journal.append(deployment, List.of(new AccountEntry.Told(new BrokerEvent.OrderFilled(fill))));
      journal.append(
          deployment,
          List.of(
              new AccountEntry.Answered(
                  AccountEntry.Asked.PLACE, new OrderOutcome.Accepted(id, "v1", fill), AT),
              new AccountEntry.Told(new BrokerEvent.OrderClosed(id, CloseReason.FILLED, "all", AT)),
              new DecisionSettled(
                  deployment, "cross", firing.id(), Verdict.EXECUTED, List.of("accepted"), AS_OF)));
    }
    DecisionChain chain = reader.decision(firing.id()).orElseThrow();
    assertThat(chain.decision().verdict()).isEqualTo("executed");
    assertThat(chain.scheduledAt()).isEqualTo(AT);
    assertThat(chain.actions()).isEqualTo(List.of(Map.of("action", "noop", "reason", "go")));
    assertThat(chain.outcomes()).isEqualTo(List.of("accepted"));
    assertThat(chain.orders()).hasSize(1);
    DecisionChain.OrderChain sent = chain.orders().getFirst();
    assertThat(sent.intent()).containsEntry("cloid", id.value()).containsEntry("valid_until", null);
    assertThat(sent.events())
        .extracting(event -> event.get("kind") + " " + event.get("detail"))
        .containsExactly("place_accepted v1", "closed filled: all");
    assertThat(sent.fills()).extracting(each -> each.get("fill_id")).containsExactly("f1");
    assertThat(chain.json()).containsKeys("id", "orders", "reads", "actions");
    assertThat(reader.decision("none")).isEmpty();
  }
}
