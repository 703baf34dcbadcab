package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.Order.Phase;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.BatchModify;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ModifyOrder;
import dev.orrery.hyperliquid.wire.action.OrderChange;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cancels and modifies. A modify is a new order, which is judged while the old one still stands; if
 * it is refused the old one stays. It is told as open before the old one is told as cancelled.
 */
final class OrderChanges {
  private final VenueState state;
  private final OrderEnds ends;
  private final OrderDesk desk;

  OrderChanges(VenueState state, OrderEnds ends, OrderDesk desk) {
    this.state = state;
    this.ends = ends;
    this.desk = desk;
  }

  ExchangeAnswer cancel(Account account, CancelOrders action) {
    return statuses(
        "cancel",
        action.cancels().stream()
            .map(it -> cancel(account, it.asset(), OrderRef.of(it.oid()), action.fast()))
            .toList());
  }

  ExchangeAnswer cancel(Account account, CancelByCloid action) {
    return statuses(
        "cancel",
        action.cancels().stream()
            .map(it -> cancel(account, it.asset(), OrderRef.of(it.cloid()), false))
            .toList());
  }

  private static ExchangeAnswer statuses(String type, List<EntryStatus> all) {
    return new ExchangeAnswer.Statuses(type, all);
  }

  private EntryStatus cancel(Account account, int asset, OrderRef ref, boolean fast) {
    Order order = account.openOrder(ref);
    if (order == null || order.ticket().asset() != asset) {
      return new EntryStatus.Failed(RefusalReason.MISSING_ORDER.text() + " asset=" + asset);
    }
    if (fast && order.ticket().trigger() != null) {
      return new EntryStatus.Failed("Trigger orders cannot be canceled fast. asset=" + asset);
    }
    ends.end(order, OrderEnds.CANCELED);
    return EntryStatus.Word.SUCCESS;
  }

  ExchangeAnswer modify(Account account, ModifyOrder action) {
    EntryStatus status = change(account, action.change(), action.always());
    return status instanceof EntryStatus.Failed(String error)
        ? new ExchangeAnswer.Refused(error)
        : new ExchangeAnswer.Done();
  }

  ExchangeAnswer modify(Account account, BatchModify action) {
    return statuses(
        "order",
        action.changes().stream().map(change -> change(account, change, action.always())).toList());
  }

  private EntryStatus change(Account account, OrderChange change, boolean always) {
    Order old = account.openOrder(change.target());
    if (old == null && !always) {
      return new EntryStatus.Failed(RefusalReason.CANNOT_MODIFY.text());
    }
    OrderRequest order = change.order();
    if (old != null && old.ticket().asset() != order.asset()) {
      return new EntryStatus.Failed("A modified order stays in its market.");
    }
    if (!always) {
      order = postOnly(order);
      if (order == null) {
        return new EntryStatus.Failed(
            "Without a=true an order is modified to an Alo order or to a Gtc order that rests.");
      }
    }
    EntryStatus status =
        desk.place(
            account, order, null, role(old, order), state.ids().order(), group(old, order), old);
    if (old != null && !(status instanceof EntryStatus.Failed && stillOpen(account, old))) {
      ends.replaced(old);
    }
    return status;
  }

  /** An exit that is modified to another exit stays in its group. */
  private static boolean staysExit(@Nullable Order old, OrderRequest order) {
    return old != null
        && old.awaits() != null
        && order.terms() instanceof OrderTerms.Trigger
        && order.reduceOnly();
  }

  private static long group(@Nullable Order old, OrderRequest order) {
    return old != null && staysExit(old, order) ? old.ticket().group() : 0;
  }

  private static EntryRules.Role role(@Nullable Order old, OrderRequest order) {
    if (old == null || !staysExit(old, order)) {
      return EntryRules.Role.SINGLE;
    }
    if (old.ticket().wholePosition()) {
      return EntryRules.Role.WHOLE_POSITION;
    }
    return old.phase() == Phase.WAITING_FOR_FILL ? EntryRules.Role.CHILD : EntryRules.Role.SINGLE;
  }

  private static boolean stillOpen(Account account, Order old) {
    return account.openOrder(OrderRef.of(old.oid())) == old;
  }

  /** A Gtc becomes an Alo; null for what is neither. */
  private static @Nullable OrderRequest postOnly(OrderRequest order) {
    if (!(order.terms() instanceof OrderTerms.Limit(Tif tif))
        || (tif != Tif.GTC && tif != Tif.ALO)) {
      return null;
    }
    return new OrderRequest(
        order.asset(),
        order.isBuy(),
        order.price(),
        order.size(),
        order.reduceOnly(),
        new OrderTerms.Limit(Tif.ALO),
        order.cloid());
  }
}
