package dev.orrery.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PaperBrokerTest {
  private static Price price(String text) {
    return Price.of(text);
  }

  private static OrderTerms limit(String price) {
    return OrderTerms.limit(Price.of(price));
  }

  private static void assertRejected(OrderOutcome outcome, String reason) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            OrderOutcome.Rejected.class,
            rejected -> assertThat(rejected.venueReason()).isEqualTo(reason));
  }

  private static List<CloseReason> closes(PaperRig rig) {
    return rig.told(BrokerEvent.OrderClosed.class).stream()
        .map(BrokerEvent.OrderClosed::reason)
        .toList();
  }

  @Nested
  class WithoutMark {
    @Test
    void rejectsWithTheExactText() {
      PaperRig rig = new PaperRig();

      OrderOutcome outcome =
          rig.place(rig.order("BTC", Side.BUY, "1", OrderTerms.market())).getFirst();

      assertRejected(outcome, "paper broker: no mark price set for BTC; call setMarkPrice first");
    }

    @Test
    void tradesAtThePriceSetByHand() {
      PaperRig rig = new PaperRig();
      rig.broker.setMarkPrice("BTC", price("50000"));

      rig.place(rig.order("BTC", Side.BUY, "0.1", OrderTerms.market()));

      assertThat(rig.held("BTC")).isEqualTo(Quantity.of("0.1"));
    }
  }

  @Nested
  class MarketOrders {
    @Test
    void executesAtMarkPlusSlippageAndTakesTheFee() {
      PaperRig rig = new PaperRig(PaperSettings.builder().slippageBps("10").build());
      rig.trade("BTC", 1000, 1);

      rig.place(rig.order("BTC", Side.BUY, "2", OrderTerms.market()));

      BrokerEvent.OrderFilled filled = rig.told(BrokerEvent.OrderFilled.class).getFirst();
      assertThat(filled.fill().price()).isEqualTo(price("1001"));
      assertThat(filled.fill().fee()).isEqualTo(Usd.of("0.9009"));
      assertThat(rig.report().balance()).isEqualTo(Usd.of("9999.0991"));
    }

    @Test
    void capsReduceOnlyAtThePosition() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      rig.place(rig.order("BTC", Side.BUY, "1", OrderTerms.market()));

      rig.place(rig.reducing("BTC", Side.SELL, "3", OrderTerms.market()));

      assertThat(rig.held("BTC")).isEqualTo(Quantity.ZERO);
      assertThat(closes(rig)).containsExactly(CloseReason.FILLED, CloseReason.REDUCE_ONLY);
    }

    @Test
    void refusesReduceOnlyWithoutAPosition() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);

      assertRejected(
          rig.place(rig.reducing("BTC", Side.SELL, "3", OrderTerms.market())).getFirst(),
          "Reduce only order would increase position.");
    }

    @Test
    void refusesLessThanTheMinimumValueButNotToClose() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);

      assertRejected(
          rig.place(rig.order("BTC", Side.BUY, "0.00999", OrderTerms.market())).getFirst(),
          "Order must have minimum value of $10.");
      rig.place(rig.order("BTC", Side.BUY, "0.01", OrderTerms.market()));
      rig.place(rig.reducing("BTC", Side.SELL, "0.001", OrderTerms.market()));

      assertThat(rig.held("BTC")).isEqualTo(Quantity.of("0.009"));
    }

    @Test
    void refusesWithoutMargin() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);

      assertRejected(
          rig.place(rig.order("BTC", Side.BUY, "200.1", OrderTerms.market())).getFirst(),
          "Insufficient margin to place order.");
    }

    @Test
    void answersARepeatedIdWithTheFirstOrder() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      OrderSpec order = rig.order("BTC", Side.BUY, "1", OrderTerms.market());
      rig.place(order);

      assertThat(rig.place(order).getFirst()).isInstanceOf(OrderOutcome.Accepted.class);
      assertThat(rig.held("BTC")).isEqualTo(Quantity.of("1"));
    }
  }

  @Nested
  class LimitOrders {
    @Test
    void fillsAtTheLimitByTradedSizeAndThroughWhole() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      rig.place(rig.order("BTC", Side.BUY, "2", limit("990")));

      rig.trade("BTC", 990, 0.5);
      assertThat(rig.held("BTC")).isEqualTo(Quantity.of("0.5"));

      rig.trade("BTC", 989.9, 0.001);
      assertThat(rig.held("BTC")).isEqualTo(Quantity.of("2"));
      assertThat(rig.told(BrokerEvent.OrderFilled.class))
          .allSatisfy(it -> assertThat(it.fill().price()).isEqualTo(price("990")))
          .allSatisfy(it -> assertThat(it.fill().maker()).isTrue());
    }

    @Test
    void takesWhenInsideTheMarket() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);

      rig.place(rig.order("BTC", Side.BUY, "1", limit("1010")));

      BrokerEvent.OrderFilled filled = rig.told(BrokerEvent.OrderFilled.class).getFirst();
      assertThat(filled.fill().price()).isEqualTo(price("1000"));
      assertThat(filled.fill().maker()).isFalse();
    }

    @Test
    void refusesPostOnlyThatMatchesAndIocThatDoesNot() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);

      assertRejected(
          rig.place(rig.order("BTC", Side.BUY, "1", OrderTerms.postOnly(price("1000")))).getFirst(),
          "Post only order would have immediately matched, bbo was 1000@1000.");
      assertRejected(
          rig.place(
                  rig.order(
                      "BTC", Side.BUY, "1", new OrderTerms.Limit(price("999"), TimeInForce.IOC)))
              .getFirst(),
          "Order could not immediately match against any resting orders.");
    }

    @Test
    void amendsPriceAndRemainder() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      OrderSpec order = rig.order("BTC", Side.BUY, "2", limit("990"));
      rig.place(order);
      rig.trade("BTC", 990, 0.5);

      OrderSpec changed =
          new OrderSpec(
              order.id(),
              "BTC",
              Side.BUY,
              Quantity.of("1"),
              limit("980"),
              false,
              Optional.empty(),
              "");
      assertThat(rig.amend(changed)).isInstanceOf(OrderOutcome.Accepted.class);

      rig.trade("BTC", 985, 5);
      assertThat(rig.held("BTC")).isEqualTo(Quantity.of("0.5"));
      rig.trade("BTC", 979, 5);
      assertThat(rig.held("BTC")).isEqualTo(Quantity.of("1.5"));
    }

    @Test
    void cancelsOnce() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      OrderSpec order = rig.order("BTC", Side.BUY, "2", limit("990"));
      rig.place(order);

      assertThat(rig.cancel(order)).isInstanceOf(OrderOutcome.Accepted.class);
      assertRejected(rig.cancel(order), OrderOutcome.ALREADY_GONE);
    }

    @Test
    void dropsReduceOnlyThatNoLongerFits() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      rig.place(rig.order("BTC", Side.BUY, "2", OrderTerms.market()));
      rig.place(
          rig.reducing("BTC", Side.SELL, "1", limit("1010")),
          rig.reducing("BTC", Side.SELL, "1.5", limit("1020")));

      assertThat(rig.report().openOrders())
          .singleElement()
          .satisfies(it -> assertThat(it.remaining()).isEqualTo(Quantity.of("1.5")));
      rig.place(rig.reducing("BTC", Side.SELL, "2", OrderTerms.market()));
      assertThat(rig.report().openOrders()).isEmpty();
    }

    @Test
    void keepsThePriceAndLotRules() {
      PaperRig rig = new PaperRig().trade("BTC", 50000, 1);

      assertRejected(
          rig.place(rig.order("BTC", Side.BUY, "0.000001", limit("49000"))).getFirst(),
          "Order has invalid size.");
      assertRejected(
          rig.place(rig.order("BTC", Side.BUY, "0.01", limit("49000.05"))).getFirst(),
          "Price must be divisible by tick size.");
      assertRejected(
          rig.place(rig.order("BTC", Side.BUY, "0.01", limit("49000.5"))).getFirst(),
          "Order has invalid price.");
    }
  }

  @Nested
  class Bars {
    @Test
    void fillsRestingOrdersStrictlyThroughTheirLimit() {
      PaperRig rig = new PaperRig().bar("BTC", 1000, 1000, 1000, 1000);
      rig.place(rig.order("BTC", Side.BUY, "1", limit("990")));

      rig.bar("BTC", 1000, 1001, 990, 995);
      assertThat(rig.held("BTC")).isEqualTo(Quantity.ZERO);

      rig.bar("BTC", 985, 1001, 980, 995);
      assertThat(rig.held("BTC")).isEqualTo(Quantity.of("1"));
      assertThat(rig.report().fills().getFirst().price()).isEqualTo(price("990"));
    }

    @Test
    void firesStopsOfALongPositionBeforeItsTakeProfit() {
      PaperRig rig = new PaperRig().bar("BTC", 1000, 1000, 1000, 1000);
      OrderSpec entry = rig.order("BTC", Side.BUY, "1", OrderTerms.market());
      rig.place(
          entry,
          rig.exit(entry, OrderTerms.stop(price("990"))),
          rig.exit(entry, OrderTerms.takeProfit(price("1010"))));

      rig.bar("BTC", 1000, 1020, 980, 1000);

      assertThat(rig.report().fills().getLast().price()).isEqualTo(price("990"));
      assertThat(rig.held("BTC")).isEqualTo(Quantity.ZERO);
      assertThat(rig.report().openOrders()).isEmpty();
    }

    @Test
    void executesAStopAtTheOpenWhenTheMarketGapsBeyondIt() {
      PaperRig rig = new PaperRig().bar("BTC", 1000, 1000, 1000, 1000);
      rig.place(rig.order("BTC", Side.BUY, "1", OrderTerms.market()));
      rig.place(rig.reducing("BTC", Side.SELL, "1", OrderTerms.stop(price("990"))));

      rig.bar("BTC", 950, 1000, 940, 960);

      assertThat(rig.report().fills().getLast().price()).isEqualTo(price("950"));
    }

    @Test
    void anEntryThatFillsOnTheWayIsStoppedOnTheSameWay() {
      PaperRig rig = new PaperRig().bar("BTC", 1000, 1000, 1000, 1000);
      OrderSpec entry = rig.order("BTC", Side.BUY, "1", limit("990"));
      rig.place(
          entry,
          rig.exit(entry, OrderTerms.stop(price("980"))),
          rig.exit(entry, OrderTerms.takeProfit(price("1005"))));

      rig.bar("BTC", 1000, 1010, 970, 1000);

      assertThat(rig.report().fills().stream().map(fill -> fill.price().toString()))
          .containsExactly("990", "980");
    }

    @Test
    void liquidatesOnTheWay() {
      PaperRig rig = new PaperRig().bar("BTC", 1000, 1000, 1000, 1000);
      rig.place(rig.order("BTC", Side.BUY, "190", OrderTerms.market()));

      rig.bar("BTC", 1000, 1000, 900, 999);

      assertThat(rig.told(BrokerEvent.Liquidated.class)).hasSize(1);
      assertThat(rig.held("BTC")).isEqualTo(Quantity.ZERO);
      assertThat(rig.report().balance()).isEqualTo(Usd.of(2267));
    }
  }

  @Nested
  class ExitsBoundToAnEntry {
    @Test
    void waitForTheEntryAndCancelEachOther() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      OrderSpec entry = rig.order("BTC", Side.BUY, "1", limit("990"));
      rig.place(
          entry,
          rig.exit(entry, OrderTerms.stop(price("980"))),
          rig.exit(entry, OrderTerms.takeProfit(price("1010"))));

      rig.trade("BTC", 1011, 1);
      assertThat(rig.report().openOrders()).hasSize(3);
      rig.trade("BTC", 989, 1);
      assertThat(rig.report().openOrders()).hasSize(2);
      rig.trade("BTC", 1010, 1);

      assertThat(rig.held("BTC")).isEqualTo(Quantity.ZERO);
      assertThat(closes(rig))
          .containsExactly(CloseReason.FILLED, CloseReason.FILLED, CloseReason.SIBLING);
    }

    @Test
    void goWithTheirEntry() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      OrderSpec entry = rig.order("BTC", Side.BUY, "1", limit("990"));
      rig.place(entry, rig.exit(entry, OrderTerms.stop(price("980"))));

      rig.cancel(entry);

      assertThat(rig.report().openOrders()).isEmpty();
      assertThat(closes(rig)).containsExactly(CloseReason.CANCELLED, CloseReason.SIBLING);
    }
  }

  @Nested
  class Batches {
    @Test
    void sendNothingThatOpensAfterARejection() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      rig.place(rig.order("BTC", Side.BUY, "1", OrderTerms.market()));

      List<OrderOutcome> outcomes =
          rig.place(
              rig.order("BTC", Side.BUY, "0.001", OrderTerms.market()),
              rig.order("BTC", Side.BUY, "1", OrderTerms.market()),
              rig.reducing("BTC", Side.SELL, "1", OrderTerms.market()));

      assertRejected(outcomes.get(1), OrderOutcome.NOT_SENT);
      assertThat(outcomes.get(2)).isInstanceOf(OrderOutcome.Accepted.class);
    }
  }

  @Nested
  class Margin {
    @Test
    void refusesToSwitchTheModeWithAPosition() {
      PaperRig rig = new PaperRig().trade("BTC", 1000, 1);
      rig.place(rig.order("BTC", Side.BUY, "1", OrderTerms.market()));

      assertRejected(
          rig.lever("BTC", 10, MarginMode.ISOLATED),
          "Cannot switch leverage type with open position.");
      assertThat(rig.lever("BTC", 10, MarginMode.CROSS)).isInstanceOf(OrderOutcome.Accepted.class);
    }

    @Test
    void anIsolatedPositionFallsAlone() {
      PaperRig rig = new PaperRig();
      rig.marks(Map.of("BTC", 1000.0, "ETH", 100.0));
      rig.lever("BTC", 20, MarginMode.ISOLATED);
      rig.place(
          rig.order("BTC", Side.BUY, "10", OrderTerms.market()),
          rig.order("ETH", Side.BUY, "10", OrderTerms.market()));

      rig.marks(Map.of("BTC", 960.0));

      assertThat(rig.told(BrokerEvent.Liquidated.class)).hasSize(1);
      assertThat(rig.held("BTC")).isEqualTo(Quantity.ZERO);
      assertThat(rig.held("ETH")).isEqualTo(Quantity.of("10"));
      assertThat(rig.report().balance()).isEqualTo(Usd.of(9600));
    }

    @Test
    void paysFundingForEachFullHour() {
      PaperRig rig = new PaperRig(PaperSettings.builder().takerFee("0").slippageBps("0").build());
      rig.trade("BTC", 1000, 1);
      rig.place(rig.order("BTC", Side.BUY, "2", OrderTerms.market()));

      rig.trade("BTC", PaperRig.START + 3 * 3_600_000 + 1, 1000, 1);

      assertThat(rig.told(BrokerEvent.FundingPaid.class)).hasSize(3);
      assertThat(rig.report().balance()).isEqualTo(Usd.of("9999.925"));
    }
  }
}
