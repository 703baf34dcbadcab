package dev.orrery.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.FakeVenue.Fault;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.RiskCaps;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;

/** Whatever a strategy wants and whatever the venue does: what must hold always. */
class RandomFlowTest {
  private static final List<Fault> FAULTS = List.of(Fault.values());
  private static final RiskCaps CAPS =
      new RiskCaps(
          new BigDecimal("30"),
          new BigDecimal("40"),
          100_000,
          200,
          new BigDecimal("3"),
          BigDecimal.TEN,
          Set.of("BTC", "ETH"),
          new BigDecimal("200"),
          new BigDecimal("5"));

  @RepeatedTest(20)
  void holdsCapsAndBooks() {
    run(Seeds.random("RandomFlowTest"), 150);
  }

  @Tag("certify")
  @RepeatedTest(500)
  void holdsCapsAndBooksForLong() {
    run(Seeds.random("RandomFlowTest.certify"), 1_000);
  }

  /** An account that had all sorts of things happen to it. */
  static Rig play(Random random, int steps) {
    Rig rig = Rig.funded(10_000);
    rig.reconciler.boot();
    rig.reconciler.start();
    for (int i = 0; i < steps; i++) {
      step(rig, random);
    }
    return rig;
  }

  private void run(Random random, int steps) {
    Rig rig = play(random, steps);
    rig.venue.holdEvents(false);
    rig.venue.release(random);
    rig.pass(Duration.ofMinutes(6));
    rig.pass(Duration.ofMinutes(6));
    rig.reconciler.compareNow();
    assertBooksAgree(rig);
    assertThat(rig.drifts).isEmpty();
    AccountBook again = AccountBook.restore(rig.memory.history(Rig.DEPLOYMENT));
    assertThat(again.state().money()).isEqualTo(rig.desk.state().money());
    assertThat(again.state().working()).isEqualTo(rig.desk.state().working());
    assertThat(again.state().held())
        .extracting(AccountState.Held::holding)
        .isEqualTo(rig.desk.state().held().stream().map(AccountState.Held::holding).toList());
  }

  private static void step(Rig rig, Random random) {
    switch (random.nextInt(12)) {
      case 0 -> {
        double moved = rig.market.mark("BTC") * (0.98 + random.nextDouble() * 0.04);
        rig.market = rig.market.with("BTC", (double) Math.round(moved));
      }
      case 1 -> rig.venue.holdEvents(random.nextBoolean());
      case 2 -> rig.venue.release(random);
      case 3 -> rig.venue.next(FAULTS.get(random.nextInt(FAULTS.size())));
      case 4 -> rig.pass(Duration.ofMillis(random.nextInt(20_000)));
      case 5 -> fillSomething(rig, random);
      default -> decide(rig, random);
    }
  }

  private static void fillSomething(Rig rig, Random random) {
    List<OrderSpec> working = rig.venue.working();
    if (!working.isEmpty()) {
      OrderSpec order = working.get(random.nextInt(working.size()));
      if (order.terms() instanceof OrderTerms.Limit limit && !order.reduceOnly()) {
        boolean whole = random.nextBoolean();
        Quantity half =
            new Quantity(
                order.quantity().value().divide(BigDecimal.TWO, 5, java.math.RoundingMode.DOWN));
        Quantity quantity = whole || half.isZero() ? order.quantity() : half;
        rig.venue.fill(order.id(), quantity, limit.price());
      }
    }
  }

