package dev.orrery.broker.paper;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Quantity;
import dev.orrery.market.MarketEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Matches resting orders with public trades. A trade through the limit fills the whole order at its
 * limit; a trade at the limit fills at most the traded size, shared oldest order first. Confined to
 * the broker's lock.
 */
final class Matching {
  private final Exchange exchange;
  private final Execution execution;

  Matching(Exchange exchange, Execution execution) {
    this.exchange = exchange;
    this.execution = execution;
  }

  /** Whether anything was executed or ended. */
  boolean on(MarketEvent.Trade trade) {
    List<WorkingOrder> touched = null;
    for (WorkingOrder order : exchange.account.working()) {
      if (isTouched(order, trade)) {
        touched = touched == null ? new ArrayList<>() : touched;
        touched.add(order);
      }
    }
    if (touched == null) {
      return false;
    }
    Quantity left = wholeLots(trade);
    for (WorkingOrder order : touched) {
      if (exchange.account.working(order.id()) != order) {
        continue;
      }
      if (order.limit() != trade.price()) {
        execution.rest(order, order.remaining());
      } else if (!left.isZero()) {
        Quantity part = order.remaining().compareTo(left) < 0 ? order.remaining() : left;
        left = left.minus(part);
        execution.rest(order, part);
      }
    }
    return true;
  }

  private static boolean isTouched(WorkingOrder order, MarketEvent.Trade trade) {
    return order.stage() == WorkingOrder.Stage.RESTING
        && order.since() <= trade.time()
        && (order.isBuy() ? trade.price() <= order.limit() : trade.price() >= order.limit())
        && order.symbol().equals(trade.symbol());
  }

  private Quantity wholeLots(MarketEvent.Trade trade) {
    Instrument instrument = exchange.known(trade.symbol());
    BigDecimal step = instrument.quantityStep();
    BigDecimal lots = BigDecimal.valueOf(trade.size()).divide(step, 0, RoundingMode.DOWN);
    return new Quantity(lots.multiply(step));
  }
}
