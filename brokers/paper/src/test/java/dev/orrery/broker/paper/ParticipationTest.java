package dev.orrery.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenth of the volume, worked out by hand: each bar of the rig has 100, so 10 may be ours. */
final class ParticipationTest {
  private static final OrderTerms MARKET = OrderTerms.market();

  private final PaperRig rig = new PaperRig(tenth().build());

  private static PaperSettings.Builder tenth() {
    return PaperSettings.builder()
        .startCash(Usd.of(1_000_000))
        .makerFee("0")
        .takerFee("0")
        .slippageBps("0")
        .hourlyFundingRate("0")
        .participation("0.1");
  }

  private List<String> fills(PaperRig of) {
    return of.told(BrokerEvent.OrderFilled.class).stream()
        .map(BrokerEvent.OrderFilled::fill)
        .map(fill -> fill.quantity() + " at " + fill.price() + (fill.maker() ? " maker" : ""))
        .toList();
  }

  private CloseReason ending(OrderSpec order) {
    return rig.told(BrokerEvent.OrderClosed.class).stream()
        .filter(event -> event.clientOrderId().equals(order.id()))
        .map(BrokerEvent.OrderClosed::reason)
        .findFirst()
        .orElseThrow();
  }

  private static OrderTerms limit(String price) {
    return OrderTerms.limit(Price.of(price));
  }

  @Test
  void theRestOfAMarketOrderIsGone() {
    rig.bar("BTC", 100, 100, 100, 100);
    OrderSpec order = rig.order("BTC", Side.BUY, "25", MARKET);
    OrderOutcome.Accepted outcome = (OrderOutcome.Accepted) rig.place(order).getFirst();
    assertThat(outcome.fill())
        .isNotNull()
        .satisfies(
            fill -> assertThat(fill.quantity() + " at " + fill.price()).isEqualTo("10 at 100"));
    assertThat(fills(rig)).containsExactly("10 at 100");
    assertThat(ending(order)).isEqualTo(CloseReason.IOC_REMAINDER);
    // Nothing of this bar is left.
    assertThat(rig.place(rig.order("BTC", Side.BUY, "1", MARKET)).getFirst())
        .isInstanceOfSatisfying(
            OrderOutcome.Rejected.class,
            it -> assertThat(it.venueReason()).startsWith("Order could not immediately match"));
    rig.bar("BTC", 100, 100, 100, 100);
    rig.place(rig.order("BTC", Side.BUY, "7", MARKET));
    assertThat(rig.held("BTC")).isEqualTo(Quantity.of("17"));
    assertThat(rig.differences()).isEmpty();
  }

  @Test
  void theRestOfARestingOrderRestsOn() {
    rig.bar("BTC", 100, 100, 100, 100);
    rig.place(rig.order("BTC", Side.BUY, "25", limit("99")));
    rig.bar("BTC", 100, 100, 98, 100).bar("BTC", 100, 100, 99, 100);
    assertThat(fills(rig)).containsExactly("10 at 99 maker"); // the second bar only touches it
    rig.bar("BTC", 100, 100, 98, 100).bar("BTC", 100, 100, 98, 100);
    assertThat(fills(rig)).containsExactly("10 at 99 maker", "10 at 99 maker", "5 at 99 maker");
    assertThat(rig.differences()).isEmpty();
  }

  @Test
  void severalOrdersShareTheVolumeOfABar() {
    rig.bar("BTC", 100, 100, 100, 100);
    rig.place(
        rig.order("BTC", Side.BUY, "6", limit("99")), rig.order("BTC", Side.BUY, "6", limit("98")));
    rig.bar("BTC", 100, 100, 97, 100);
    assertThat(fills(rig)).containsExactly("6 at 99 maker", "4 at 98 maker");
  }

  @Test
  void anOrderInsideTheMarketTakesItsShareAndRests() {
    rig.bar("BTC", 100, 100, 100, 100);
    rig.place(rig.order("BTC", Side.BUY, "15", limit("101")));
    assertThat(fills(rig)).containsExactly("10 at 100");
    rig.bar("BTC", 100, 100, 100, 100);
    assertThat(fills(rig)).containsExactly("10 at 100", "5 at 101 maker");
  }

  @Test
  void anImmediateOrderIsCancelledForTheRest() {
    rig.bar("BTC", 100, 100, 100, 100);
    OrderSpec order =
        rig.order("BTC", Side.BUY, "15", new OrderTerms.Limit(Price.of("101"), TimeInForce.IOC));
    rig.place(order);
    assertThat(fills(rig)).containsExactly("10 at 100");
    assertThat(ending(order)).isEqualTo(CloseReason.IOC_REMAINDER);
  }

