package dev.orrery.executor;

import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.Fill;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills that an order we know to have ended, or none we know, should not have. */
final class UnexpectedFills {
  private List<Found> found = List.of();

  /** Looks at a fill that is news, before it is booked. Under the account's lock. */
  void look(AccountBook book, Fill fill) {
    String why = fill.liquidation() ? "" : why(book.order(fill.clientOrderId()), fill);
    if (!why.isEmpty()) {
      found = found.isEmpty() ? new ArrayList<>() : found;
      found.add(new Found(fill, why));
    }
  }

  /** Tells of them, outside the lock. */
  void tell(AccountAlarm alarm) {
    found.forEach(each -> alarm.unexpectedFill(each.fill(), each.why()));
  }

  private static String why(@Nullable TrackedOrder order, Fill fill) {
    if (order == null) {
      return "an order that is not ours";
    }
    return switch (order.state()) {
      case REJECTED -> "an order that was rejected";
      case EXPIRED -> "an order that was closed as never sent";
      case FILLED -> order.resized() ? "" : "an order that had filled whole";
      case INTENDED, UNRESOLVED, WAITING, OPEN, PARTIALLY_FILLED, SETTLING, CANCELLED ->
          order.resized() || fits(order, fill) ? "" : "an order, and more than its quantity";
    };
  }

  private static boolean fits(TrackedOrder order, Fill fill) {
    return order.filled().plus(fill.quantity()).compareTo(order.spec().quantity()) <= 0;
  }

  private record Found(Fill fill, String why) {}
}
