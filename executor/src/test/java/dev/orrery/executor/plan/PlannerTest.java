package dev.orrery.executor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.TestMarket;
import dev.orrery.executor.order.ClientOrderId;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What actions come to. BTC is at 50,000 in steps of 0.00001, ETH at 2,000 in steps of 0.0001. */
class PlannerTest {
  private final Planned planned = new Planned();

  @Nested
  class Lists {
    @Test
    void aNoopPlansNothingForItsReason() {
      assertThat(planned.legs(new Noop("calm"))).containsExactly("0 nothing: calm");
    }

    @Test
    void aNoopBesideOthersIsAMistake() {
      assertThat(planned.plan(new CancelAll("BTC", "x"), new Noop("calm")))
          .isEqualTo(new Plan.Invalid("action 2 is a Noop beside others: it must be the only one"));
    }

    @Test
    void nothingAtAllIsAMistake() {
      assertThat(planned.plan())
          .isEqualTo(
              new Plan.Invalid(
                  "decide returned no action: return a Noop with its reason to do nothing"));
    }

    @Test
    void moreThanSixtyFourActionsAreAMistake() {
      List<Action> most = Collections.nCopies(64, new CancelAll("BTC", "x"));
      List<Action> more = Collections.nCopies(65, new CancelAll("BTC", "x"));
      assertThat(planned.plan(most.toArray(Action[]::new))).isInstanceOf(Plan.Steps.class);
      assertThat(planned.plan(more.toArray(Action[]::new)))
          .isEqualTo(new Plan.Invalid("decide returned 65 actions, at most 64"));
    }

    @Test
    void anUnknownSymbolVoidsThePlanAndNamesItsAction() {
      assertThat(planned.plan(new CancelAll("BTC", "x"), new CancelAll("DOGE", "x")))
          .isEqualTo(new Plan.Invalid("action 2: unknown symbol 'DOGE', known are [BTC, ETH]"));
    }

    @Test
    void idsDependOnDecisionActionAndLegAlone() {
      Action flip = TargetPosition.of("BTC", Quantity.of("-0.01"), "x");
      planned.hold("BTC", "0.01");
      List<ClientOrderId> ids =
          Legs.of(planned.plan(flip, buy("0.01", OrderTerms.market()))).stream()
              .map(leg -> ((Leg.Place) leg).order().id())
              .toList();
      assertThat(ids)
          .containsExactly(
              ClientOrderId.of("deployment", "firing", 0, 0, 0),
              ClientOrderId.of("deployment", "firing", 0, 1, 0),
              ClientOrderId.of("deployment", "firing", 1, 0, 0));
    }

    @Test
    void countsWhatMayOpenAtItsOwnPriceWithoutExits() {
      planned.hold("BTC", "0.1");
      Plan.Steps plan =
          (Plan.Steps)
              planned.plan(
                  buy("0.01", limit("40000")).withExits(Exits.stop(Price.of("39000"))),
                  PlaceOrder.sell("ETH", OrderSize.of("1"), OrderTerms.market(), "x"),
                  new ClosePosition("BTC", "x"));
      assertThat(plan.opens()).isEqualTo(Usd.of(2_400));
    }
  }

  @Nested
  class PlacingOrders {
    @Test
    void keepsSideTermsAndLabel() {
      assertThat(
              planned.legs(
                  buy("0.01", OrderTerms.market()),
                  buy("0.01", OrderTerms.postOnly(Price.of("49000"))).withLabel("rung 1"),
                  PlaceOrder.sell("ETH", OrderSize.of("1"), limit("2100"), "x"),
                  buy("0.01", OrderTerms.stop(Price.of("51000"))),
                  buy("0.01", OrderTerms.takeProfit(Price.of("49000"))).asReduceOnly()))
          .containsExactly(
              "0 BUY 0.01 BTC market",
              "1 BUY 0.01 BTC POST_ONLY 49000 'rung 1'",
              "2 SELL 1 ETH GTC 2100",
              "3 BUY 0.01 BTC stop 51000",
              "4 BUY 0.01 BTC take 49000 reduce");
    }

    @ParameterizedTest
    @CsvSource({
      "BUY, 49000.55, 49000",
      "SELL, 49000.55, 49001",
      "BUY, 9000.55, 9000.5",
      "SELL, 9000.55, 9000.6",
      "BUY, 123456, 123456",
      "SELL, 123456, 123456",
      "SELL, 99999.5, 100000",
    })
    void neverWorsensALimit(Side side, String wanted, String taken) {
      PlaceOrder order = PlaceOrder.of("BTC", side, OrderSize.of("0.01"), limit(wanted), "x");
      assertThat(planned.legs(order)).containsExactly("0 " + side + " 0.01 BTC GTC " + taken);
    }