  private static void decide(Rig rig, Random random) {
    List<Action> actions = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      actions.add(action(rig, random));
    }
    BatchRule rule = random.nextInt(3) == 0 ? BatchRule.EACH : BatchRule.ALL;
    int before = rig.desk.state().working().size();
    Proposal proposal =
        new Proposal("r" + random.nextLong(), "test", actions, rule, CAPS, rig.market, 0);
    BigDecimal grossBefore = gross(rig);
    Commitment commitment = rig.desk.commit(proposal, Rig.Decided::new);
    if (rule == BatchRule.ALL && !commitment.judgement().denials().isEmpty()) {
      assertThat(commitment.sends()).isFalse();
      assertThat(rig.desk.state().working()).hasSize(before);
    }
    boolean opened =
        commitment.instructions().stream()
            .anyMatch(it -> it instanceof Instruction.Place p && !p.order().spec().reduceOnly());
    BigDecimal gross = gross(rig);
    if (opened && gross.compareTo(grossBefore) > 0) {
      Usd cap = rig.account().equity().percent(CAPS.maxTotalExposurePct());
      assertThat(gross)
          .as(
              "gross exposure, %s before, held %s, working %s, decided %s",
              grossBefore,
              rig.desk.state().held(),
              rig.desk.state().working().stream()
                  .map(it -> it.state() + " " + it.spec() + " filled " + it.filled())
                  .toList(),
              commitment.instructions())
          .isLessThanOrEqualTo(cap.value());
    }
    if (random.nextInt(20) > 0) {
      rig.send(commitment);
    }
  }

  /** Reckoned here by other means: the worst each symbol may come to, every order filled. */
  private static BigDecimal gross(Rig rig) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String symbol : List.of("BTC", "ETH")) {
      BigDecimal mark = BigDecimal.valueOf(rig.market.mark(symbol));
      BigDecimal held = rig.desk.state().holding(symbol).quantity().value().multiply(mark);
      BigDecimal buys = BigDecimal.ZERO;
      BigDecimal sells = BigDecimal.ZERO;
      for (TrackedOrder order : rig.desk.state().working()) {
        if (order.spec().symbol().equals(symbol) && order.opens()) {
          BigDecimal price =
              order.spec().terms() instanceof OrderTerms.Limit limit
                  ? limit.price().value().max(mark)
                  : mark;
          BigDecimal value = price.multiply(order.remaining().value());
          if (order.spec().side() == Side.BUY) {
            buys = buys.add(value);
          } else {
            sells = sells.add(value);
          }
        }
      }
      sum = sum.add(held.abs().max(held.add(buys)).max(sells.subtract(held)));
    }
    return sum;
  }

  private static Action action(Rig rig, Random random) {
    String symbol = random.nextBoolean() ? "BTC" : "ETH";
    double mark = rig.market.mark(symbol);
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    OrderSize size = OrderSize.worth(Usd.of(5 + random.nextInt(2_500)));
    return switch (random.nextInt(6)) {
      case 0 -> new ClosePosition(symbol, "x");
      case 1 -> new CancelAll(symbol, "x");
      case 2 -> TargetPosition.worth(symbol, Usd.of(random.nextInt(6_000) - 3_000), "x");
      case 3 -> {
        double offset = side == Side.BUY ? 0.99 : 1.01;
        yield PlaceOrder.of(symbol, side, size, OrderTerms.limit(Price.of(mark * offset)), "x");
      }
      case 4 -> {
        var open = rig.account().openOrders(symbol);
        yield open.isEmpty()
            ? PlaceOrder.of(symbol, side, size, OrderTerms.market(), "x")
            : AmendOrder.both(
                open.get(random.nextInt(open.size())).clientOrderId(),
                Price.of(mark),
                Quantity.of(0.01 + random.nextInt(5) / 100.0),
                "x");
      }
      default -> PlaceOrder.of(symbol, side, size, OrderTerms.market(), "x");
    };
  }

  private static void assertBooksAgree(Rig rig) {
    for (String symbol : List.of("BTC", "ETH")) {
      assertThat(rig.account().held(symbol)).as(symbol).isEqualTo(rig.venue.position(symbol));
    }
    assertThat(rig.account().equity()).isEqualTo(rig.venue.equity());
    assertThat(rig.desk.state().working())
        .extracting(TrackedOrder::id)
        .containsExactlyInAnyOrderElementsOf(
            rig.venue.working().stream().map(OrderSpec::id).toList());
  }
}
