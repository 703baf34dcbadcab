package dev.orrery.executor.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.TestMarket;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RiskGateTest {
  /** The tiny-test template, with a cap by the minute. */
  private static final RiskCaps TINY =
      new RiskCaps(
          new BigDecimal("2"),
          new BigDecimal("2"),
          4,
          2,
          BigDecimal.ONE,
          BigDecimal.TEN,
          Set.of("BTC"),
          BigDecimal.TEN,
          new BigDecimal("5"));

  private static final Instant NOW = Instant.ofEpochMilli(TestMarket.START);

  private final AccountBook book = new AccountBook();
  private TestMarket market = TestMarket.standard();
  private TradingState state = TradingState.ACTIVE;
  private int orders;

  RiskGateTest() {
    book.apply(told(new BrokerEvent.Deposited("d", Usd.of(10_000), NOW)));
  }

  @Test
  void clearsWhatFitsTheCaps() {
    assertThat(gate(TINY).place(buy("0.004"))).isInstanceOf(Clearance.Cleared.class);
  }

  @Test
  void deniesWhatExceedsThePositionCapNamingBothValues() {
    assertThat(gate(TINY).place(buy("0.00401")).text())
        .isEqualTo("POSITION_EXCEEDS_CAP symbol=BTC notional=200.5 cap=200");
  }

  @Test
  void judgesEachOrderAfterTheOnesBeforeIt() {
    RiskGate gate = gate(TINY);
    assertThat(gate.place(buy("0.003"))).isInstanceOf(Clearance.Cleared.class);
    assertThat(reason(gate.place(buy("0.002")))).isEqualTo(DenialReason.POSITION_EXCEEDS_CAP);
    assertThat(gate.place(buy("0.001"))).isInstanceOf(Clearance.Cleared.class);
  }

  @Test
  void countsWorkingOrdersAsFilled() {
    intend(buy("0.003"));
    assertThat(reason(gate(TINY).place(buy("0.002")))).isEqualTo(DenialReason.POSITION_EXCEEDS_CAP);
  }

  @Test
  void anOrderOfTheOtherSideThatOnlyShrinksPassesTheCaps() {
    hold("0.1");
    OrderSpec sell = order(Side.SELL, "0.05", OrderTerms.market(), false);
    assertThat(gate(TINY).place(sell)).isInstanceOf(Clearance.Cleared.class);
  }

  @Test
  void deniesSymbolsThatAreNotAllowed() {
    OrderSpec eth =
        new OrderSpec(
            id(),
            "ETH",
            Side.BUY,
            Quantity.of("0.01"),
            OrderTerms.market(),
            false,
            Optional.empty(),
            "");
    assertThat(gate(TINY).place(eth).text()).isEqualTo("SYMBOL_NOT_ALLOWED symbol=ETH allowed=BTC");
  }

  @Test
  void deniesOpensOnAStaleOrUnseenMark() {
    market = market.confirmedAt("BTC", TestMarket.START - 30_000);
    assertThat(gate(TINY).place(buy("0.001"))).isInstanceOf(Clearance.Cleared.class);
    market = market.confirmedAt("BTC", TestMarket.START - 30_001);
    assertThat(gate(TINY).place(buy("0.001")).text())
        .isEqualTo("MARK_STALE symbol=BTC ageMillis=30001 limitMillis=30000");
    market = market.without("BTC");
    assertThat(gate(TINY).place(buy("0.001")).text()).isEqualTo("MARK_STALE symbol=BTC age=never");
  }

  @Test
  void deniesWhatIsTooSmall() {
    assertThat(gate(TINY).place(buy("0.00019")).text())
        .isEqualTo("NOTIONAL_BELOW_MINIMUM symbol=BTC notional=9.5 minimum=10");
  }

  @Test
  void deniesOneOrderThatIsLargerThanTheVenueTakes() {
    assertThat(gate(TINY).place(buy("600.1")).text())
        .isEqualTo("NOTIONAL_ABOVE_MAXIMUM symbol=BTC notional=30005000 maximum=30000000");
    OrderSpec limit = order(Side.BUY, "600.1", OrderTerms.limit(Price.of("50000")), false);
    assertThat(reason(gate(TINY).place(limit))).isEqualTo(DenialReason.POSITION_EXCEEDS_CAP);
  }

  @Test
  void leavesALargeCloseToTheVenue() {
    hold("700");
    OrderSpec close = order(Side.SELL, "700", OrderTerms.market(), true);
    assertThat(gate(TINY).place(close)).isInstanceOf(Clearance.Cleared.class);
  }

  @Test
  void deniesOrdersOverTheCountCaps() {
    intend(buy("0.0005"));
    intend(buy("0.0005"));
    assertThat(reason(gate(TINY).place(buy("0.0005"))))
        .isEqualTo(DenialReason.ORDERS_PER_MINUTE_EXCEEDED);
    assertThat(gateAt(TINY, TestMarket.START + 60_000).place(buy("0.0005")))
        .isInstanceOf(Clearance.Cleared.class);
    intend(buy("0.0005"));
    intend(buy("0.0005"));
    assertThat(reason(gateAt(TINY, TestMarket.START + 60_000).place(buy("0.0005"))))
        .isEqualTo(DenialReason.ORDERS_PER_DAY_EXCEEDED);
    assertThat(reason(gateAt(TINY, TestMarket.START + 86_400_000).place(buy("0.0005"))))
        .isEqualTo(DenialReason.MARK_STALE);
  }

  @Test
  void deniesOpensWithoutEquity() {
    book.apply(told(new BrokerEvent.Deposited("out", Usd.of(-10_000), NOW)));
    assertThat(reason(gate(TINY).place(buy("0.001")))).isEqualTo(DenialReason.EQUITY_NOT_POSITIVE);
  }

  @Test
  void deniesWhatTheMarginDoesNotCover() {
    book.apply(told(new BrokerEvent.LeverageChanged("BTC", 1, MarginMode.CROSS, NOW)));
    assertThat(gate(withMaxLeverage("5")).place(buy("0.3")).text())
        .isEqualTo("MARGIN_INSUFFICIENT symbol=BTC needed=15000 equity=10000");
  }

  @Test
  void judgesLeverageSettings() {
    RiskGate gate = gate(TINY);
    assertThat(gate.leverage(id(), "BTC", 1, MarginMode.ISOLATED)).isEmpty();
    assertThat(gate.leverage(id(), "BTC", 2, MarginMode.CROSS))
        .get()
        .extracting(Clearance.Denied::reason)
        .isEqualTo(DenialReason.LEVERAGE_EXCEEDS_CAP);
    assertThat(gate.leverage(id(), "BTC", 41, MarginMode.CROSS))
        .get()
        .extracting(Clearance.Denied::reason)
        .isEqualTo(DenialReason.LEVERAGE_EXCEEDS_INSTRUMENT);
    hold("0.001");
    assertThat(gate(TINY).leverage(id(), "BTC", 1, MarginMode.ISOLATED))
        .get()
        .extracting(Clearance.Denied::reason)
        .isEqualTo(DenialReason.MARGIN_MODE_LOCKED);
  }

  @Test
  void lowersLeverageInAnyTradingStateAndRaisesItOnlyWhenActive() {
    book.apply(told(new BrokerEvent.LeverageChanged("BTC", 3, MarginMode.CROSS, NOW)));
    RiskCaps caps = withMaxLeverage("5");
    for (TradingState each : List.of(TradingState.REDUCING, TradingState.HALTED)) {
      state = each;
      assertThat(gate(caps).leverage(id(), "BTC", 2, MarginMode.CROSS)).isEmpty();
      assertThat(gate(caps).leverage(id(), "BTC", 4, MarginMode.CROSS).orElseThrow().text())
          .isEqualTo("TRADING_" + each);
    }
  }

  @Test
  void judgesOrdersByTheLeverageSetBeforeThem() {
    RiskCaps caps = withMaxLeverage("5");
    RiskGate gate = gate(caps);
    gate.leverage(id(), "BTC", 1, MarginMode.CROSS);
    assertThat(gate.place(buy("0.3")).text())
        .isEqualTo("MARGIN_INSUFFICIENT symbol=BTC needed=15000 equity=10000");
    gate.leverage(id(), "BTC", 2, MarginMode.CROSS);
    assertThat(gate.place(buy("0.3"))).isInstanceOf(Clearance.Cleared.class);
  }

  @Nested
  class WhenTradingIsNotActive {
    @Test
    void deniesOpens() {
      state = TradingState.REDUCING;
      assertThat(reason(gate(TINY).place(buy("0.001")))).isEqualTo(DenialReason.TRADING_REDUCING);
      state = TradingState.HALTED;
      assertThat(reason(gate(TINY).place(buy("0.001")))).isEqualTo(DenialReason.TRADING_HALTED);
    }

    @Test
    void clearsWhatShrinksWhateverElseIsWrong() {
      hold("0.1");
      state = TradingState.HALTED;
      market = market.without("BTC");
      for (int i = 0; i < 5; i++) {
        intend(order(Side.SELL, "0.01", OrderTerms.limit(Price.of("60000")), true));
      }
      OrderSpec close = order(Side.SELL, "0.1", OrderTerms.market(), true);
      assertThat(gate(RiskCaps.CLOSE_ONLY).place(close)).isInstanceOf(Clearance.Cleared.class);
    }
  }

  @Nested
  class ReduceOnly {
    @Test
    void isDeniedWhenItWouldOpenFlipOrEnlarge() {
      assertThat(reason(gate(TINY).place(order(Side.SELL, "0.01", OrderTerms.market(), true))))
          .isEqualTo(DenialReason.REDUCE_ONLY_WOULD_INCREASE);
      hold("0.01");
      assertThat(reason(gate(TINY).place(order(Side.BUY, "0.01", OrderTerms.market(), true))))
          .isEqualTo(DenialReason.REDUCE_ONLY_WOULD_INCREASE);
      assertThat(gate(TINY).place(order(Side.SELL, "0.02", OrderTerms.market(), true)).text())
          .isEqualTo("REDUCE_ONLY_WOULD_INCREASE symbol=BTC side=SELL quantity=0.02 held=0.01");
    }

    @Test
    void closesOnceWithinADecision() {
      hold("0.01");
      RiskGate gate = gate(TINY);
      OrderSpec close = order(Side.SELL, "0.01", OrderTerms.market(), true);
      assertThat(gate.place(close)).isInstanceOf(Clearance.Cleared.class);
      assertThat(reason(gate.place(order(Side.SELL, "0.01", OrderTerms.market(), true))))
          .isEqualTo(DenialReason.REDUCE_ONLY_WOULD_INCREASE);
    }

    @Test
    void isNotBlockedByAnotherThatMayNeverArrive() {
      hold("0.01");
      intend(order(Side.SELL, "0.01", OrderTerms.market(), true));
      assertThat(gate(TINY).place(order(Side.SELL, "0.01", OrderTerms.market(), true)))
          .isInstanceOf(Clearance.Cleared.class);
    }
  }

  @Test
  void anExitNeedsItsEntry() {
    RiskGate gate = gate(TINY);
    OrderSpec entry = buy("0.004");
    OrderSpec stop = exit(entry, "0.004");
    assertThat(reason(gate.place(stop))).isEqualTo(DenialReason.EXIT_WITHOUT_ENTRY);
    gate.place(entry);
    assertThat(gate.place(stop)).isInstanceOf(Clearance.Cleared.class);
    assertThat(reason(gate.place(exit(entry, "0.005")))).isEqualTo(DenialReason.EXIT_WITHOUT_ENTRY);
  }

  @Test
  void anAmendedOrderIsJudgedAsTheOrderItBecomes() {
    OrderSpec resting = order(Side.BUY, "0.003", OrderTerms.limit(Price.of("50000")), false);
    intend(resting);
    assertThat(gate(TINY).amend(resized(resting, "0.004"))).isInstanceOf(Clearance.Cleared.class);
    assertThat(reason(gate(TINY).amend(resized(resting, "0.005"))))
        .isEqualTo(DenialReason.POSITION_EXCEEDS_CAP);
  }

  @Test
  void aPointInTheFoldCanBeComeBackTo() {
    RiskGate gate = gate(TINY);
    RiskGate.Point point = gate.point();
    gate.place(buy("0.004"));
    for (int i = 0; i < 2; i++) {
      gate.back(point);
      assertThat(gate.place(buy("0.004"))).isInstanceOf(Clearance.Cleared.class);
    }
  }

  /** Caps of so much leverage and nothing else that would deny before. */
  private static RiskCaps withMaxLeverage(String leverage) {
    return new RiskCaps(
        new BigDecimal("500"),
        new BigDecimal("500"),
        10,
        10,
        new BigDecimal(leverage),
        BigDecimal.TEN,
        Set.of("BTC"),
        BigDecimal.TEN,
        BigDecimal.TEN);
  }

  private RiskGate gate(RiskCaps caps) {
    return gateAt(caps, TestMarket.START);
  }

  private RiskGate gateAt(RiskCaps caps, long now) {
    TestMarket then = now == TestMarket.START + 60_000 ? market.at(now) : market;
    return new RiskGate(
        caps, Duration.ofSeconds(30), new AccountView(book.state(), then), state, now);
  }

  private void hold(String quantity) {
    book.apply(
        told(
            new BrokerEvent.OrderFilled(
                new Fill(
                    "fill-" + orders++,
                    id(),
                    "BTC",
                    Side.BUY,
                    Price.of("50000"),
                    Quantity.of(quantity),
                    Usd.ZERO,
                    false,
                    false,
                    NOW))));
  }

  private void intend(OrderSpec order) {
    book.apply(new AccountEntry.Intended(order, "origin", "test", 1, NOW, NOW));
  }

  private OrderSpec buy(String quantity) {
    return order(Side.BUY, quantity, OrderTerms.market(), false);
  }

  private OrderSpec order(Side side, String quantity, OrderTerms terms, boolean reduceOnly) {
    return new OrderSpec(
        id(), "BTC", side, Quantity.of(quantity), terms, reduceOnly, Optional.empty(), "");
  }

  private OrderSpec exit(OrderSpec entry, String quantity) {
    return new OrderSpec(
        id(),
        "BTC",
        Side.SELL,
        Quantity.of(quantity),
        OrderTerms.stop(Price.of("49000")),
        true,
        Optional.of(entry.id()),
        "");
  }

  private static OrderSpec resized(OrderSpec order, String quantity) {
    return new OrderSpec(
        order.id(),
        order.symbol(),
        order.side(),
        Quantity.of(quantity),
        order.terms(),
        order.reduceOnly(),
        order.entry(),
        order.label());
  }

  private ClientOrderId id() {
    return ClientOrderId.of("d", "o", orders++, 0, 0);
  }

  private static DenialReason reason(Clearance clearance) {
    return ((Clearance.Denied) clearance).reason();
  }

  private static AccountEntry told(BrokerEvent event) {
    return new AccountEntry.Told(event);
  }
}
