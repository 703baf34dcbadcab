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
import dev.orrery.store.DecisionViews.Chain;
import dev.orrery.store.DecisionViews.View;
import dev.orrery.trigger.FiredTrigger;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecisionViewsTest {
  private static final Instant AT = Instant.ofEpochMilli(AS_OF);

  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();
  private final DecisionViews views = new DecisionViews(database);
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
    List<View> listed = views.recent(null, null, 10);
    assertThat(listed).extracting(View::id).containsExactly(second.id(), first.id());
    assertThat(views.since("cross", Instant.ofEpochMilli(AS_OF), 1)).hasSize(1);
    assertThat(views.recent("grid", null, 10)).isEmpty();
    for (View each : listed) {
      assertThat(views.recent(null, each.verdict(), null, 10))
          .isEqualTo(listed.stream().filter(it -> it.verdict().equals(each.verdict())).toList());
    }
    assertThat(views.recent(null, "timed_out", null, 10)).isEmpty();
    assertThat(views.since(null, Instant.ofEpochMilli(AS_OF + 6), 10)).isEmpty();
    assertThat(views.recent(null, Duration.ofHours(1), 10))
        .as("by the database's clock, years later")
        .isEmpty();
    assertThat(listed.getFirst().underWay()).isTrue();
    assertThat(listed.getLast())
        .isEqualTo(
            new View(
                first.id(),
                UUID.fromString(deployment),
                "cross",
                "paper-1",
                first.id(),
                "every:60s",
                AT,
                null,
                null,
                Instant.ofEpochMilli(AS_OF + 5),
                Instant.ofEpochMilli(AS_OF + 3),
                "noop",
                List.of("calm"),
                BigDecimal.ZERO,
                7,
                BigDecimal.ZERO,
                false,
                null));
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
    Chain chain = views.get(firing.id()).orElseThrow();
    assertThat(chain.decision().verdict()).isEqualTo("executed");
    assertThat(chain.decision().scheduledAt()).isEqualTo(AT);
    assertThat(Json.read(chain.proposed()).path("actions"))
        .isEqualTo(Json.read("[{\"action\": \"noop\", \"reason\": \"go\"}]"));
    assertThat(Json.read(chain.result()).path("outcomes")).isEqualTo(Json.read("[\"accepted\"]"));
    assertThat(chain.orders())
        .containsExactly(
            new SentOrder(
                id.value(),
                "BTC",
                "buy",
                new BigDecimal("0.5"),
                "market",
                false,
                null,
                "",
                0,
                null,
                AT,
                List.of(
                    new SentOrder.Step("place_accepted", "v1", AT),
                    new SentOrder.Step("closed", "filled: all", AT)),
                List.of(
                    new SentOrder.Fill(
                        "f1",
                        "buy",
                        new BigDecimal("800.5"),
                        new BigDecimal("0.5"),
                        new BigDecimal("0.18"),
                        false,
                        false,
                        AT))));
    assertThat(views.find(firing.id().substring(0, 8))).containsExactly(chain);
    assertThat(views.get(firing.id().substring(0, 8))).isEmpty();
    assertThat(views.get("none")).isEmpty();
  }
}
