package dev.orrery.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.Judgement.Kind;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.risk.Clearance;
import dev.orrery.executor.risk.DenialReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AccountDeskTest {
  private final Rig rig = Rig.funded(10_000);

  @Test
  void appendsDecisionThenIntentsAsOneGroup() {
    int before = rig.memory.entries().size();
    Commitment commitment =
        rig.commit(Rig.WIDE, PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x"));
    List<JournalEntry> group = rig.memory.entries();
    assertThat(commitment.judgement().kind()).isEqualTo(Kind.CLEARED);
    assertThat(group.subList(before, group.size()))
        .hasExactlyElementsOfTypes(
            AccountEntry.DayOpened.class, Rig.Decided.class, AccountEntry.Intended.class);
  }

  @Test
  void aNoopAppendsOnlyItsDecision() {
    rig.commit(Rig.WIDE, new Noop("first of the day"));
    int before = rig.memory.entries().size();
    Commitment commitment = rig.commit(Rig.WIDE, new Noop("nothing"));
    assertThat(commitment.sends()).isFalse();
    assertThat(rig.memory.entries()).hasSize(before + 1);
    assertThat(rig.send(commitment).result()).isEqualTo(SendReport.Result.NOOP);
  }

  @Test
  void countsPendingOrdersOfEarlierDecisions() {
    PlaceOrder most =
        PlaceOrder.buy("BTC", OrderSize.worth(Usd.of(6_000)), OrderTerms.market(), "x");
    assertThat(rig.commit(Rig.WIDE, most).judgement().kind()).isEqualTo(Kind.CLEARED);
    assertThat(rig.commit(Rig.WIDE, most).judgement().denials())
        .extracting(Clearance.Denied::reason)
        .containsExactly(DenialReason.POSITION_EXCEEDS_CAP);
  }

  @Test
  void oneDenialDeniesTheDecision() {
    Commitment commitment =
        rig.commit(
            Rig.WIDE,
            PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "fine"),
            PlaceOrder.buy("BTC", OrderSize.of("5"), OrderTerms.market(), "too much"));
    assertThat(commitment.judgement().kind()).isEqualTo(Kind.DENIED);
    assertThat(commitment.sends()).isFalse();
    assertThat(rig.desk.state().working()).isEmpty();
    assertThat(rig.send(commitment).result()).isEqualTo(SendReport.Result.DENIED);
    assertThat(rig.venue.submitted()).isZero();
  }

  @Test
  void eachLeavesOutOnlyTheDeniedAction() {
    Proposal proposal =
        new Proposal(
            "each",
            "test",
            List.of(
                PlaceOrder.buy("BTC", OrderSize.of("5"), OrderTerms.market(), "too much"),
                PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "fine")),
            BatchRule.EACH,
            Rig.WIDE,
            rig.market,
            0);
    Commitment commitment = rig.desk.commit(proposal, Rig.Decided::new);
    assertThat(commitment.judgement().kind()).isEqualTo(Kind.PARTLY_CLEARED);
    assertThat(commitment.instructions()).hasSize(1);
    assertThat(rig.send(commitment).result()).isEqualTo(SendReport.Result.PARTIALLY_EXECUTED);
    assertThat(rig.account().held("BTC")).isEqualTo(Quantity.of("0.01"));
  }

  @Test
  void previewHasNoEffect() {
    int before = rig.memory.entries().size();
    Judgement preview =
        rig.desk.preview(
            rig.proposal(
                Rig.WIDE, PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x")));
    assertThat(preview.kind()).isEqualTo(Kind.CLEARED);
    assertThat(preview.opens()).isEqualTo(Usd.of(500));
    assertThat(rig.memory.entries()).hasSize(before);
    assertThat(rig.desk.state().working()).isEmpty();
  }

  @Test
  void flipsInTwoLegs() {
    rig.trade(TargetPosition.of("BTC", Quantity.of("0.02"), "long"));
    Commitment flip = rig.commit(Rig.WIDE, TargetPosition.of("BTC", Quantity.of("-0.01"), "short"));
    assertThat(flip.instructions())
        .extracting(it -> ((Instruction.Place) it).order().spec())
        .extracting(it -> it.side() + " " + it.quantity() + " " + it.reduceOnly())
        .containsExactly("SELL 0.02 true", "SELL 0.01 false");
    assertThat(rig.send(flip).result()).isEqualTo(SendReport.Result.EXECUTED);
    assertThat(rig.account().held("BTC")).isEqualTo(Quantity.of("-0.01"));
  }

  @Test
  void doesNotBuyTheSameDifferenceTwiceWhileOneIsUnderWay() {
    TargetPosition target = TargetPosition.of("BTC", Quantity.of("0.02"), "long");
    rig.commit(Rig.WIDE, target);
    Commitment second = rig.commit(Rig.WIDE, target);
    assertThat(second.judgement().kind()).isEqualTo(Kind.NOTHING);
  }

  @Test
  void bindsExitsToTheEntry() {
    Commitment commitment =
        rig.commit(
            Rig.WIDE,
            PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x")
                .withExits(Exits.stopAndTarget(Price.of("49000.05"), Price.of("52000"))));
    assertThat(commitment.instructions()).hasSize(3);
    var entry = ((Instruction.Place) commitment.instructions().getFirst()).order().spec();
    assertThat(commitment.instructions().subList(1, 3))
        .extracting(it -> ((Instruction.Place) it).order().spec())
        .allSatisfy(exit -> {
          assertThat(exit.entry()).contains(entry.id());
          assertThat(exit.reduceOnly()).isTrue();
          assertThat(exit.quantity()).isEqualTo(entry.quantity());
        });
  }

  @Test
  void refusesAStopThatWouldFireAtOnce() {
    Commitment commitment =
        rig.commit(
            Rig.WIDE,
            PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x")
                .withExits(Exits.stop(Price.of("51000"))));
    assertThat(commitment.judgement().denials())
        .extracting(Clearance.Denied::text)
        .containsExactly("EXIT_ON_WRONG_SIDE symbol=BTC stop=51000 entry=50000");
  }

  @Test
  void namesAnUnknownSymbolAsTheStrategysMistake() {
    Commitment commitment = rig.commit(Rig.WIDE, new ClosePosition("DOGE", "x"));
    assertThat(commitment.judgement().kind()).isEqualTo(Kind.INVALID);
    assertThat(commitment.judgement().problem())
        .isEqualTo("action 1: unknown symbol 'DOGE', known are [BTC, ETH]");
  }

  @Test
  void cancelsEveryWorkingOrderOfTheSymbol() {
    rig.trade(
        PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(Price.of("49000")), "a"),
        PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(Price.of("48000")), "b"),
        PlaceOrder.buy("ETH", OrderSize.of("0.1"), OrderTerms.limit(Price.of("1900")), "c"));
    assertThat(rig.account().openOrders()).hasSize(3);
    assertThat(rig.trade(new CancelAll("BTC", "x")).result()).isEqualTo(SendReport.Result.EXECUTED);
    assertThat(rig.account().openOrders()).extracting(it -> it.symbol()).containsExactly("ETH");
  }

  @Nested
  class Amending {
    private final String id =
        place(
            PlaceOrder.buy("BTC", OrderSize.of("0.02"), OrderTerms.limit(Price.of("49000")), "x"));

    @Test
    void reservesTheLargerOfBothUntilTheVenueHasTakenIt() {
      Commitment commitment = rig.commit(Rig.WIDE, amend("48000.5", "0.03"));
      assertThat(rig.memory.entries().getLast()).isInstanceOf(AccountEntry.Amending.class);
      assertThat(working().reserved()).isEqualTo(Quantity.of("0.03"));
      assertThat(working().remaining()).isEqualTo(Quantity.of("0.02"));
      assertThat(rig.send(commitment).result()).isEqualTo(SendReport.Result.EXECUTED);
      assertThat(working().spec().terms()).isEqualTo(OrderTerms.limit(Price.of("48000")));
      assertThat(working().remaining()).isEqualTo(Quantity.of("0.03"));
      assertThat(rig.account().openOrders())
          .extracting(OpenOrder::clientOrderId)
          .containsExactly(id);
    }

    @Test
    void isJudgedAsTheOrderItBecomes() {
      Commitment commitment = rig.commit(Rig.WIDE, amend("48000", "0.3"));
      assertThat(commitment.judgement().denials())
          .extracting(Clearance.Denied::reason)
          .containsExactly(DenialReason.POSITION_EXCEEDS_CAP);
      assertThat(working().reserved()).isEqualTo(Quantity.of("0.02"));
    }

    @Test
    void doesNotCountAsAPlacedOrder() {
      rig.trade(amend("48000", "0.01"));
      assertThat(rig.desk.state().ordersOnDayOf(rig.timeline.nowMillis())).isEqualTo(1);
    }

    @Test
    void ofAnOrderThatHasFilledIsRejected() {
      rig.venue.fill(new ClientOrderId(id), Quantity.of("0.02"), Price.of("49000"));
      Commitment commitment = rig.commit(Rig.WIDE, amend("48000", "0.02"));
      assertThat(commitment.judgement().kind()).isEqualTo(Kind.NOTHING);
      assertThat(commitment.judgement().gone()).containsExactly(new ClientOrderId(id));
      assertThat(rig.send(commitment).result()).isEqualTo(SendReport.Result.REJECTED);
    }

    @Test
    void thatCameTooLateLeavesTheOrderAsItWas() {
      Commitment commitment = rig.commit(Rig.WIDE, amend("48000", "0.03"));
      rig.processNow = rig.processNow.plusSeconds(60);
      assertThat(rig.send(commitment).result()).isEqualTo(SendReport.Result.DENIED);
      assertThat(working().reserved()).isEqualTo(Quantity.of("0.02"));
      assertThat(working().spec().terms()).isEqualTo(OrderTerms.limit(Price.of("49000")));
    }

    private AmendOrder amend(String price, String quantity) {
      return AmendOrder.both(id, Price.of(price), Quantity.of(quantity), "x");
    }

    private TrackedOrder working() {
      return rig.desk.state().working().getFirst();
    }

    private String place(PlaceOrder order) {
      rig.trade(order);
      return rig.account().openOrders().getFirst().clientOrderId();
    }
  }

  @Nested
  class SettingLeverage {
    @Test
    void isInForceOnceTheBrokerHasToldIt() {
      Commitment commitment = rig.commit(Rig.WIDE, lever(3));
      assertThat(rig.account().leverage("BTC").leverage()).isEqualTo(20);
      assertThat(rig.send(commitment).result()).isEqualTo(SendReport.Result.EXECUTED);
      assertThat(rig.account().leverage("BTC")).isEqualTo(new LeverageSetting(3, MarginMode.CROSS));
    }

    @Test
    void reservesNothingAndIsNoOrder() {
      rig.trade(lever(3));
      assertThat(rig.desk.state().working()).isEmpty();
      assertThat(rig.desk.state().ordersOnDayOf(rig.timeline.nowMillis())).isZero();
    }

    @Test
    void aboveTheCapDeniesTheWholeDecision() {
      PlaceOrder order = PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x");
      Commitment commitment = rig.commit(Rig.WIDE, order, lever(6));
      assertThat(commitment.judgement().denials())
          .extracting(Clearance.Denied::text)
          .containsExactly("LEVERAGE_EXCEEDS_CAP symbol=BTC leverage=6 cap=5");
      assertThat(commitment.sends()).isFalse();
    }

    @Test
    void ofAModeIsLockedByAPosition() {
      rig.trade(PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x"));
      assertThat(
              rig.commit(Rig.WIDE, new SetLeverage("BTC", 3, MarginMode.ISOLATED, "x"))
                  .judgement()
                  .denials())
          .extracting(Clearance.Denied::reason)
          .containsExactly(DenialReason.MARGIN_MODE_LOCKED);
    }

    @Test
    void isNotRaisedWhileTheDeskCloses() {
      rig.trade(lever(3));
      rig.desk.closing(true);
      assertThat(rig.commit(Rig.WIDE, lever(4)).judgement().denials())
          .extracting(Clearance.Denied::reason)
          .containsExactly(DenialReason.TRADING_REDUCING);
      assertThat(rig.trade(lever(2)).result()).isEqualTo(SendReport.Result.EXECUTED);
    }

    private SetLeverage lever(int leverage) {
      return new SetLeverage("BTC", leverage, MarginMode.CROSS, "x");
    }
  }

  @Test
  void carriesOutADecisionAtMostOnce() {
    PlaceOrder order = PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x");
    Proposal proposal = Proposal.of("once", "test", List.of(order), Rig.WIDE, rig.market);
    rig.send(rig.desk.commit(proposal, Rig.Decided::new));
    assertThat(rig.desk.commit(proposal, Rig.Decided::new).judgement().denials())
        .extracting(Clearance.Denied::reason)
        .containsExactly(DenialReason.ORDER_ALREADY_PLACED);
  }

  @Test
  void haltsWhenTheAccountIsLiquidated() {
    rig.tell(new BrokerEvent.Liquidated("l1", "BTC", "gone", rig.timeline.now()));
    PlaceOrder order = PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.market(), "x");
    assertThat(rig.commit(Rig.WIDE, order).judgement().denials())
        .extracting(Clearance.Denied::reason)
        .containsExactly(DenialReason.TRADING_HALTED);
    rig.desk.clearHalt();
    assertThat(rig.commit(Rig.WIDE, order).judgement().kind()).isEqualTo(Kind.CLEARED);
  }

  @Test
  void isTheFoldOfItsJournal() {
    rig.trade(TargetPosition.of("BTC", Quantity.of("0.02"), "long"));
    rig.market = rig.market.with("BTC", 51_000);
    rig.pass(Duration.ofDays(1));
    rig.trade(TargetPosition.of("BTC", Quantity.of("-0.01"), "short"));
    AccountBook again = AccountBook.restore(rig.memory.history(Rig.DEPLOYMENT));
    assertThat(again.state())
        .usingRecursiveComparison()
        .ignoringFields("valuation")
        .isEqualTo(rig.desk.state());
    assertThat(rig.desk.state().dayStartEquity(rig.timeline.nowMillis()))
        .contains(Usd.of("10019.55"));
  }
}
