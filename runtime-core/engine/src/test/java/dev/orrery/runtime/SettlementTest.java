package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.testing.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A decision whose answers were lost is settled again once the venue has told. */
class SettlementTest {
  @TempDir private static Path folder;
  private static Path jar;

  @BeforeAll
  static void compile() {
    jar =
        new Strategies()
            .add(
                "asks",
                "Trigger.manual()",
                """
                List<Action> orders = new ArrayList<>();
                for (String price : context.firing().payload().orElse("").split(" ")) {
                  orders.add(PlaceOrder.buy("BTC", OrderSize.of("0.01"),
                      OrderTerms.limit(Price.of(price)), "low"));
                }
                return orders;
                """)
            .build(folder.resolve("asks.jar"));
  }

  /** Loses every answer; an order at an even price has arrived. */
  private static final class Lossy implements Broker {
    private final BrokerFactory.Request request;
    private final Map<ClientOrderId, OrderSpec> arrived = new LinkedHashMap<>();
    volatile boolean reachable;

    Lossy(BrokerFactory.Request request) {
      this.request = request;
      request.events().on(new BrokerEvent.Deposited("d", Usd.of(10_000), request.timeline().now()));
    }

    @Override
    public Effects effects() {
      return Effects.OUTSIDE;
    }

    @Override
    public synchronized List<OrderOutcome> submit(OrderBatch batch) {
      List<OrderOutcome> outcomes = new ArrayList<>();
      for (Instruction instruction : batch.instructions()) {
        if (instruction instanceof Instruction.Place it && isEven(it.order().spec())) {
          arrived.put(it.id(), it.order().spec());
        }
        outcomes.add(new OrderOutcome.Unresolved(instruction.id(), "answer lost"));
      }
      return outcomes;
    }

    private static boolean isEven(OrderSpec order) {
      String terms = order.terms().toString();
      return terms.matches(".*[02468][^0-9]*$");
    }

    @Override
    public synchronized VenueReport report(ReportRequest asked) {
      if (!reachable && !asked.orders().isEmpty()) {
        throw new BrokerException(BrokerException.Kind.TRANSIENT, "unreachable");
      }
      Map<ClientOrderId, OrderFate> fates = new HashMap<>();
      for (ClientOrderId id : asked.orders()) {
        OrderSpec order = arrived.get(id);
        fates.put(
            id,
            order == null
                ? new OrderFate.Final("", BrokerEvent.CloseReason.REJECTED, "no margin")
                : new OrderFate.Working("v", order.quantity()));
      }
      return new VenueReport(
          request.timeline().now(),
          Usd.of(10_000),
          List.of(),
          arrived.values().stream()
              .map(it ->
                  new VenueReport.VenueOrder(
                      it.id(),
                      "v",
                      it.symbol(),
                      it.side(),
                      it.terms(),
                      it.quantity(),
                      it.reduceOnly(),
                      request.timeline().now()))
              .toList(),
          fates,
          List.of(),
          List.of(),
          List.of());
    }

    @Override
    public void close() {}
  }

  /** Opens lossy accounts and remembers the last one. */
  private static final class Lossies implements BrokerFactory {
    final List<Lossy> opened = new ArrayList<>();

    @Override
    public String kind() {
      return "lossy";
    }

    @Override
    public Broker open(Request request) {
      Lossy lossy = new Lossy(request);
      if (!opened.isEmpty()) {
        lossy.arrived.putAll(opened.getLast().arrived);
      }
      opened.add(lossy);
      return lossy;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "40000 40002, EXECUTED",
    "40000 40001, PARTIALLY_EXECUTED",
    "40001 40003, REJECTED",
  })
  void settlesAgainWhenTheVenueHasTold(String prices, Verdict verdict) throws Exception {
    Rig rig = new Rig();
    Lossies venues = new Lossies();
    try (StrategyRuntime runtime = over(rig, venues)) {
      runtime.start();
      String id = fire(rig, runtime, prices);
      venues.opened.getLast().reachable = true;
      Await.until(() -> rig.settled("asks").size() == 2);
      assertThat(rig.settled("asks").get(1))
          .satisfies(settled -> {
            assertThat(settled.id()).isEqualTo(id);
            assertThat(settled.verdict()).isEqualTo(verdict);
            assertThat(settled.outcomes()).hasSize(2).allMatch(it -> it.startsWith("found "));
          });
    }
  }

  @Test
  void settlesAtTheNextStartWhatTheLastOneLeftUnresolved() throws Exception {
    Rig first = new Rig();
    Lossies venues = new Lossies();
    String id;
    try (StrategyRuntime runtime = over(first, venues)) {
      runtime.start();
      id = fire(first, runtime, "40000 40002");
    }
    assertThat(first.settled("asks")).hasSize(1);
    Rig second = Rig.after(first.journal.groups());
    try (StrategyRuntime runtime = over(second, venues)) {
      venues.opened.getLast().reachable = true;
      runtime.start();
      assertThat(second.settled("asks").stream().map(DecisionSettled::verdict))
          .containsExactly(Verdict.UNRESOLVED, Verdict.EXECUTED);
      assertThat(second.settled("asks").getLast().id()).isEqualTo(id);
    }
  }

  private static String fire(Rig rig, StrategyRuntime runtime, String prices) {
    Await.until(() -> !Double.isNaN(runtime.board().snapshot().mark("BTC")));
    String id = runtime.trigger("asks", "by hand", prices);
    Await.until(() -> !rig.settled("asks").isEmpty());
    assertThat(rig.settled("asks").getFirst().verdict()).isEqualTo(Verdict.UNRESOLVED);
    return id;
  }

  private static StrategyRuntime over(Rig rig, Lossies venues) {
    Replay market = Replay.of(TestFiles.trades(folder, 600, 71), "BTC").wall();
    return rig.over(jar, market).accounts(vault -> venues).build();
  }
}
