package dev.orrery.broker.contract;

import static dev.orrery.broker.contract.Scenarios.limit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.util.Optional;

/** New orders. */
interface PlacingScenarios extends Scenarios {
  @Scenario(id = "C01", value = "A market buy opens a long position at once.")
  default void marketBuyOpensLong() {
    hold(Side.BUY, "1");
  }

  @Scenario(id = "C02", value = "A market sell opens a short position at once.")
  default void marketSellOpensShort() {
    hold(Side.SELL, "1");
  }

  @Scenario(id = "C03", value = "A market order is executed within 1 % of the mark price.")
  default void marketOrderIsExecutedNearMark() {
    OrderSpec order = hold(Side.BUY, "1");
    assertThat(bench().fills(order))
        .isNotEmpty()
        .allSatisfy(fill -> {
          assertThat(fill.price()).isBetween(Price.of("990"), Price.of("1010"));
          assertThat(fill.maker()).isFalse();
        });
  }

  @Scenario(id = "C04", value = "An order on a symbol without a price is refused.")
  default void orderWithoutPriceIsRefused() {
    bench().needs(Capability.UNPRICED_SYMBOL);
    String symbol = bench().harness().unpricedSymbol();
    bench()
        .refused(bench().spec(symbol, Side.BUY, "1", OrderTerms.market(), false, Optional.empty()));
    bench().agrees();
  }

  @Scenario(id = "C05", value = "A limit order inside the market takes, no worse than its limit.")
  default void limitInsideTheMarketTakes() {
    OrderSpec order = bench().accepted(bench().order(Side.BUY, "1", limit("1020")));
    bench().untilHeld("1");
    assertThat(bench().fills(order).getFirst().price()).isLessThanOrEqualTo(Price.of("1020"));
  }

  @Scenario(id = "C06", value = "A limit order outside the market rests and fills nothing.")
  default void limitOutsideTheMarketRests() {
    OrderSpec order = bench().accepted(bench().order(Side.BUY, "1", limit("900")));
    bench().until("it rests", () -> bench().works(order));
    bench().harness().settle();
    assertThat(bench().held()).isEqualTo(Quantity.ZERO);
    bench().agrees();
  }

  @Scenario(id = "C07", value = "An immediate-or-cancel order outside the market leaves nothing.")
  default void iocOutsideTheMarketLeavesNothing() {
    OrderTerms terms = new OrderTerms.Limit(Price.of("900"), TimeInForce.IOC);
    OrderSpec order = bench().order(Side.BUY, "1", terms);
    bench().place(order);
    bench().untilGone(order);
    assertThat(bench().fills(order)).isEmpty();
    bench().agrees();
  }

  @Scenario(id = "C08", value = "A post-only order inside the market is refused.")
  default void postOnlyInsideTheMarketIsRefused() {
    bench().needs(Capability.POST_ONLY);
    bench().refused(bench().order(Side.BUY, "1", OrderTerms.postOnly(Price.of("1020"))));
    assertThat(bench().report().positions()).isEmpty();
  }

  @Scenario(id = "C09", value = "A post-only order outside the market rests.")
  default void postOnlyOutsideTheMarketRests() {
    bench().needs(Capability.POST_ONLY);
    OrderSpec order =
        bench().accepted(bench().order(Side.SELL, "1", OrderTerms.postOnly(Price.of("1100"))));
    bench().until("it rests", () -> bench().works(order));
  }

  @Scenario(id = "C10", value = "A quantity that is no multiple of the lot is refused.")
  default void brokenLotIsRefused() {
    String lot = bench().harness().instrument().quantityStep().movePointLeft(1).toPlainString();
    String quantity = Quantity.of("1").plus(Quantity.of(lot)).toString();
    bench().refused(bench().order(Side.BUY, quantity, OrderTerms.market()));
  }

  @Scenario(id = "C11", value = "A price the instrument does not take is refused.")
  default void badPriceIsRefused() {
    bench().refused(bench().order(Side.BUY, "1", limit("900.123456789")));
  }

  @Scenario(id = "C12", value = "An order below the smallest value is refused.")
  default void tooSmallIsRefused() {
    String quantity = smallest();
    bench().refused(bench().order(Side.BUY, quantity, limit("990")));
  }

  @Scenario(id = "C13", value = "Closing is accepted below the smallest value.")
  default void closingIsNeverTooSmall() {
    String lot = smallest();
    Quantity whole = Quantity.of("1").plus(Quantity.of(lot));
    hold(Side.BUY, whole.toString());
    bench().accepted(bench().reducing(Side.SELL, "1", OrderTerms.market()));
    bench().untilHeld(lot);
    bench().accepted(bench().reducing(Side.SELL, lot, OrderTerms.market()));
    bench().untilHeld("0");
  }

  private String smallest() {
    return InstrumentCheck.tooSmall(bench().harness().instrument());
  }

  @Scenario(id = "C14", value = "An order beyond the account's margin is refused.")
  default void orderBeyondMarginIsRefused() {
    bench().refused(bench().order(Side.BUY, "900", OrderTerms.market()));
    assertThat(bench().report().positions()).isEmpty();
  }

  @Scenario(id = "C15", value = "An id that was used is not placed again.")
  default void repeatedIdIsNotPlacedAgain() {
    OrderSpec order = hold(Side.BUY, "1");
    assertThat(bench().place(order).getFirst()).isInstanceOf(OrderOutcome.Accepted.class);
    bench().harness().settle();
    assertThat(bench().report().positions().getFirst().quantity()).isEqualTo(Quantity.of("1"));
    bench().agrees();
  }

  @Scenario(id = "C16", value = "A resting order's id is not placed a second time.")
  default void repeatedIdOfARestingOrder() {
    OrderSpec order = bench().accepted(bench().order(Side.BUY, "1", limit("900")));
    assertThat(bench().place(order).getFirst()).isInstanceOf(OrderOutcome.Accepted.class);
    bench().harness().settle();
    assertThat(bench().report().openOrders()).hasSize(1);
  }

  @Scenario(id = "C17", value = "A refused order changes nothing in the account.")
  default void refusedOrderChangesNothing() {
    int told = bench().events().passed().size();
    OrderSpec order = bench().reducing(Side.SELL, "1", OrderTerms.market());
    bench().refused(order);
    bench().harness().settle();
    assertThat(bench().events().passed().subList(told, bench().events().passed().size()))
        .noneMatch(event -> event instanceof BrokerEvent.OrderFilled);
    bench().agrees();
  }
}
