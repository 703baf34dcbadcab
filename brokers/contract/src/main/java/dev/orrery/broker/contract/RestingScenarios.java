package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;

/** Orders on the book. */
interface RestingScenarios extends Scenarios {
  private OrderSpec resting(Side side, String quantity, String price) {
    OrderSpec order = bench().accepted(bench().order(side, quantity, limit(price)));
    bench().until("it rests", () -> bench().works(order));
    return order;
  }

  @Scenario(
      id = "C18",
      value = "A resting buy fills as maker, at its limit, when trades go through.")
  default void restingBuyFillsAtItsLimit() {
    OrderSpec order = resting(Side.BUY, "1", "990");
    bench().trade("980", "5");
    bench().untilHeld("1");
    assertThat(bench().fills(order))
        .allSatisfy(fill -> {
          assertThat(fill.maker()).isTrue();
          assertThat(fill.price()).isEqualTo(Price.of("990"));
        });
  }

  @Scenario(
      id = "C19",
      value = "A resting sell fills as maker, at its limit, when trades go through.")
  default void restingSellFillsAtItsLimit() {
    resting(Side.SELL, "1", "1010");
    bench().trade("1020", "5");
    bench().untilHeld("-1");
  }

  @Scenario(id = "C20", value = "A trade at the limit fills no more than was traded.")
  default void tradeAtTheLimitFillsWhatWasTraded() {
    bench().needs(Capability.PARTIAL_FILLS);
    OrderSpec order = resting(Side.BUY, "2", "990");
    bench().trade("990", "0.5");
    bench().untilHeld("0.5");
    assertThat(bench().works(order)).isTrue();
    bench().agrees();
  }

  @Scenario(id = "C21", value = "Fills of an order never exceed its quantity.")
  default void fillsNeverExceedTheQuantity() {
    resting(Side.BUY, "1", "990");
    bench().trade("990", "0.4");
    bench().trade("980", "5");
    bench().trade("970", "5");
    bench().untilHeld("1");
    bench().agrees();
  }

  @Scenario(id = "C22", value = "A cancelled order does not fill any more.")
  default void cancelledOrderDoesNotFill() {
    OrderSpec order = resting(Side.BUY, "1", "990");
    assertThat(bench().cancel(order)).isInstanceOf(OrderOutcome.Accepted.class);
    bench().untilGone(order);
    bench().trade("980", "5");
    assertThat(bench().report().positions()).isEmpty();
    bench().agrees();
  }

  @Scenario(id = "C23", value = "Cancelling what is gone answers: already gone.")
  default void cancellingTwiceIsAlreadyGone() {
    OrderSpec order = resting(Side.BUY, "1", "990");
    bench().cancel(order);
    bench().untilGone(order);
    assertThat(bench().cancel(order))
        .isEqualTo(new OrderOutcome.Rejected(order.id(), OrderOutcome.ALREADY_GONE));
  }

  @Scenario(id = "C24", value = "An amended order fills at its new price, not at its old one.")
  default void amendedOrderMoves() {
    bench().needs(Capability.AMENDMENTS);
    OrderSpec order = resting(Side.BUY, "1", "990");
    assertThat(bench().amend(Bench.changed(order, "970", "1")))
        .isInstanceOf(OrderOutcome.Accepted.class);
    bench().trade("980", "5");
    assertThat(bench().held()).isEqualTo(Quantity.ZERO);
    bench().trade("960", "5");
    bench().untilHeld("1");
    assertThat(bench().fills(order).getFirst().price()).isEqualTo(Price.of("970"));
  }

  @Scenario(id = "C25", value = "An amended quantity is what remains.")
  default void amendedQuantityIsWhatRemains() {
    bench().needs(Capability.AMENDMENTS);
    OrderSpec order = resting(Side.BUY, "1", "990");
    bench().amend(Bench.changed(order, "990", "3"));
    bench().trade("980", "5");
    bench().untilHeld("3");
    bench().agrees();
  }

  @Scenario(id = "C26", value = "Amending what is gone is refused and places nothing.")
  default void amendingWhatIsGone() {
    bench().needs(Capability.AMENDMENTS);
    OrderSpec order = resting(Side.BUY, "1", "990");
    bench().cancel(order);
    bench().untilGone(order);
    assertThat(bench().amend(Bench.changed(order, "980", "1")))
        .isInstanceOf(OrderOutcome.Rejected.class);
    assertThat(bench().report().openOrders()).isEmpty();
  }

  @Scenario(id = "C27", value = "A reduce-only order without a position is refused.")
  default void reduceOnlyWithoutPositionIsRefused() {
    bench().refused(bench().reducing(Side.SELL, "1", OrderTerms.market()));
  }

  @Scenario(id = "C28", value = "A reduce-only order on the position's own side is refused.")
  default void reduceOnlyOnTheSameSideIsRefused() {
    hold(Side.BUY, "1");
    bench().refused(bench().reducing(Side.BUY, "1", OrderTerms.market()));
  }

  @Scenario(id = "C29", value = "A reduce-only market order over the position only closes it.")
  default void reduceOnlyIsCappedAtThePosition() {
    hold(Side.BUY, "1");
    bench().accepted(bench().reducing(Side.SELL, "3", OrderTerms.market()));
    bench().untilHeld("0");
    bench().agrees();
  }

  @Scenario(id = "C30", value = "A resting reduce-only order goes with its position.")
  default void restingReduceOnlyGoesWithThePosition() {
    hold(Side.BUY, "1");
    OrderSpec order = bench().accepted(bench().reducing(Side.SELL, "1", limit("1100")));
    bench().accepted(bench().reducing(Side.SELL, "1", OrderTerms.market()));
    bench().untilHeld("0");
    bench().untilGone(order);
    bench().trade("1200", "5");
    assertThat(bench().report().positions()).isEmpty();
    bench().agrees();
  }
}
