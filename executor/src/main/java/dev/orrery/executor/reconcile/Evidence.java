package dev.orrery.executor.reconcile;

import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.reconcile.Comparison.InFlight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a comparison goes by.
 *
 * @param book ours
 * @param report the venue's
 * @param processNow the process's clock, for orders that can arrive no more
 * @param tolerances how far apart they may be
 * @param inFlight what may still be under way, unseen by either side
 * @param ahead what we were told and the report does not know yet
 * @param begins whether the book takes over what the report says: nothing was done on it before
 */
record Evidence(
    AccountBook book,
    VenueReport report,
    Instant processNow,
    Tolerances tolerances,
    InFlight inFlight,
    List<BrokerEvent> ahead,
    boolean begins) {
  static Evidence of(
      AccountBook book,
      VenueReport report,
      Instant processNow,
      Tolerances tolerances,
      InFlight inFlight) {
    boolean begins = inFlight == InFlight.ORDERS && book.isFresh();
    List<BrokerEvent> ahead =
        inFlight == InFlight.NOTHING || begins ? List.of() : ahead(book, report, tolerances);
    return new Evidence(book, report, processNow, tolerances, inFlight, ahead, begins);
  }

  /**
   * What was told within the settling time of the report and is not in it: the report may be older
   * than that. Told longer ago, it would be in the report if the venue knew of it.
   */
  private static List<BrokerEvent> ahead(
      AccountBook book, VenueReport report, Tolerances tolerances) {
    Instant from = report.at().minus(tolerances.settleTime());
    List<BrokerEvent> late =
        book.recentMoney().stream()
            .filter(event -> event.at().isAfter(from) && !isOurs(event))
            .toList();
    if (late.isEmpty()) {
      return late;
    }
    Set<String> known = new HashSet<>(keys(report));
    return late.stream().filter(event -> !known.contains(AccountBook.key(event))).toList();
  }

  /** Whether it is a correction, which no report ever lists. */
  private static boolean isOurs(BrokerEvent event) {
    String id =
        switch (event) {
          case BrokerEvent.OrderFilled it -> it.fill().fillId();
          case BrokerEvent.Deposited it -> it.id();
          case BrokerEvent.FundingPaid it -> it.id();
          case BrokerEvent.OrderOpened _, BrokerEvent.OrderTriggered _ -> "";
          case BrokerEvent.OrderAmended _, BrokerEvent.OrderClosed _ -> "";
          case BrokerEvent.LeverageChanged _, BrokerEvent.Liquidated _ -> "";
        };
    return id.startsWith(AccountBook.DRIFT) || id.startsWith(AccountBook.INITIAL);
  }

  /** By what everything that the report lists is known. */
  static List<String> keys(VenueReport report) {
    List<String> keys = new ArrayList<>();
    report.fills().forEach(it -> keys.add(AccountBook.key(new BrokerEvent.OrderFilled(it))));
    report.deposits().forEach(it -> keys.add(AccountBook.key(it)));
    report.funding().forEach(it -> keys.add(AccountBook.key(it)));
    return keys;
  }

  /** Nothing sent before this instant can arrive at the venue any more. */
  boolean isPast(Instant validUntil) {
    return inFlight == InFlight.NOTHING
        || processNow.isAfter(validUntil.plus(tolerances.clockSkew()));
  }
}
