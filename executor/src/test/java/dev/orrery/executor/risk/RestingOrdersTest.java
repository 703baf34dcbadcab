package dev.orrery.executor.risk;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.orrery.executor.order.OrderText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestingOrdersTest {
  private static final Instant NOW = Instant.ofEpochMilli(TestMarket.START);

  private final AccountBook book = new AccountBook();
  private int orders;

  RestingOrdersTest() {
    book.apply(told(new BrokerEvent.Deposited("d", Usd.of(10_000), NOW)));
  }

  @Test
  void areLeftAloneWhileTheyFit() {
    intend(Side.BUY, "0.02", false);
    intend(Side.BUY, "0.02", false);
    assertThat(RestingOrders.overCaps(caps("20", "BTC"), view())).isEmpty();
  }

  @Test
  void areNamedFromTheOneOnThatDoesNotFitAnyMore() {
    intend(Side.BUY, "0.02", false);
    intend(Side.BUY, "0.03", false);
    intend(Side.BUY, "0.001", false);
    assertThat(RestingOrders.overCaps(caps("12", "BTC"), view()))
        .extracting(each -> OrderText.of(each.order()) + ": " + each.denied().text())
        .containsExactly(
            "BUY 0.03 BTC limit 49000 GTC: POSITION_EXCEEDS_CAP symbol=BTC notional=2500 cap=1200");
  }

  @Test
  void countWhatIsHeldAndWhatOnlyShrinksIt() {
    hold("0.05");
    OrderSpec more = intend(Side.BUY, "0.001", false);
    intend(Side.SELL, "0.05", true);
    intend(Side.SELL, "0.01", false);
    assertThat(RestingOrders.overCaps(caps("10", "BTC"), view()))
        .extracting(each -> each.order().id())
        .containsExactly(more.id());
  }

  @Test
  void areNamedWhenTheirSymbolIsNotAllowedAnyMore() {
    intend(Side.BUY, "0.001", false);
    assertThat(RestingOrders.overCaps(caps("50", "ETH"), view()))
        .extracting(each -> each.denied().reason())
        .containsExactly(DenialReason.SYMBOL_NOT_ALLOWED);
  }

  @Test
  void areNotHeldToTheRatesTheyWereCountedUnderBefore() {
    for (int i = 0; i < 5; i++) {
      intend(Side.BUY, "0.0001", false);
    }
    assertThat(RestingOrders.overCaps(caps("50", "BTC"), view())).isEmpty();
  }

  private static RiskCaps caps(String position, String symbol) {
    return new RiskCaps(
        new BigDecimal(position),
        new BigDecimal("50"),
        1,
        1,
        BigDecimal.ONE,
        BigDecimal.TEN,
        Set.of(symbol),
        BigDecimal.TEN,
        new BigDecimal("5"));
  }

  private AccountView view() {
    return new AccountView(book.state(), TestMarket.standard());
  }

  private OrderSpec intend(Side side, String quantity, boolean reduceOnly) {
    OrderSpec order =
        new OrderSpec(
            ClientOrderId.of("d", "o" + orders++, 0, 0, 0),
            "BTC",
            side,
            Quantity.of(quantity),
            OrderTerms.limit(Price.of(side == Side.BUY ? "49000" : "51000")),
            reduceOnly,
            Optional.empty(),
            "");
    book.apply(new AccountEntry.Intended(order, "o", "s", 0, NOW.plusSeconds(5), NOW));
    return order;
  }

  private void hold(String quantity) {
    book.apply(
        told(
            new BrokerEvent.OrderFilled(
                new Fill(
                    "f",
                    ClientOrderId.of("d", "held", 0, 0, 0),
                    "BTC",
                    Side.BUY,
                    Price.of("50000"),
                    Quantity.of(quantity),
                    Usd.ZERO,
                    false,
                    false,
                    NOW))));
  }

  private static AccountEntry told(BrokerEvent event) {
    return new AccountEntry.Told(event);
  }
}
