package dev.orrery.executor.account;

import dev.orrery.executor.order.BrokerEvent;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What moved money or positions in the minute before the newest thing told: what a report of the
 * venue may not know yet. Confined to its book.
 */
final class RecentMoney {
  private static final long KEPT_MILLIS = 60_000;
  private static final int MOST = 4_096;

  private final ArrayDeque<BrokerEvent> events = new ArrayDeque<>();
  private long newest = Long.MIN_VALUE;

  void told(BrokerEvent event) {
    if (!isMoney(event)) {
      return;
    }
    events.addLast(event);
    newest = Math.max(newest, event.at().toEpochMilli());
    while (events.size() > MOST || events.getFirst().at().toEpochMilli() < newest - KEPT_MILLIS) {
      events.removeFirst();
    }
  }

  List<BrokerEvent> all() {
    return List.copyOf(events);
  }

  private static boolean isMoney(BrokerEvent event) {
    return switch (event) {
      case BrokerEvent.OrderFilled _, BrokerEvent.FundingPaid _ -> true;
      case BrokerEvent.Deposited _ -> true;
      case BrokerEvent.OrderOpened _, BrokerEvent.OrderTriggered _ -> false;
      case BrokerEvent.OrderAmended _, BrokerEvent.OrderClosed _ -> false;
      case BrokerEvent.LeverageChanged _, BrokerEvent.Liquidated _ -> false;
    };
  }
}