    @Test
    void roundsTriggersAsLimits() {
      OrderTerms terms = new OrderTerms.Stop(Price.of("51000.5"), Optional.of(Price.of("51100.5")));
      assertThat(planned.legs(buy("0.01", terms)))
          .containsExactly("0 BUY 0.01 BTC stop 51000/51100");
    }

    @Test
    void neverEnlargesASize() {
      assertThat(planned.legs(buy("0.0123499", OrderTerms.market())))
          .containsExactly("0 BUY 0.01234 BTC market");
    }

    @Test
    void aValueIsDividedByTheOrdersOwnPriceElseByTheMark() {
      OrderSize worth = OrderSize.worth(Usd.of(1_000));
      assertThat(
              planned.legs(
                  PlaceOrder.buy("BTC", worth, OrderTerms.market(), "x"),
                  PlaceOrder.buy("BTC", worth, limit("40000"), "x"),
                  PlaceOrder.buy("BTC", worth, OrderTerms.stop(Price.of("60000")), "x")))
          .containsExactly(
              "0 BUY 0.02 BTC market", "1 BUY 0.025 BTC GTC 40000", "2 BUY 0.01666 BTC stop 60000");
    }

    @Test
    void aValueWithoutAPriceIsDeniedAndALimitNeedsNone() {
      planned.market = TestMarket.standard().without("BTC");
      OrderSize worth = OrderSize.worth(Usd.of(1_000));
      assertThat(
              planned.legs(
                  PlaceOrder.buy("BTC", worth, OrderTerms.market(), "x"),
                  PlaceOrder.buy("BTC", worth, limit("40000"), "x"),
                  buy("0.01", OrderTerms.market())))
          .containsExactly(
              "0 refused: MARK_MISSING symbol=BTC",
              "1 BUY 0.025 BTC GTC 40000",
              "2 BUY 0.01 BTC market");
    }

    @Test
    void whatRoundsToNothingIsDenied() {
      assertThat(
              planned.legs(
                  buy("0.000009", OrderTerms.market()),
                  buy("0.01", limit("0.05")),
                  PlaceOrder.sell("BTC", OrderSize.of("0.01"), limit("0.05"), "x")))
          .containsExactly(
              "0 refused: QUANTITY_ROUNDS_TO_ZERO symbol=BTC quantity=0.000009 step=0.00001",
              "1 refused: PRICE_ROUNDS_TO_ZERO symbol=BTC",
              "2 SELL 0.01 BTC GTC 0.1");
    }

    @Test
    void reduceOnlyOfAllThatIsHeldLeavesNoDust() {
      planned.hold("BTC", "0.012345678");
      assertThat(
              planned.legs(
                  PlaceOrder.sell("BTC", OrderSize.of("0.012345678"), limit("60000"), "x")
                      .asReduceOnly()))
          .containsExactly("0 SELL 0.012345678 BTC GTC 60000 reduce");
    }
  }

  @Nested
  class ExitsOfAnEntry {
    @Test
    void areOfItsSizeOnTheOtherSideAndBoundToIt() {
      Plan plan =
          planned.plan(
              buy("0.01", OrderTerms.market())
                  .withLabel("breakout")
                  .withExits(Exits.stopAndTarget(Price.of("49000.05"), Price.of("52000.05"))));
      assertThat(Legs.texts(plan))
          .containsExactly(
              "0 BUY 0.01 BTC market 'breakout'",
              "0 SELL 0.01 BTC stop 49001 reduce exit 'breakout'",
              "0 SELL 0.01 BTC take 52001 reduce exit 'breakout'");
      ClientOrderId entry = ((Leg.Place) Legs.of(plan).getFirst()).order().id();
      assertThat(Legs.of(plan).subList(1, 3))
          .allSatisfy(leg -> assertThat(((Leg.Place) leg).order().entry()).contains(entry));
    }

    @Test
    void ofAShortLieTheOtherWay() {
      PlaceOrder sell = PlaceOrder.sell("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x");
      assertThat(
              planned.legs(
                  sell.withExits(Exits.stopAndTarget(Price.of("51000"), Price.of("48000")))))
          .containsExactly(
              "0 SELL 0.01 BTC market",
              "0 BUY 0.01 BTC stop 51000 reduce exit",
              "0 BUY 0.01 BTC take 48000 reduce exit");
    }

