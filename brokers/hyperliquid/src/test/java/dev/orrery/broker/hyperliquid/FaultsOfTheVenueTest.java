package dev.orrery.broker.hyperliquid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.fault.Match;
import dev.orrery.exchange.fault.Trouble;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything the local exchange can do wrong, and what is left when it is over: one truth. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class FaultsOfTheVenueTest extends OwnScenarios {
  private static final Match ORDERS = new Match(null, "order", null, null, null);

  private final List<OrderSpec> placed = new ArrayList<>();

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(
            "lost replies", Fault.of(new Trouble.LostReply()).matching(ORDERS).likely(0.5)),
        Arguments.of(
            "late arrival",
            Fault.of(new Trouble.Delay(Duration.ofSeconds(1), true)).matching(ORDERS).times(2)),
        Arguments.of(
            "late reply",
            Fault.of(new Trouble.Delay(Duration.ofSeconds(6), false)).matching(ORDERS).times(1)),
        Arguments.of(
            "502 after it took effect",
            Fault.of(new Trouble.Status(502, true)).matching(ORDERS).likely(0.5)),
        Arguments.of(
            "502 before it took effect",
            Fault.of(new Trouble.Status(502, false)).matching(ORDERS).likely(0.5)),
        Arguments.of("422", Fault.of(new Trouble.Status(422, false)).matching(ORDERS).times(2)),
        Arguments.of(
            "a batch refused in part",
            Fault.of(new Trouble.RejectOrders(1, 1, "Insufficient margin to place order."))
                .times(2)),
        Arguments.of("fills told twice", told(new Trouble.Duplicate(), "userFills")),
        Arguments.of("fills turned round", told(new Trouble.Reorder(), "userFills")),
        Arguments.of("fills not told", told(new Trouble.Missing(), "userFills")),
        Arguments.of("orders told twice", told(new Trouble.Duplicate(), "orderUpdates")),
        Arguments.of("orders turned round", told(new Trouble.Reorder(), "orderUpdates")),
        Arguments.of("orders not told", told(new Trouble.Missing(), "orderUpdates")),
        Arguments.of("sockets dropped", Fault.of(new Trouble.Drop())),
        Arguments.of("silence", Fault.of(new Trouble.Silence(Duration.ofSeconds(2)))),
        Arguments.of(
            "a restart of the exchange", Fault.of(new Trouble.Restart(Duration.ofSeconds(1)))),
        Arguments.of(
            "a revoked agent",
            new Fault(
                new Trouble.RevokeAgent(LocalVenueHarness.agent()),
                new Match(LocalVenueHarness.account(), null, null, null, null),
                1,
                0,
                1,
                Duration.ZERO,
                null)),
        Arguments.of(
            "funding",
            Fault.of(new Trouble.Fund()).matching(new Match(null, null, null, null, "BTC"))));
  }

  private static Fault told(Trouble.OfMessage trouble, String channel) {
    return Fault.of(trouble).matching(new Match(null, null, null, channel, null)).likely(0.5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void endsInTheVenuesAccount(String name, Fault fault) {
    String id = harness().exchange().add(fault);
    harness().settleAtMost(Duration.ofSeconds(1)); // What is lost may never be known.

    trade();
    harness().exchange().faults().remove(id);

    bench().until("book and venue agree after " + name, this::agrees);
    List<Fill> fills = bench().report().fills();
    for (OrderSpec order : placed) {
      Quantity filled = Quantity.ZERO;
      for (Fill fill : fills) {
        if (fill.clientOrderId().equals(order.id())) {
          filled = filled.plus(fill.quantity());
        }
      }
      assertThat(filled).as("fills of " + order).isLessThanOrEqualTo(order.quantity());
    }
    assertThat(bench().held()).isEqualTo(bench().reported());
  }

  @Test
  void haltsOnlyWhenItIsItselfLiquidated() {
    place(bench().order(Side.BUY, "1", OrderTerms.market()));
    bench().untilHeld("1");

    harness()
        .exchange()
        .add(
            Fault.of(new Trouble.Liquidate())
                .matching(new Match(LocalVenueHarness.account(), null, null, null, null)));

    bench().until("told", () -> !bench().told(BrokerEvent.Liquidated.class).isEmpty());
    bench().untilHeld("0");
  }

  @Test
  void stillClosesWhenTheVenueSaysThatItWasTooMuch() {
    place(bench().order(Side.BUY, "1", OrderTerms.market()));
    bench().untilHeld("1");
    harness().exchange().add(Fault.of(new Trouble.Status(429, false)).matching(ORDERS).times(1));
    bench().refused(bench().order(Side.BUY, "1", OrderTerms.market()));
    bench().refused(bench().order(Side.BUY, "1", OrderTerms.market()));

    bench().accepted(bench().reducing(Side.SELL, "1", OrderTerms.market()));

    bench().untilHeld("0");
  }

  /** A bit of everything, with outcomes that nobody can rely on. */
  private void trade() {
    place(bench().order(Side.BUY, "1", OrderTerms.market()));
    OrderSpec resting = place(bench().order(Side.BUY, "1", limit("900")));
    OrderSpec entry = bench().order(Side.BUY, "1", limit("985"));
    place(entry, bench().exit(entry, OrderTerms.stop(Price.of("950"))));
    place(
        bench().order(Side.BUY, "0.5", limit("890")), bench().order(Side.BUY, "0.5", limit("880")));
    bench().trade("984", "0.4");
    bench().cancel(resting);
    place(bench().reducing(Side.SELL, "0.5", OrderTerms.market()));
    bench().trade("980", "5");
  }

  private OrderSpec place(OrderSpec... specs) {
    placed.addAll(List.of(specs));
    bench().place(specs);
    return specs[0];
  }

  private boolean agrees() {
    try {
      bench().reconcile();
      return bench().compare().isEmpty();
    } catch (BrokerException e) {
      return false; // It may still be away.
    }
  }

  private static OrderTerms limit(String price) {
    return OrderTerms.limit(Price.of(price));
  }
}
