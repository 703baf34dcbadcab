package dev.orrery.broker.paper;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the orders in line with the account, one step at a time, until nothing is due. What is due
 * is read from the state alone, never from how it came about: after a crash in the middle of a
 * chain the next event goes on where it broke off. Confined to the broker's lock.
 */
final class Upkeep {
  private final Exchange exchange;
  private final Execution execution;
  private long settledVersion = -1;

  Upkeep(Exchange exchange, Execution execution) {
    this.exchange = exchange;
    this.execution = execution;
  }

  /** What an order waits for no longer. */
  private enum Due {
    DROP_REMAINDER,
    DROP_OBSOLETE,
    DROP_UNFITTING,
    CUT,
    END_ENTRY,
    ACTIVATE,
    FIRE,
    EXECUTE
  }

  /** Everything that is due; of the triggers, any may fire. */
  void settle() {
    settle(null);
  }

  /** Everything that is due; of the triggers, only these may fire; null means any. */
  void settle(@Nullable List<WorkingOrder> mayFire) {
    while (step(mayFire)) {
      // Each step ends an order or moves it on, so this ends.
    }
    settledVersion = exchange.account.version();
  }

  private boolean step(@Nullable List<WorkingOrder> mayFire) {
    boolean unchanged = exchange.account.version() == settledVersion;
    for (WorkingOrder order : exchange.account.working()) {
      Due due = unchanged ? null : structural(order);
      if (due == null && fires(order, mayFire)) {
        due = entryWorks(order) ? Due.END_ENTRY : Due.FIRE;
      }
      if (due != null) {
        take(order, due);
        return true;
      }
    }
    return false;
  }

  private boolean fires(WorkingOrder order, @Nullable List<WorkingOrder> mayFire) {
    return order.stage() == WorkingOrder.Stage.ARMED
        && (mayFire == null || mayFire.contains(order))
        && order.firesAt(exchange.marks.of(order.symbol()));
  }

  private boolean entryWorks(WorkingOrder order) {
    return order.spec().entry().isPresent()
        && exchange.account.working(order.spec().entry().get()) != null;
  }

  private @Nullable Due structural(WorkingOrder order) {
    if (order.obsolete()) {
      return Due.DROP_OBSOLETE;
    }
    Quantity cut = order.cut();
    if (cut != null) {
      return cut.signum() > 0 ? Due.CUT : Due.DROP_OBSOLETE;
    }
    if (order.stage() == WorkingOrder.Stage.WAITING) {
      return order.entryFilled() ? Due.ACTIVATE : null;
    }
    // What has filled may be closed by other means; while the entry works there may be more.
    boolean awaited = order.stage() == WorkingOrder.Stage.ARMED && entryWorks(order);
    if (order.spec().reduceOnly() && !awaited && !fits(order)) {
      return Due.DROP_UNFITTING;
    }
    if (order.stage() != WorkingOrder.Stage.IMMEDIATE) {
      return null;
    }
    if (Double.isNaN(order.trigger())) {
      return Due.DROP_REMAINDER;
    }
    return Double.isNaN(exchange.marks.of(order.symbol())) ? null : Due.EXECUTE;
  }

  /** The oldest resting reduce-only order goes when all of them together exceed the position. */
  private boolean fits(WorkingOrder order) {
    if (execution.fitting(order.spec(), order.remaining()).isZero()) {
      return false;
    }
    if (order.stage() != WorkingOrder.Stage.RESTING) {
      return true;
    }
    Quantity sum = Quantity.ZERO;
    for (WorkingOrder other : exchange.account.working()) {
      if (other.stage() == WorkingOrder.Stage.RESTING
          && other.spec().reduceOnly()
          && other.side() == order.side()
          && other.symbol().equals(order.symbol())) {
        sum = sum.plus(other.remaining());
      }
    }
    Quantity held = exchange.account.symbol(order.symbol()).position().quantity().abs();
    return sum.compareTo(held) <= 0;
  }

  private void take(WorkingOrder order, Due due) {
    switch (due) {
      case DROP_REMAINDER ->
          execution.close(order.id(), CloseReason.IOC_REMAINDER, "not executed at once");
      case DROP_OBSOLETE ->
          execution.close(order.id(), CloseReason.SIBLING, "its sibling filled or its entry ended");
      case DROP_UNFITTING ->
          execution.close(order.id(), CloseReason.REDUCE_ONLY, "no longer fits the position");
      case CUT -> cut(order);
      case END_ENTRY ->
          order
              .spec()
              .entry()
              .ifPresent(
                  entry -> execution.close(entry, CloseReason.SIBLING, "an exit of it fires"));
      case ACTIVATE, FIRE -> {
        exchange.tell(new BrokerEvent.OrderTriggered(order.id(), exchange.at()));
        takeIfItMatches(order);
      }
      case EXECUTE -> {
        Price price = execution.quote(order);
        if (price != null) {
          execution.take(order, price);
        }
      }
    }
  }

  private void cut(WorkingOrder order) {
    Quantity left = order.cut();
    Price price = order.amendablePrice();
    if (left != null && price != null) {
      exchange.tell(
          new BrokerEvent.OrderAmended(
              order.id(), PaperAccount.venueOrderId(order.id()), price, left, exchange.at()));
    }
  }

  /** A limit order that comes to the book inside the market takes. */
  private void takeIfItMatches(WorkingOrder order) {
    Price quote = execution.quote(order);
    Price limit = order.limitPrice();
    if (order.stage() != WorkingOrder.Stage.RESTING || quote == null || limit == null) {
      return;
    }
    if (Placing.matches(order.side(), limit, quote)) {
      execution.take(order, quote);
    }
  }
}
