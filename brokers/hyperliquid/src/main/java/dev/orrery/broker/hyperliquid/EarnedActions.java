package dev.orrery.broker.hyperliquid;

import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.client.InfoResult;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.UserRateLimit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How many actions the account may still send: it earns them by trading. Thread-safe. */
final class EarnedActions {
  private static final long EVERY = TimeUnit.MINUTES.toNanos(4);

  private final VenueAccess venue;
  private final Address account;
  private final AtomicLong asked;

  EarnedActions(VenueAccess venue, Address account) {
    this.venue = venue;
    this.account = account;
    this.asked = new AtomicLong(venue.nanoTime().getAsLong() - EVERY);
  }

  /** Asks, unless that was done a moment ago; a venue that does not answer is asked again later. */
  void learn() {
    long now = venue.nanoTime().getAsLong();
    long last = asked.get();
    if (now - last >= EVERY
        && asked.compareAndSet(last, now)
        && venue.quick().ask(new AccountRequest.RateLimit(account))
            instanceof InfoResult.Answered<UserRateLimit>(var limit)) {
      venue.budget().learned(account, limit);
    }
  }
}
