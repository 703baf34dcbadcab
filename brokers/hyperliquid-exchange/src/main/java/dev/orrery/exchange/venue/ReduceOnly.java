package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.Order.Phase;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps orders that may only shrink a position from doing more: those of a position that is gone
 * are cancelled; of one that is smaller the oldest, until the rest fits, and the newest is cut.
 */
final class ReduceOnly {
  private record Place(Address account, Market market) {}

  private final VenueState state;
  private final OrderEnds ends;

  /** Signs of positions before the executions whose consequences are not drawn yet. */
  private final Map<Place, Integer> before = new LinkedHashMap<>();

  ReduceOnly(VenueState state, OrderEnds ends) {
    this.state = state;
    this.ends = ends;
  }

  /** How much an order of this side may at most execute. */
  BigDecimal room(Account account, Market market, boolean isBuy) {
    BigDecimal size = account.stake(market).size();
    return size.signum() == (isBuy ? -1 : 1) ? size.abs() : BigDecimal.ZERO;
  }

  /** A position is about to move. */
  void moving(Address owner, Market market) {
    if (!House.is(owner)) {
      before.putIfAbsent(
          new Place(owner, market), state.owner(owner).stake(market).size().signum());
    }
  }

  /** Draws the consequences of all that moved. */
  void settle() {
    while (!before.isEmpty()) {
      List<Map.Entry<Place, Integer>> moved = new ArrayList<>(before.entrySet());
      before.clear();
      for (Map.Entry<Place, Integer> each : moved) {
        settle(state.owner(each.getKey().account), each.getKey().market, each.getValue());
      }
    }
  }

  private void settle(Account account, Market market, int signBefore) {
    if (account.openCount() == 0) {
      return;
    }
    int signNow = account.stake(market).size().signum();
    if (signBefore != 0 && signNow != signBefore) {
      for (Order order : account.open()) {
        if (mayOnlyClose(order, market, signBefore)
            && (order.phase() == Phase.RESTING || order.phase() == Phase.WAITING_FOR_TRIGGER)) {
          ends.endByVenue(order, OrderEnds.REDUCE_ONLY);
        }
      }
    }
    if (signNow != 0) {
      fit(account, market);
    }
  }

  /** Cancels and cuts what rests until it fits the position. */
  void fit(Account account, Market market) {
    BigDecimal size = account.stake(market).size();
    BigDecimal room = size.abs();
    boolean newest = true;
    for (Order order : account.open().reversed()) {
      if (order.phase() == Phase.RESTING && mayOnlyClose(order, market, size.signum())) {
        if (order.left().compareTo(room) <= 0) {
          room = room.subtract(order.left());
        } else if (newest) {
          market.book().reduce(order, order.left().subtract(room));
          order.shrink(room);
          state.events().bookChanged(market);
          ends.tellPartial(order);
          room = BigDecimal.ZERO;
        } else {
          ends.endByVenue(order, OrderEnds.REDUCE_ONLY);
        }
        newest = false;
      }
    }
  }

  private static boolean mayOnlyClose(Order order, Market market, int sign) {
    return order.ticket().reduceOnly()
        && order.ticket().asset() == market.asset()
        && order.isBuy() == (sign < 0);
  }
}
