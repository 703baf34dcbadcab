package dev.orrery.broker.hyperliquid.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.Cloid;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OrdersTest {
  private static final int REMEMBERED = 3;

  private final Orders orders = new Orders(_ -> {}, REMEMBERED);

  private VenueOrder order(int number) {
    return orders.placing(
        new OrderSpec(
            id(number),
            "BTC",
            Side.SELL,
            Quantity.of("1"),
            OrderTerms.market(),
            true,
            Optional.empty(),
            ""));
  }

  private static ClientOrderId id(int number) {
    return ClientOrderId.of("test", "order", number, 0, 0);
  }

  private static ClientOrderId other(int number) {
    return ClientOrderId.of("test", "other name", number, 0, 0);
  }

  private ClientOrderId known(int number) {
    return orders.idOf(0, new Cloid(other(number).value()));
  }

  @Test
  void forgetsTheNamesOfAnOrderWithTheOrder() {
    for (int number = 0; number < 10; number++) {
      VenueOrder order = order(number);
      orders.alias(other(number), order);
      order.ended = true;
    }

    assertThat(known(9)).isEqualTo(id(9));
    assertThat(known(7)).isEqualTo(id(7));
    assertThat(known(6)).as("forgotten, so a stranger").isEqualTo(other(6));
    assertThat(known(0)).isEqualTo(other(0));
  }

  @Test
  void knowsWhatHasFilledInAllWhenTheVenueSaysSoOfOneNumber() {
    VenueOrder order = order(1);
    order.numbered(7);
    order.filled(7, new BigDecimal("0.4"));
    assertThat(order.filledWith(7, new BigDecimal("0.7"))).isEqualByComparingTo("0.7");
    order.numbered(8);
    order.filled(8, new BigDecimal("0.1"));
    assertThat(order.filledWith(8, new BigDecimal("0.2"))).isEqualByComparingTo("0.6");
    order.filled(7, new BigDecimal("0.3"));
    assertThat(order.filledWith(8, new BigDecimal("0.2")))
        .as("told late")
        .isEqualByComparingTo("0.9");
  }
}
