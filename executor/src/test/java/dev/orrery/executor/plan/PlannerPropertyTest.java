package dev.orrery.executor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.Seeds;
import dev.orrery.executor.TestMarket;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * For any actions, account and market: what is planned obeys the instrument's rules, and is never
 * worse in price nor larger than what was asked for.
 */
class PlannerPropertyTest {
  private static final int ROUNDS = 3_000;
  private static final List<String> INCREMENTS =
      List.of("1", "0.5", "0.25", "0.1", "0.01", "0.001", "0.000001");
  private static final List<TimeInForce> TIMES = List.of(TimeInForce.values());

  private final Random random = Seeds.random("PlannerPropertyTest");

  @Test
  void everyPlannedOrderObeysTheRulesAndTheWish() {
    for (int i = 0; i < ROUNDS; i++) {
      round();
    }
  }

  private void round() {
    Instrument instrument = instrument();
    Planned planned = new Planned();
    BigDecimal mark = decimal(6, random.nextInt(6));
    TestMarket market = TestMarket.standard().under(instrument);
    planned.market =
        random.nextInt(8) == 0 ? market.without("BTC") : market.with("BTC", mark.doubleValue());
    if (random.nextBoolean()) {
      Quantity held = steps(instrument, random.nextInt(1, 1_000));
      planned.hold("BTC", (random.nextBoolean() ? held : held.negate()).toString());
    }
    Map<ClientOrderId, OrderSpec> working = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      OrderSpec order =
          planned.working(
              "BTC",
              side(),
              steps(instrument, random.nextInt(1, 500)).toString(),
              VenueRules.terms(terms(mark), Side.SELL, instrument.priceRule()).orElseThrow());
      working.put(order.id(), order);
    }
    List<Action> actions = new ArrayList<>();
    for (int i = random.nextInt(1, 7); i > 0; i--) {
      actions.add(action(mark, List.copyOf(working.keySet())));
    }
    Action[] wishes = actions.toArray(Action[]::new);
    Plan plan = planned.plan(wishes);
    assertThat(planned.plan(wishes)).as("the same again").isEqualTo(plan);
    new PlanOracle(instrument, planned, working).check(actions, Legs.of(plan));
  }

  private Instrument instrument() {
    return new Instrument(
        "BTC",
        new PriceRule(new BigDecimal(INCREMENTS.get(random.nextInt(INCREMENTS.size()))), 5),
        BigDecimal.ONE.movePointLeft(random.nextInt(6)),
        Usd.of(10),
        40);
  }

  private Action action(BigDecimal mark, List<ClientOrderId> working) {
    return switch (random.nextInt(8)) {
      case 0 -> new ClosePosition("BTC", "x");
      case 1 -> new CancelAll("BTC", "x");
      case 2 ->
          withExits(
              TargetPosition.of("BTC", new Quantity(decimal(5, 4).subtract(decimal(5, 4))), "x"),
              mark);
      case 3 -> TargetPosition.worth("BTC", new Usd(decimal(6, 2).subtract(decimal(6, 2))), "x");
      case 4 -> amend(mark, working);
      default -> place(mark);
    };
  }

  private Action place(BigDecimal mark) {
    OrderSize size =
        random.nextBoolean()
            ? OrderSize.of(new Quantity(decimal(5, random.nextInt(8))))
            : OrderSize.worth(new Usd(decimal(6, 2)));
    PlaceOrder order = PlaceOrder.of("BTC", side(), size, terms(mark), "x");
    return switch (random.nextInt(3)) {
      case 0 -> order.asReduceOnly();
      case 1 -> order.withExits(exits(mark));
      default -> order;
    };
  }

  private Action withExits(TargetPosition target, BigDecimal mark) {
    return random.nextBoolean() ? target : target.withExits(exits(mark));
  }

  private Action amend(BigDecimal mark, List<ClientOrderId> working) {
    ClientOrderId id =
        working.isEmpty()
            ? ClientOrderId.of("gone", "o", 0, 0, 0)
            : working.get(random.nextInt(working.size()));
    Optional<Quantity> quantity =
        random.nextBoolean()
            ? Optional.of(new Quantity(decimal(5, random.nextInt(8))))
            : Optional.empty();
    Optional<Price> price =
        quantity.isEmpty() || random.nextBoolean() ? Optional.of(near(mark)) : Optional.empty();
    return new AmendOrder(id.value(), price, quantity, Optional.empty(), "x");
  }

  private OrderTerms terms(BigDecimal mark) {
    Optional<Price> limit = random.nextBoolean() ? Optional.of(near(mark)) : Optional.empty();
    return switch (random.nextInt(5)) {
      case 0 -> OrderTerms.market();
      case 1 -> new OrderTerms.Stop(near(mark), limit);
      case 2 -> new OrderTerms.TakeProfit(near(mark), limit);
      default -> new OrderTerms.Limit(near(mark), TIMES.get(random.nextInt(TIMES.size())));
    };
  }

  private Exits exits(BigDecimal mark) {
    return switch (random.nextInt(3)) {
      case 0 -> Exits.stop(near(mark));
      case 1 -> Exits.takeProfit(near(mark));
      default -> Exits.stopAndTarget(near(mark), near(mark));
    };
  }

  private Side side() {
    return random.nextBoolean() ? Side.BUY : Side.SELL;
  }

  /** Within a fifth of the mark, with digits no venue would take. */
  private Price near(BigDecimal mark) {
    BigDecimal factor = BigDecimal.valueOf(800_001 + random.nextInt(400_000), 6);
    return new Price(mark.multiply(factor));
  }

  /** Greater than zero, of up to these digits, some behind the point. */
  private BigDecimal decimal(int digits, int decimals) {
    return BigDecimal.valueOf(1 + random.nextLong((long) Math.pow(10, digits)), decimals);
  }

  private static Quantity steps(Instrument instrument, int count) {
    return new Quantity(instrument.quantityStep().multiply(BigDecimal.valueOf(count)));
  }
}
