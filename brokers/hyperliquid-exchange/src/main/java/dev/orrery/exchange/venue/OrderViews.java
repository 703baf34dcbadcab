package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.Ticket;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Decimals;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Trigger;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.OpenOrder;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders as the venue tells them. */
final class OrderViews {
  private OrderViews() {}

  static DetailedOrder detailed(Market market, Order order, List<DetailedOrder> children) {
    Ticket ticket = order.ticket();
    Trigger awaits = order.awaits();
    return new DetailedOrder(
        market.coin(),
        BookSide.of(ticket.isBuy()),
        ticket.price(),
        order.left(),
        ticket.oid(),
        ticket.placed(),
        condition(order),
        awaits != null,
        awaits == null ? BigDecimal.ZERO : awaits.triggerPx(),
        children,
        ticket.wholePosition(),
        ticket.reduceOnly(),
        type(ticket),
        ticket.size(),
        tif(order),
        ticket.cloid());
  }

  static OpenOrder brief(DetailedOrder order) {
    return new OpenOrder(
        order.coin(),
        order.side(),
        order.limitPx(),
        order.sz(),
        order.oid(),
        order.timestamp(),
        order.origSz(),
        order.cloid(),
        order.reduceOnly() ? true : null);
  }

  private static String condition(Order order) {
    Ticket ticket = order.ticket();
    if (ticket.trigger() == null) {
      return "N/A";
    }
    if (order.triggered()) {
      return "Triggered";
    }
    return (ticket.firesAbove() ? "Price above " : "Price below ")
        + Decimals.wire(ticket.trigger().triggerPx());
  }

  private static String type(Ticket ticket) {
    Trigger trigger = ticket.trigger();
    if (trigger == null) {
      return ticket.tif() == Tif.FRONTEND_MARKET ? "Market" : "Limit";
    }
    String purpose = trigger.tpsl() == Tpsl.STOP_LOSS ? "Stop " : "Take Profit ";
    return purpose + (trigger.isMarket() ? "Market" : "Limit");
  }

  private static @Nullable String tif(Order order) {
    Tif tif = order.ticket().tif();
    if (tif != null) {
      return tif.wire();
    }
    Trigger trigger = order.ticket().trigger();
    return order.triggered() && trigger != null && !trigger.isMarket() ? Tif.GTC.wire() : null;
  }
}