  @Test
  void aStopSellsItsShareAndIsGone() {
    rig.bar("BTC", 100, 100, 100, 100);
    rig.place(rig.order("BTC", Side.BUY, "10", MARKET));
    rig.bar("BTC", 100, 100, 100, 100);
    rig.place(rig.order("BTC", Side.BUY, "5", MARKET));
    OrderSpec stop = rig.reducing("BTC", Side.SELL, "15", OrderTerms.stop(Price.of("95")));
    rig.place(stop);
    rig.bar("BTC", 96, 96, 94, 95);
    assertThat(fills(rig)).containsExactly("10 at 100", "5 at 100", "10 at 95");
    assertThat(ending(stop)).isEqualTo(CloseReason.IOC_REMAINDER);
    assertThat(rig.held("BTC")).isEqualTo(Quantity.of("5"));
  }

  @Test
  void tradesCountForTheirMinute() {
    long minute = PaperRig.START + 60_000;
    rig.trade("BTC", minute, 100, 30).trade("BTC", minute + 30_000, 100, 20);
    rig.place(rig.order("BTC", Side.BUY, "9", MARKET));
    assertThat(fills(rig)).containsExactly("5 at 100");
    rig.trade("BTC", minute + 60_000, 100, 20);
    rig.place(rig.order("BTC", Side.BUY, "9", MARKET));
    assertThat(fills(rig)).containsExactly("5 at 100", "2 at 100");
  }

  /** 20 bps of 95 is 0.19: sold at 94.81, which is 94.8 for this instrument. */
  @Test
  void stopsMaySlipMoreThanOthers() {
    PaperRig slippery = new PaperRig(tenth().participation("1").stopSlippageBps("20").build());
    slippery.bar("BTC", 100, 100, 100, 100);
    slippery.place(slippery.order("BTC", Side.BUY, "5", MARKET));
    slippery.place(slippery.reducing("BTC", Side.SELL, "5", OrderTerms.stop(Price.of("95"))));
    slippery.bar("BTC", 96, 96, 94, 95);
    assertThat(fills(slippery)).containsExactly("5 at 100", "5 at 94.8");
  }

  /** Whatever is ordered, fills of a bar never exceed its share, and sums agree. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void neverExceedsItsShare(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double price = 100;
    rig.bar("BTC", price, price, price, price);
    for (int bar = 0; bar < 120; bar++) {
      int before = rig.told(BrokerEvent.OrderFilled.class).size();
      int orders = random.nextInt(4);
      double close = Math.round((price + random.nextDouble(-3, 3)) * 10) / 10.0;
      double high = Math.round((Math.max(price, close) + random.nextDouble(2)) * 10) / 10.0;
      double low = Math.round((Math.min(price, close) - random.nextDouble(2)) * 10) / 10.0;
      rig.bar("BTC", price, high, low, close);
      price = close;
      for (int i = 0; i < orders; i++) {
        rig.place(order(random, price));
      }
      List<Fill> fills =
          rig.told(BrokerEvent.OrderFilled.class).stream()
              .map(BrokerEvent.OrderFilled::fill)
              .skip(before)
              .toList();
      BigDecimal sum =
          fills.stream()
              .filter(fill -> !fill.liquidation())
              .map(fill -> fill.quantity().value())
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(sum).as("seed %d bar %d", seed, bar).isLessThanOrEqualTo(BigDecimal.TEN);
    }
    BigDecimal held =
        rig.told(BrokerEvent.OrderFilled.class).stream()
            .map(event -> event.fill().signedQuantity().value())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(rig.held("BTC").value()).isEqualByComparingTo(held);
    assertThat(rig.differences()).isEmpty();
    assertThat(rig.told(BrokerEvent.OrderFilled.class)).hasSizeGreaterThan(60);
  }

  private OrderSpec order(SplittableRandom random, double price) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    String quantity = String.valueOf(1 + random.nextInt(20));
    double away = random.nextDouble(-1, 3) * side.sign();
    Price limit = Price.of(Math.round((price - away) * 10) / 10.0);
    return switch (random.nextInt(5)) {
      case 0 -> rig.order("BTC", side, quantity, MARKET);
      case 1 -> rig.order("BTC", side, quantity, OrderTerms.stop(limit));
      case 2 -> rig.order("BTC", side, quantity, new OrderTerms.Limit(limit, TimeInForce.IOC));
      default -> rig.order("BTC", side, quantity, OrderTerms.limit(limit));
    };
  }
}