    @Test
    void onTheWrongSideOfTheEntrysOwnPriceAreDenied() {
      assertThat(
              planned.legs(
                  buy("0.01", limit("40000"))
                      .withExits(Exits.stopAndTarget(Price.of("40000"), Price.of("39000")))))
          .containsExactly(
              "0 BUY 0.01 BTC GTC 40000",
              "0 refused: EXIT_ON_WRONG_SIDE symbol=BTC stop=40000 entry=40000",
              "0 refused: EXIT_ON_WRONG_SIDE symbol=BTC takeProfit=39000 entry=40000");
    }

    @Test
    void areJudgedByThePriceTheyAreRoundedTo() {
      assertThat(
              planned.legs(buy("0.01", limit("40000")).withExits(Exits.stop(Price.of("39999.5")))))
          .contains("0 refused: EXIT_ON_WRONG_SIDE symbol=BTC stop=40000 entry=40000");
    }

    @Test
    void withoutAnyPriceOfTheEntryAreTakenAsTheyAre() {
      planned.market = TestMarket.standard().without("BTC");
      assertThat(
              planned.legs(
                  buy("0.01", OrderTerms.market()).withExits(Exits.stop(Price.of("60000")))))
          .containsExactly("0 BUY 0.01 BTC market", "0 SELL 0.01 BTC stop 60000 reduce exit");
    }
  }

  @Nested
  class Targets {
    @Test
    void growAndShrinkByTheDifference() {
      planned.hold("BTC", "0.02");
      assertThat(planned.legs(target("0.05"))).containsExactly("0 BUY 0.03 BTC market");
      assertThat(planned.legs(target("0.005"))).containsExactly("0 SELL 0.015 BTC market reduce");
      assertThat(planned.legs(target("0"))).containsExactly("0 SELL 0.02 BTC market reduce");
    }

    @Test
    void flipInTwoLegs() {
      planned.hold("BTC", "-0.02");
      assertThat(planned.legs(target("0.01")))
          .containsExactly("0 BUY 0.02 BTC market reduce", "0 BUY 0.01 BTC market");
    }

    @Test
    void exitsGoWithTheLegThatOpens() {
      planned.hold("BTC", "-0.02");
      TargetPosition flip = TargetPosition.of("BTC", Quantity.of("0.01"), "x");
      assertThat(planned.legs(flip.withExits(Exits.stop(Price.of("48000")))))
          .containsExactly(
              "0 BUY 0.02 BTC market reduce",
              "0 BUY 0.01 BTC market",
              "0 SELL 0.01 BTC stop 48000 reduce exit");
      TargetPosition less = TargetPosition.of("BTC", Quantity.of("-0.01"), "x");
      assertThat(planned.legs(less.withExits(Exits.stop(Price.of("52000")))))
          .containsExactly("0 BUY 0.01 BTC market reduce", "0 BUY 0.01 BTC stop 52000 reduce");
    }

    @Test
    void aValueIsDividedByTheMark() {
      assertThat(planned.legs(TargetPosition.worth("BTC", Usd.of(-777), "x")))
          .containsExactly("0 SELL 0.01554 BTC market");
    }

    @Test
    void aValueNeedsAMarkUnlessItIsNothing() {
      planned.hold("BTC", "0.02");
      planned.market = TestMarket.standard().without("BTC");
      assertThat(planned.legs(TargetPosition.worth("BTC", Usd.of(500), "x")))
          .containsExactly("0 refused: MARK_MISSING symbol=BTC");
      assertThat(planned.legs(TargetPosition.worth("BTC", Usd.ZERO, "x")))
          .containsExactly("0 SELL 0.02 BTC market reduce");
    }

    @Test
    void withinAStepOrTheSmallestOrderAreReached() {
      planned.hold("BTC", "0.02");
      assertThat(planned.legs(target("0.020009")))
          .containsExactly("0 nothing: position of BTC is at its target: 0.02");
      assertThat(planned.legs(target("0.02019")))
          .containsExactly("0 nothing: position of BTC is at its target: 0.02");
      assertThat(planned.legs(target("0.0202"))).containsExactly("0 BUY 0.0002 BTC market");
      planned.minOrderUsd = new BigDecimal("25");
      assertThat(planned.legs(target("0.0204")))
          .containsExactly("0 nothing: position of BTC is at its target: 0.02");
      assertThat(planned.legs(target("0.0196"))).containsExactly("0 SELL 0.0004 BTC market reduce");
    }

