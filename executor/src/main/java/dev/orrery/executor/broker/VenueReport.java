package dev.orrery.executor.broker;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the venue says about an account. All of it is of one moment: whatever moved the balance or a
 * position since the instant asked for is among the fills, the deposits or the funding, and what is
 * among them has moved it. A broker that asks several endpoints asks for the fills before and after
 * the positions, again while the two differ.
 *
 * @param at the venue's time of it, on the timeline
 * @param balance settled cash
 * @param positions open positions
 * @param openOrders working orders, ours and those placed elsewhere
 * @param asked the fate of each order that was asked for, of every one
 * @param fills since the instant asked for, oldest first
 * @param deposits since the instant asked for, oldest first, under the ids they are told by
 * @param funding since the instant asked for, oldest first, under the ids it is told by
 */
public record VenueReport(
    Instant at,
    Usd balance,
    List<VenuePosition> positions,
    List<VenueOrder> openOrders,
    Map<ClientOrderId, OrderFate> asked,
    List<Fill> fills,
    List<BrokerEvent.Deposited> deposits,
    List<BrokerEvent.FundingPaid> funding) {
  /** Copies. */
  public VenueReport {
    positions = List.copyOf(positions);
    openOrders = List.copyOf(openOrders);
    asked = Map.copyOf(asked);
    fills = List.copyOf(fills);
    deposits = List.copyOf(deposits);
    funding = List.copyOf(funding);
  }

  /** One open position. */
  public record VenuePosition(
      String symbol,
      Quantity quantity,
      Price averageEntry,
      int leverage,
      MarginMode mode,
      Optional<Price> liquidationPrice) {}

  /**
   * One working order.
   *
   * @param id ours, or {@link ClientOrderId#ofVenue} of an order placed elsewhere
   * @param venueOrderId the venue's id
   * @param symbol instrument
   * @param side buy or sell
   * @param terms as they stand, amendments included
   * @param remaining base units that may still fill
   * @param reduceOnly may only shrink a position
   * @param placedAt timeline instant
   */
  public record VenueOrder(
      ClientOrderId id,
      String venueOrderId,
      String symbol,
      Side side,
      OrderTerms terms,
      Quantity remaining,
      boolean reduceOnly,
      Instant placedAt) {}

  /** What became of one order. */
  public sealed interface OrderFate {
    /** It works. */
    record Working(String venueOrderId, Quantity remaining) implements OrderFate {}

    /**
     * It is final. {@code FILLED} is said only once all its fills can be told and are in reports.
     */
    record Final(String venueOrderId, BrokerEvent.CloseReason reason, String detail)
        implements OrderFate {}

    /** The venue does not know it (yet). */
    record NeverSeen() implements OrderFate {}
  }
}
