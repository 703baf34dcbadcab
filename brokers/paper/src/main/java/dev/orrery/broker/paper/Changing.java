package dev.orrery.broker.paper;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import org.jspecify.annotations.Nullable;

/** Cancels, amends, sets leverage. Confined to the broker's lock. */
final class Changing {
  private final Exchange exchange;
  private final Execution execution;
  private final Solvency solvency;
  private final Placing placing;

  Changing(Exchange exchange, Execution execution, Solvency solvency, Placing placing) {
    this.exchange = exchange;
    this.execution = execution;
    this.solvency = solvency;
    this.placing = placing;
  }

  OrderOutcome cancel(Instruction.Cancel cancel) {
    if (exchange.account.working(cancel.id()) == null) {
      return new OrderOutcome.Rejected(cancel.id(), missing(cancel.id()));
    }
    execution.close(cancel.id(), CloseReason.CANCELLED, "");
    return new OrderOutcome.Accepted(cancel.id(), "", null);
  }

  OrderOutcome amend(OrderSpec changed) {
    ClientOrderId id = changed.id();
    WorkingOrder order = exchange.account.working(id);
    String refusal = order == null ? missing(id) : refusal(order, changed);
    if (refusal != null) {
      return new OrderOutcome.Rejected(id, refusal);
    }
    String venueOrderId = PaperAccount.venueOrderId(id);
    Price price = WorkingOrder.amendablePrice(changed.terms());
    if (price != null) {
      exchange.tell(
          new BrokerEvent.OrderAmended(id, venueOrderId, price, changed.quantity(), exchange.at()));
    }
    return new OrderOutcome.Accepted(id, venueOrderId, null);
  }

  /** Why an order is not there to be changed. */
  private String missing(ClientOrderId id) {
    return exchange.account.ending(id) == null
        ? OrderOutcome.NEVER_SEEN
        : OrderOutcome.ALREADY_GONE;
  }

  private @Nullable String refusal(WorkingOrder order, OrderSpec changed) {
    if (!amendable(order, changed)) {
      return "only a limit order, or a reduce-only trigger order that has not fired, can be amended";
    }
    boolean same =
        changed.symbol().equals(order.symbol())
            && changed.side() == order.side()
            && changed.reduceOnly() == order.spec().reduceOnly();
    if (!same) {
      return "an amendment keeps symbol, side and reduce-only";
    }
    Price mark = exchange.marks.price(order.symbol());
    if (mark == null) {
      return PaperBroker.noMark(order.symbol());
    }
    Instrument instrument = exchange.known(order.symbol());
    String refusal = OrderRules.refusal(instrument, changed, mark);
    if (refusal != null) {
      return refusal;
    }
    if (!(changed.terms() instanceof OrderTerms.Limit target)) {
      return null;
    }
    Price quote = exchange.quote(order.symbol(), order.side());
    if (quote != null && Placing.matches(order.side(), target.price(), quote)) {
      // At the venue an amended order becomes post-only.
      return placing.wouldMatch(order.symbol());
    }
    return changed.reduceOnly()
        ? null
        : solvency.refusalOfAmend(order, changed.quantity(), target.price());
  }

  private static boolean amendable(WorkingOrder order, OrderSpec changed) {
    OrderTerms before = order.spec().terms();
    boolean alike = before.getClass().equals(changed.terms().getClass());
    boolean fired =
        order.stage() == WorkingOrder.Stage.IMMEDIATE
            || (order.stage() == WorkingOrder.Stage.RESTING && !Double.isNaN(order.trigger()));
    return before instanceof OrderTerms.Limit
        ? alike
        : alike && order.spec().reduceOnly() && !fired;
  }

  OrderOutcome lever(Instruction.SetLeverage set) {
    String refusal = solvency.refusalOfLeverage(set.symbol(), set.leverage(), set.mode());
    if (refusal != null) {
      return new OrderOutcome.Rejected(set.id(), refusal);
    }
    SymbolAccount symbol = exchange.account.symbol(set.symbol());
    boolean known = symbol.leverageTold();
    if (!known || symbol.leverage() != set.leverage() || symbol.mode() != set.mode()) {
      exchange.tell(
          new BrokerEvent.LeverageChanged(set.symbol(), set.leverage(), set.mode(), exchange.at()));
    }
    return new OrderOutcome.Accepted(set.id(), "", null);
  }
}
