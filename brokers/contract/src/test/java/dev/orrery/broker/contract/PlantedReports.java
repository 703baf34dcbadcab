package dev.orrery.broker.contract;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.broker.VenueReport.VenueOrder;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reports with a mistake in them. */
final class PlantedReports {
  private PlantedReports() {}

  static VenueReport spoil(
      VenueReport told, ReportRequest request, Planted planted, Instant openedAt) {
    Map<ClientOrderId, OrderFate> asked = new HashMap<>(told.asked());
    List<Fill> fills = new ArrayList<>(told.fills());
    List<VenueOrder> open = new ArrayList<>(told.openOrders());
    List<BrokerEvent.Deposited> deposits = new ArrayList<>(told.deposits());
    switch (planted) {
      case ONE_FATE_ONLY -> asked.keySet().retainAll(asked.keySet().stream().limit(1).toList());
      case SESSION_FATES_ONLY ->
          asked.replaceAll((id, fate) ->
              fate instanceof OrderFate.Final && isOfBefore(id, told, openedAt)
                  ? new OrderFate.NeverSeen()
                  : fate);
      case SESSION_FILLS_ONLY -> fills.removeIf(fill -> !fill.at().isAfter(openedAt));
      case FILLS_CUT -> fills.subList(0, Math.max(0, fills.size() - 3)).clear();
      case FILLS_NEWEST_FIRST -> java.util.Collections.reverse(fills);
      case DEPOSITS_UNLISTED -> deposits.clear();
      case NO_REMAINDER -> open.replaceAll(order -> shown(order, order.terms(), Quantity.of("2")));
      case ORIGINAL_TERMS ->
          open.replaceAll(
              order -> shown(order, OrderTerms.limit(Price.of("900")), order.remaining()));
      default -> {}
    }
    return new VenueReport(
        told.at(), told.balance(), told.positions(), open, asked, fills, deposits, told.funding());
  }

  private static boolean isOfBefore(ClientOrderId id, VenueReport told, Instant openedAt) {
    return told.fills().stream()
        .filter(fill -> fill.clientOrderId().equals(id))
        .noneMatch(fill -> fill.at().isAfter(openedAt));
  }

  private static VenueOrder shown(VenueOrder order, OrderTerms terms, Quantity remaining) {
    return new VenueOrder(
        order.id(),
        order.venueOrderId(),
        order.symbol(),
        order.side(),
        terms,
        remaining,
        order.reduceOnly(),
        order.placedAt());
  }
}