    @Test
    void closeDustThatIsNoMultipleOfTheStep() {
      planned.hold("BTC", "0.020003");
      assertThat(planned.legs(target("0"))).containsExactly("0 SELL 0.020003 BTC market reduce");
    }

    @Test
    void countOrdersUnderWayThatFillAtOnceAndLeaveRestingOnesAlone() {
      planned.hold("BTC", "0.01");
      planned.working("BTC", Side.BUY, "0.02", OrderTerms.market());
      planned.working(
          "BTC", Side.BUY, "0.03", new OrderTerms.Limit(Price.of("50100"), TimeInForce.IOC));
      planned.working("BTC", Side.BUY, "0.5", limit("49000"));
      planned.working("BTC", Side.SELL, "0.5", OrderTerms.stop(Price.of("40000")));
      planned.working("ETH", Side.BUY, "3", OrderTerms.market());
      assertThat(planned.legs(target("0.06")))
          .containsExactly("0 nothing: position of BTC is at its target: 0.06");
      assertThat(planned.legs(target("0.1"))).containsExactly("0 BUY 0.04 BTC market");
    }
  }

  @Nested
  class Closing {
    @Test
    void sellsALongAndBuysAShortBack() {
      planned.hold("BTC", "0.020003");
      planned.hold("ETH", "-1.5");
      assertThat(planned.legs(new ClosePosition("BTC", "x"), new ClosePosition("ETH", "x")))
          .containsExactly("0 SELL 0.020003 BTC market reduce", "1 BUY 1.5 ETH market reduce");
    }

    @Test
    void doesNothingWithoutAPosition() {
      assertThat(planned.legs(new ClosePosition("BTC", "x")))
          .containsExactly("0 nothing: no position of BTC to close");
    }

    @Test
    void doesNotCountOrdersOfOtherDecisions() {
      planned.hold("BTC", "0.02");
      planned.working("BTC", Side.SELL, "0.02", OrderTerms.market());
      assertThat(planned.legs(new ClosePosition("BTC", "x")))
          .containsExactly("0 SELL 0.02 BTC market reduce");
    }
  }

  @Nested
  class LaterActions {
    @Test
    void seeThePositionAsEarlierOnesLeaveIt() {
      planned.hold("BTC", "0.02");
      assertThat(
              planned.legs(
                  new ClosePosition("BTC", "x"),
                  new ClosePosition("BTC", "x"),
                  target("0.01"),
                  target("0.03"),
                  buy("0.01", OrderTerms.market()),
                  target("-0.01")))
          .containsExactly(
              "0 SELL 0.02 BTC market reduce",
              "1 nothing: no position of BTC to close",
              "2 BUY 0.01 BTC market",
              "3 BUY 0.02 BTC market",
              "4 BUY 0.01 BTC market",
              "5 SELL 0.04 BTC market reduce",
              "5 SELL 0.01 BTC market");
    }

    @Test
    void doNotCountWhatRestsOrBelongsToAnotherSymbol() {
      assertThat(
              planned.legs(
                  buy("0.01", limit("49000")),
                  PlaceOrder.buy("ETH", OrderSize.of("1"), OrderTerms.market(), "x"),
                  new ClosePosition("BTC", "x"),
                  target("0.02")))
          .containsExactly(
              "0 BUY 0.01 BTC GTC 49000",
              "1 BUY 1 ETH market",
              "2 nothing: no position of BTC to close",
              "3 BUY 0.02 BTC market");
    }
  }

  @Nested
  class Amending {
    @Test
    void changesPriceSizeOrBoth() {
      String id = planned.working("BTC", Side.BUY, "0.02", limit("49000")).id().value();
      assertThat(
              planned.legs(
                  AmendOrder.price(id, Price.of("48000.5"), "x"),
                  AmendOrder.quantity(id, Quantity.of("0.010009"), "x"),
                  AmendOrder.both(id, Price.of("47000"), Quantity.of("0.03"), "x")))
          .containsExactly(
              "0 amend to BUY 0.02 BTC GTC 48000",
              "1 amend to BUY 0.01 BTC GTC 49000",
              "2 amend to BUY 0.03 BTC GTC 47000");
    }

    @Test
    void keepsIdAndTimeInForce() {
      OrderTerms post = OrderTerms.postOnly(Price.of("51000"));
      ClientOrderId id = planned.working("BTC", Side.SELL, "0.02", post).id();
      Leg leg = Legs.of(planned.plan(reprice(id, "52000.5"))).getFirst();
      assertThat(((Leg.Amend) leg).order().id()).isEqualTo(id);
      assertThat(((Leg.Amend) leg).order().terms())
          .isEqualTo(OrderTerms.postOnly(Price.of("52001")));
    }

