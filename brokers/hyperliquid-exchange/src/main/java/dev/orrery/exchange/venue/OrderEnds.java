package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.Order.Phase;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.Cancelled;
import java.util.List;

/** What becomes of orders and of the groups they are in, and telling it. */
final class OrderEnds {
  /** Statuses by which the venue ends orders of itself. */
  static final String SELF_TRADE = "selfTradeCanceled";

  static final String MARGIN = "marginCanceled";
  static final String REDUCE_ONLY = "reduceOnlyCanceled";
  static final String SIBLING = "siblingFilledCanceled";
  static final String LIQUIDATED = "liquidatedCanceled";
  static final String SCHEDULED = "scheduledCancel";

  /** Statuses that the account brought about. */
  static final String CANCELED = "canceled";

  static final String FILLED = "filled";
  static final String OPEN = "open";

  private final VenueState state;

  OrderEnds(VenueState state) {
    this.state = state;
  }

  /** An order has a status, which is written down and told. */
  void tell(Order order, String status) {
    Market market = state.marketOf(order.ticket().asset());
    if (House.is(order.owner())) {
      return;
    }
    OrderRecord row =
        new OrderRecord(OrderViews.detailed(market, order, List.of()), status, state.now());
    state.owner(order.owner()).orders().add(row);
    state.events().order(order.owner(), row);
  }

  /** An order on the book has less left: told, not written down. */
  void tellPartial(Order order) {
    if (!House.is(order.owner())) {
      Market market = state.marketOf(order.ticket().asset());
      state
          .events()
          .order(
              order.owner(),
              new OrderRecord(OrderViews.detailed(market, order, List.of()), OPEN, state.now()));
    }
  }

  /** An order is gone because the venue says so. */
  void endByVenue(Order order, String status) {
    end(order, status);
    state
        .events()
        .nonUserCancel(
            order.owner(),
            new Cancelled(state.marketOf(order.ticket().asset()).coin(), order.oid()));
  }

  /** An order is gone. */
  void end(Order order, String status) {
    takeOff(order);
    tell(order, status);
    if (order.ticket().group() != 0) {
      group(order, status);
    }
  }

  /** Another order stands where this one, which is taken off already, was. */
  void replaced(Order order) {
    tell(order, CANCELED);
    if (order.ticket().isParent()) {
      group(order, CANCELED);
    }
  }

  /** Takes an order from wherever it is, and tells nobody. */
  void takeOff(Order order) {
    Market market = state.marketOf(order.ticket().asset());
    if (order.phase() == Phase.RESTING) {
      market.book().remove(order);
      state.events().bookChanged(market);
    } else if (order.phase() == Phase.WAITING_FOR_TRIGGER) {
      market.triggers().remove(order);
    }
    order.phase(Phase.DONE);
    state.owner(order.owner()).closed(order);
  }

  /** An exit begins to wait for its price. */
  void await(Order order) {
    order.rank(state.ids().rank());
    order.phase(Phase.WAITING_FOR_TRIGGER);
    state.marketOf(order.ticket().asset()).triggers().add(order);
  }

  private void group(Order order, String status) {
    Account account = state.owner(order.owner());
    if (order.ticket().isParent()) {
      boolean lives = status.equals(FILLED) && order.left().signum() == 0;
      boolean shortOfMargin = status.equals(MARGIN) && order.anyFilled();
      for (Order child : membersOf(account, order)) {
        if (lives || shortOfMargin) {
          await(child);
        } else {
          end(child, CANCELED);
        }
      }
    } else if (status.equals(FILLED)) {
      for (Order sibling : membersOf(account, order)) {
        endByVenue(sibling, SIBLING);
      }
    }
  }

  private static List<Order> membersOf(Account account, Order order) {
    return account.open().stream()
        .filter(it -> it.ticket().group() == order.ticket().group() && it != order)
        .toList();
  }
}
