package dev.orrery.executor.reconcile;

import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.journal.AccountEntry;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Compares our book with what the venue says. Pure: the same book, report and times give the same
 * corrections; booking them and comparing again with the same report gives none.
 *
 * <p>What the report lists and we were not told comes first. What we were told within the settling
 * time of the report and it does not list is taken away on our side: the report may be older than
 * that. So an account is compared however busy it is. What then is left of a difference in position
 * or balance is drift, and put right once it has been seen for long enough, or at boot at once.
 *
 * <p>The book of an account that was used before it begins with the first report: its past is taken
 * over as a balance, positions and orders, not booked, and is no drift.
 */
public final class Comparison {
  private Comparison() {}

  /**
   * Compares.
   *
   * @param processNow the process's clock, for orders that can arrive no more
   * @param sure whether a difference has been seen for long enough to be put right
   * @param inFlight what may still be under way, unseen by either side
   */
  public static List<Correction> compare(
      AccountBook book,
      VenueReport report,
      Instant processNow,
      Tolerances tolerances,
      Predicate<Correction.Sighting> sure,
      InFlight inFlight) {
    Evidence evidence = Evidence.of(book, report, processNow, tolerances, inFlight);
    Findings findings = new Findings(inFlight == InFlight.EVERYTHING ? sure : sighting -> true);
    if (evidence.begins()) {
      findings.add(
          Correction.Kind.BEGAN,
          "account",
          "with the venue's report of " + report.at(),
          new AccountEntry.Began(report.at(), Evidence.keys(report)));
    }
    HoldingComparison holdings = new HoldingComparison(evidence, findings);
    holdings.missed();
    OrderComparison orders = new OrderComparison(evidence, holdings.untold(), findings);
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
