package dev.orrery.executor.broker;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the venue says about an account.
 *
 * @param at the venue's time of it, on the timeline
 * @param balance settled cash
 * @param positions open positions
 * @param openOrders working orders, ours and foreign
 * @param asked the fate of each order that was asked for
 * @param fills fills since the instant asked for, oldest first
 */
public record VenueReport(
    Instant at,
    Usd balance,
    List<VenuePosition> positions,
    List<VenueOrder> openOrders,
    Map<ClientOrderId, OrderFate> asked,
    List<Fill> fills) {
  /** Copies. */
  public VenueReport {
    positions = List.copyOf(positions);
    openOrders = List.copyOf(openOrders);
    asked = Map.copyOf(asked);
    fills = List.copyOf(fills);
  }

  /** One open position. */
  public record VenuePosition(
      String symbol,
      Quantity quantity,
      Price averageEntry,
      int leverage,
      MarginMode mode,
      Optional<Price> liquidationPrice) {}

  /** One working order; {@code foreign} when its id is not one of ours. */
  public record VenueOrder(
      OrderSpec spec, String venueOrderId, Quantity remaining, boolean foreign, Instant placedAt) {}

  /** What became of one order. */
  public sealed interface OrderFate {
    /** It works. */
    record Working(String venueOrderId, Quantity remaining) implements OrderFate {}

    /** It is final. */
    record Final(String venueOrderId, BrokerEvent.CloseReason reason, String detail)
        implements OrderFate {}

    /** The venue does not know it (yet). */
    record NeverSeen() implements OrderFate {}
  }
}
