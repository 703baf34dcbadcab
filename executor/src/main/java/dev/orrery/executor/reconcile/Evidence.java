package dev.orrery.executor.reconcile;

import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.reconcile.Comparison.InFlight;
import java.time.Instant;

/**
 * What a comparison goes by.
 *
 * @param book ours
 * @param report the venue's
 * @param processNow the process's clock, for orders that can arrive no more
 * @param tolerances how far apart they may be
 * @param inFlight what may still be under way, unseen by either side
 */
record Evidence(
    AccountBook book,
    VenueReport report,
    Instant processNow,
    Tolerances tolerances,
    InFlight inFlight) {
  /** Nothing sent before this instant can arrive at the venue any more. */
  boolean isPast(Instant validUntil) {
    return inFlight == InFlight.NOTHING
        || processNow.isAfter(validUntil.plus(tolerances.clockSkew()));
  }

  /** Whether all fills of a symbol that the report knows of must have been told. */
  boolean isSettled(String symbol) {
    return isLongAgo(book.state().lastFill(symbol));
  }

  /** Whether everything that the report knows of must have been told. */
  boolean isQuiet() {
    return isLongAgo(book.lastTold());
  }

  private boolean isLongAgo(long told) {
    return inFlight != InFlight.EVERYTHING
        || told <= report.at().minus(tolerances.settleTime()).toEpochMilli();
  }
}
