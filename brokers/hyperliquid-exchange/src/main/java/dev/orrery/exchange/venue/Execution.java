package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.Order.Phase;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Trigger;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Runs an order: it takes what the book has, and what is left of it rests or is over. A
 * good-till-cancelled order that takes a part and rests is answered as resting.
 */
final class Execution {
  private static final int AVERAGE_SCALE = 8;

  private final VenueState state;
  private final OrderEnds ends;
  private final Matching matching;
  private final ReduceOnly reduceOnly;

  Execution(VenueState state, OrderEnds ends, Matching matching, ReduceOnly reduceOnly) {
    this.state = state;
    this.ends = ends;
    this.matching = matching;
    this.reduceOnly = reduceOnly;
  }

  /** Runs a new order that its rules let in. */
  EntryStatus run(Market market, Order order, boolean immediate) {
    cap(market, order);
    Matching.Taken taken = matching.take(market, order, order.price(), null);
    EntryStatus status = finish(market, order, taken, immediate);
    reduceOnly.settle();
    return status;
  }

  private EntryStatus finish(Market market, Order order, Matching.Taken taken, boolean immediate) {
    boolean some = taken.filled().signum() > 0;
    if (order.left().signum() == 0) {
      ends.end(order, OrderEnds.FILLED);
      return filled(order, taken);
    }
    if (taken.shortOfMargin()) {
      Refused refused = EntryRules.shortOfMargin(market);
      ends.end(order, some ? OrderEnds.MARGIN : "perpMarginRejected");
      return some ? filled(order, taken) : new EntryStatus.Failed(refused.text());
    }
    if (immediate) {
      ends.end(order, some ? OrderEnds.FILLED : "iocCancelRejected");
      return some
          ? filled(order, taken)
          : new EntryStatus.Failed(EntryRules.noMatch(market).text());
    }
    rest(market, order);
    return new EntryStatus.Resting(order.oid(), order.ticket().cloid());
  }

  /** Puts an order on the book. */
  void rest(Market market, Order order) {
    Account account = state.owner(order.owner());
    order.rank(state.ids().rank());
    order.phase(Phase.RESTING);
    market.book().add(order);
    state.events().bookChanged(market);
    account.opened(order);
    ends.tell(order, OrderEnds.OPEN);
    if (order.ticket().reduceOnly()) {
      reduceOnly.fit(account, market);
    }
  }

  /** Lets an order wait for its price, or for the entry of its group. */
  void await(Market market, Order order, boolean forEntry) {
    state.owner(order.owner()).opened(order);
    if (forEntry) {
      order.phase(Phase.WAITING_FOR_FILL);
    } else {
      ends.await(order);
    }
    ends.tell(order, OrderEnds.OPEN);
  }

  /** Fires every order of a market that its mark price fires; whether there was one. */
  boolean fireTriggers(Market market) {
    boolean any = false;
    Order order = market.triggers().due(market.prices().mark());
    while (order != null) {
      fire(market, order);
      any = true;
      order = market.triggers().due(market.prices().mark());
    }
    return any;
  }

  private void fire(Market market, Order order) {
    market.triggers().remove(order);
    Trigger trigger = order.ticket().trigger();
    boolean immediate = trigger != null && trigger.isMarket();
    Account account = state.owner(order.owner());
    BigDecimal room = reduceOnly.room(account, market, order.isBuy());
    order.trigger(order.ticket().wholePosition() ? room : order.left());
    if (order.ticket().reduceOnly() && room.signum() == 0) {
      ends.endByVenue(order, OrderEnds.REDUCE_ONLY);
      return;
    }
    ends.tell(order, "triggered");
    cap(market, order);
    Matching.Taken taken = matching.take(market, order, order.price(), null);
    if (immediate && taken.filled().signum() == 0 && !taken.shortOfMargin()) {
      boolean empty = market.book().bestPrice(!order.isBuy()) == null;
      ends.end(order, empty ? "marketOrderNoLiquidityRejected" : "iocCancelRejected");
    } else {
      finish(market, order, taken, immediate);
    }
    reduceOnly.settle();
  }

  /** An order that may only shrink a position takes no more than there is. */
  private void cap(Market market, Order order) {
    if (order.ticket().reduceOnly()) {
      BigDecimal room = reduceOnly.room(state.owner(order.owner()), market, order.isBuy());
      order.shrink(order.left().min(room));
    }
  }

  private static EntryStatus filled(Order order, Matching.Taken taken) {
    BigDecimal average =
        taken.notional().divide(taken.filled(), AVERAGE_SCALE, RoundingMode.HALF_EVEN);
    return new EntryStatus.Filled(
        taken.filled().stripTrailingZeros(),
        average.stripTrailingZeros(),
        order.oid(),
        order.ticket().cloid());
  }
}
