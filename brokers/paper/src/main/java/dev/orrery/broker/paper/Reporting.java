package dev.orrery.broker.paper;

import dev.orrery.api.value.Price;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.MarginView;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.broker.VenueReport.VenueOrder;
import dev.orrery.executor.broker.VenueReport.VenuePosition;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Tells what the account is. Confined to the broker's lock. */
final class Reporting {
  private final Exchange exchange;
  private final Solvency solvency;

  Reporting(Exchange exchange, Solvency solvency) {
    this.exchange = exchange;
    this.solvency = solvency;
  }

  VenueReport report(ReportRequest request, Instant at) {
    Map<ClientOrderId, OrderFate> asked = new HashMap<>();
    for (ClientOrderId id : request.orders()) {
      asked.put(id, fate(id));
    }
    return new VenueReport(
        at,
        exchange.account.balance(),
        positions(),
        exchange.account.working().stream().map(Reporting::order).toList(),
        asked,
        since(exchange.account.fills(), Fill::at, request.since()),
        since(exchange.account.deposits(), BrokerEvent::at, request.since()),
        since(exchange.account.funding(), BrokerEvent::at, request.since()));
  }

  /** The newest of them, oldest first: what is remembered is in the order of time. */
  private static <T> List<T> since(Iterable<T> newestFirst, Function<T, Instant> at, Instant from) {
    List<T> newest = new ArrayList<>();
    for (T each : newestFirst) {
      if (at.apply(each).isBefore(from)) {
        break;
      }
      newest.add(each);
    }
    return newest.reversed();
  }

  List<VenuePosition> positions() {
    MarginView view = solvency.view();
    List<VenuePosition> positions = new ArrayList<>(view.holdings().size());
    for (Holding holding : view.holdings()) {
      positions.add(
          new VenuePosition(
              holding.symbol(),
              holding.position().quantity(),
              holding.position().averageEntry(),
              holding.leverage(),
              holding.mode(),
              liquidation(view, holding)));
    }
    return positions;
  }

  private Optional<Price> liquidation(MarginView view, Holding holding) {
    boolean priced = !Double.isNaN(exchange.marks.of(holding.symbol()));
    return priced ? view.liquidationPrice(holding) : Optional.empty();
  }

  private static VenueOrder order(WorkingOrder order) {
    return new VenueOrder(
        order.id(),
        PaperAccount.venueOrderId(order.id()),
        order.symbol(),
        order.side(),
        order.spec().terms(),
        order.remaining(),
        order.spec().reduceOnly(),
        order.placedAt);
  }

  private OrderFate fate(ClientOrderId id) {
    WorkingOrder order = exchange.account.working(id);
    if (order != null) {
      return new OrderFate.Working(PaperAccount.venueOrderId(id), order.remaining());
    }
    PaperAccount.Ending ending = exchange.account.ending(id);
    return ending == null
        ? new OrderFate.NeverSeen()
        : new OrderFate.Final(ending.venueOrderId(), ending.reason(), ending.detail());
  }
}
