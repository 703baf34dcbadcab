package dev.orrery.executor.reconcile;

import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.broker.VenueReport;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Compares our book with what the venue says. Pure: the same book, report and times give the same
 * corrections; booking them and comparing again with the same report gives none.
 *
 * <p>Missed fills come first, and what is left of a difference in position or balance after them is
 * drift. Drift is told from a fill in flight in two ways: a symbol whose newest fill lies within
 * the settling time of the report is left alone, and a drift is put right only when the next report
 * shows the very same one, or at boot, when nothing is in flight.
 */
public final class Comparison {
  private Comparison() {}

  /**
   * Compares.
   *
   * @param processNow the process's clock, for orders that can arrive no more
   * @param seenBefore drifts of the comparison before
   * @param inFlight what may still be under way, unseen by either side
   */
  public static List<Correction> compare(
      AccountBook book,
      VenueReport report,
      Instant processNow,
      Tolerances tolerances,
      Set<Correction.Sighting> seenBefore,
      InFlight inFlight) {
    Evidence evidence = new Evidence(book, report, processNow, tolerances, inFlight);
    Findings findings = new Findings(seenBefore, inFlight);
    HoldingComparison holdings = new HoldingComparison(evidence, findings);
    holdings.fills();
    OrderComparison orders = new OrderComparison(evidence, holdings.missed(), findings);
    orders.working();
    orders.foreign();
    holdings.leverage();
    holdings.positions();
    holdings.balance();
    return findings.corrections();
  }

  /** What may be under way between us and the venue, unseen by one of the two. */
  public enum InFlight {
    /** Orders, answers and events: we are running. */
    EVERYTHING,
    /** Orders sent before we stopped; we have just started. */
    ORDERS,
    /** Nothing: the venue is within the process, which has just started. */
    NOTHING
  }
}
