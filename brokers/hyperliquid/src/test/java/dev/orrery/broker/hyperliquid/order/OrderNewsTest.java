package dev.orrery.broker.hyperliquid.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.market.MarketDirectory;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.info.AssetMeta;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Meta;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.testing.SettableClock;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The end of an order that is learned by asking, because its news was lost. */
final class OrderNewsTest {
  private static final ClientOrderId ID = ClientOrderId.of("test", "order", 1, 0, 0);
  private static final long OID = 7;

  private final WallTimeline timeline = new WallTimeline(new SettableClock(1_764_000_000_000L));
  private final List<BrokerEvent> told = new ArrayList<>();
  private final Steps steps = new Steps();
  private final Venue venue =
      new Venue(
          new Orders(told::add, 100),
          new ModelVenue(new Random(1), timeline::now),
          new OrderWords(OrderSettings.DEFAULTS, _ -> 1_000),
          MarketDirectory.of(
              new Meta(
                  List.of(new AssetMeta("BTC", 3, 40, null, null, null, null, null, null)),
                  null,
                  0)),
          timeline,
          OrderSettings.DEFAULTS);
  private final Exits exits = new Exits(venue.orders(), timeline::now);
  private final Refresh refresh = new Refresh(venue, exits, steps);
  private int asked;
  private Runnable listed = () -> {};
  private final OrderNews news =
      new OrderNews(
          venue,
          exits,
          refresh,
          this::refilled,
          new ExitNews(venue, exits, refresh, this::refilled, () -> steps.nanos));

  private void refilled(Runnable answered) {
    asked++;
    listed.run();
    answered.run();
  }

  @Test
  void endsWithWhatItHasWhenItWasCutToItsPosition() {
    VenueOrder order = placed();
    news.filled(fill("f1", "0.01"), cloid(), OID);

    news.learned(order, "filled", over("0"), timeline.now());
    assertThat(order.ended).as("the rest may be on its way").isFalse();
    untilNothingIsDue();

    assertThat(asked).isEqualTo(3);
    assertThat(closed())
        .extracting(BrokerEvent.OrderClosed::reason)
        .containsExactly(CloseReason.REDUCE_ONLY);
    assertThat(order.filled).isEqualByComparingTo("0.01");
  }

  @Test
  void waitsForTheFillsThatTheVenueListsLate() {
    VenueOrder order = placed();
    news.filled(fill("f1", "0.01"), cloid(), OID);
    listed =
        () -> {
          if (asked == 2) {
            news.filled(fill("f2", "0.01"), cloid(), OID);
          }
        };

    news.learned(order, "filled", over("0"), timeline.now());
    untilNothingIsDue();

    assertThat(asked).isEqualTo(2);
    assertThat(closed())
        .extracting(BrokerEvent.OrderClosed::reason)
        .containsExactly(CloseReason.FILLED);
  }

  @Test
  void isOverAtOnceWhenAllOfItWasTold() {
    VenueOrder order = placed();
    news.filled(fill("f1", "0.01"), cloid(), OID);
    news.filled(fill("f2", "0.01"), cloid(), OID);

    news.learned(order, "filled", over("0"), timeline.now());
    news.learned(order, "filled", over("0"), timeline.now());
    untilNothingIsDue();

    assertThat(asked).isZero();
    assertThat(closed()).hasSize(1);
  }

  private VenueOrder placed() {
    VenueOrder order =
        venue
            .orders()
            .placing(
                new OrderSpec(
                    ID,
                    "BTC",
                    Side.SELL,
                    Quantity.of("0.02"),
                    OrderTerms.market(),
                    true,
                    Optional.empty(),
                    ""));
    venue.orders().number(order, OID);
    return order;
  }

  private static Cloid cloid() {
    return new Cloid(ID.value());
  }

  private Fill fill(String id, String size) {
    return new Fill(
        id,
        ID,
        "BTC",
        Side.SELL,
        Price.of("1000"),
        Quantity.of(size),
        Usd.ZERO,
        false,
        false,
        timeline.now());
  }

  /** The venue's word of it, with the size that it was sent with. */
  private static DetailedOrder over(String left) {
    return new DetailedOrder(
        "BTC",
        BookSide.ASK,
        new BigDecimal("1000"),
        new BigDecimal(left),
        OID,
        0,
        "",
        false,
        BigDecimal.ZERO,
        List.of(),
        false,
        true,
        "",
        new BigDecimal("0.02"),
        null,
        cloid());
  }

  private void untilNothingIsDue() {
    steps.nanos = Long.MAX_VALUE / 4;
    while (steps.step()) {
      steps.nanos += Long.MAX_VALUE / 64;
    }
  }

  private List<BrokerEvent.OrderClosed> closed() {
    return told.stream()
        .filter(BrokerEvent.OrderClosed.class::isInstance)
        .map(BrokerEvent.OrderClosed.class::cast)
        .toList();
  }
}
