package dev.orrery.market;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a board by phase. Thread-safe. */
final class Listeners {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
  private static final MarketListener[] NONE = {};

  private volatile MarketListener[] brokers = NONE;
  private volatile MarketListener[] firings = NONE;

  synchronized void add(MarketBoard.Phase phase, MarketListener listener) {
    switch (phase) {
      case BROKERS -> brokers = with(brokers, listener);
      case FIRINGS -> firings = with(firings, listener);
    }
  }

  synchronized void remove(MarketListener listener) {
    brokers = without(brokers, listener);
    firings = without(firings, listener);
  }

  void brokers(MarketEvent event, MarketSnapshot now) {
    tell(brokers, event, now);
  }

  void firings(MarketEvent event, MarketSnapshot now) {
    tell(firings, event, now);
  }

  /** One that throws does not keep the others from hearing. */
  private static void tell(MarketListener[] all, MarketEvent event, MarketSnapshot now) {
    for (MarketListener listener : all) {
      try {
        listener.onMarket(event, now);
      } catch (RuntimeException e) {
        LOG.error("A market listener failed event={}", event, e);
      }
    }
  }

  private static MarketListener[] with(MarketListener[] all, MarketListener listener) {
    MarketListener[] more = Arrays.copyOf(all, all.length + 1);
    more[all.length] = listener;
    return more;
  }

  private static MarketListener[] without(MarketListener[] all, MarketListener listener) {
    return Arrays.stream(all)
        .filter(other -> !other.equals(listener))
        .toArray(MarketListener[]::new);
  }
}
