package dev.orrery.broker.hyperliquid.feed;

import dev.orrery.hyperliquid.wire.info.Trade;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets each trade through once: after a reconnect the venue may begin with some that were told
 * already. Confined to the connection's thread.
 */
final class TradesOnce {
  /** More than happen in the time within which a trade is told at all. */
  private static final int REMEMBERED = 20_000;

  private record Id(String coin, long time, long tid) {}

  private final Set<Id> seen = new LinkedHashSet<>();

  boolean first(Trade trade) {
    if (!seen.add(new Id(trade.coin(), trade.time(), trade.tid()))) {
      return false;
    }
    if (seen.size() > REMEMBERED) {
      var oldest = seen.iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }
}