    @Test
    void anOrderThatIsGoneCountsAsRefusedByTheVenue() {
      assertThat(planned.legs(reprice(ClientOrderId.of("d", "o", 7, 0, 0), "48000")))
          .containsExactly("0 gone");
    }

    @Test
    void onlyRestingLimitOrdersCanBe() {
      ClientOrderId market = planned.working("BTC", Side.BUY, "0.02", OrderTerms.market()).id();
      ClientOrderId stop =
          planned.working("BTC", Side.BUY, "0.02", OrderTerms.stop(Price.of("60000"))).id();
      ClientOrderId immediate =
          planned
              .working(
                  "BTC", Side.BUY, "0.02", new OrderTerms.Limit(Price.of("50000"), TimeInForce.IOC))
              .id();
      assertThat(
              planned.legs(
                  reprice(market, "48000"), reprice(stop, "48000"), reprice(immediate, "48000")))
          .containsExactly(
              "0 refused: ORDER_NOT_AMENDABLE id=" + market,
              "1 refused: ORDER_NOT_AMENDABLE id=" + stop,
              "2 refused: ORDER_NOT_AMENDABLE id=" + immediate);
    }

    @Test
    void whatRoundsToNothingIsDenied() {
      ClientOrderId id = planned.working("BTC", Side.BUY, "0.02", limit("49000")).id();
      assertThat(
              planned.legs(
                  reprice(id, "0.01"),
                  AmendOrder.quantity(id.value(), Quantity.of("0.000001"), "x")))
          .containsExactly(
              "0 refused: PRICE_ROUNDS_TO_ZERO symbol=BTC",
              "1 refused: QUANTITY_ROUNDS_TO_ZERO symbol=BTC quantity=0.000001 step=0.00001");
    }

    @Test
    void anIdThatIsNoneIsAMistake() {
      AmendOrder wish = AmendOrder.price("order-7", Price.of("48000"), "x");
      assertThat(planned.plan(wish))
          .isEqualTo(
              new Plan.Invalid(
                  "action 1: 'order-7' is no client order id: take it from"
                      + " OpenOrder.clientOrderId"));
    }

    private AmendOrder reprice(ClientOrderId id, String price) {
      return AmendOrder.price(id.value(), Price.of(price), "x");
    }
  }

  @Nested
  class Cancelling {
    @Test
    void oneOrderOrNothingWhenItIsGone() {
      ClientOrderId id = planned.working("BTC", Side.BUY, "0.02", limit("49000")).id();
      ClientOrderId gone = ClientOrderId.of("d", "o", 7, 0, 0);
      assertThat(planned.legs(new CancelOrder(id.value(), "x"), new CancelOrder(gone.value(), "x")))
          .containsExactly("0 cancel BTC", "1 nothing: order " + gone + " is gone already");
    }

    @Test
    void anIdThatIsNoneIsAMistake() {
      assertThat(planned.plan(new CancelOrder("x".repeat(50), "x")))
          .isEqualTo(
              new Plan.Invalid(
                  "action 1: '"
                      + "x".repeat(40)
                      + "...' is no client order id: take it from OpenOrder.clientOrderId"));
    }

    @Test
    void everyWorkingOrderOfTheSymbol() {
      planned.working("BTC", Side.BUY, "0.02", limit("49000"));
      planned.working("ETH", Side.BUY, "1", limit("1900"));
      planned.working("BTC", Side.SELL, "0.02", OrderTerms.stop(Price.of("40000")));
      assertThat(planned.legs(new CancelAll("BTC", "x")))
          .containsExactly("0 cancel BTC", "0 cancel BTC");
    }

    @Test
    void nothingWhereNothingWorks() {
      assertThat(planned.legs(new CancelAll("BTC", "x")))
          .containsExactly("0 nothing: no working order of BTC");
    }
  }

  @Test
  void setsLeverageAsAsked() {
    assertThat(planned.legs(new SetLeverage("ETH", 3, MarginMode.ISOLATED, "x")))
        .containsExactly("0 leverage ETH 3 ISOLATED");
  }

  private static PlaceOrder buy(String quantity, OrderTerms terms) {
    return PlaceOrder.buy("BTC", OrderSize.of(quantity), terms, "x");
  }

  private static OrderTerms limit(String price) {
    return OrderTerms.limit(Price.of(price));
  }

  private static TargetPosition target(String quantity) {
    return TargetPosition.of("BTC", Quantity.of(quantity), "x");
  }
}
