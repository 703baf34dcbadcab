package dev.orrery.executor;

import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.executor.reconcile.Comparison;
import dev.orrery.executor.reconcile.Comparison.InFlight;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.kernel.Meters;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Books what the venue says of one account, event by event and report by report. What is no news is
 * dropped, what cannot be journaled is not booked and halts the desk, what should not be raises an
 * alarm once the lock is free. Thread-safe.
 */
final class VenueNews {
  private static final Logger LOG = LoggerFactory.getLogger(VenueNews.class);

  private final String deployment;
  private final JournaledBook book;
  private final Brake brake;
  private final InstantSource processClock;
  private final ExecutorSettings settings;
  private final Meters meters;
  private volatile AccountAlarm alarm = AccountAlarm.NONE;

  VenueNews(
      String deployment,
      JournaledBook book,
      Brake brake,
      InstantSource processClock,
      ExecutorSettings settings,
      Meters meters) {
    this.deployment = deployment;
    this.book = book;
    this.brake = brake;
    this.processClock = processClock;
    this.settings = settings;
    this.meters = meters;
  }

  void alarm(AccountAlarm wanted) {
    alarm = wanted;
  }

  AccountAlarm alarm() {
    return alarm;
  }

  void on(BrokerEvent event) {
    UnexpectedFills unexpected = new UnexpectedFills();
    boolean booked = book.change(account -> booked(account, event, unexpected));
    if (booked && event instanceof BrokerEvent.OrderFilled) {
      meters.count(ExecutorMeters.FILLS, 1);
      Waypoint.FILL_BOOKED.reached();
      unexpected.tell(alarm);
    }
  }

  private boolean booked(
      JournaledBook.Change account, BrokerEvent event, UnexpectedFills unexpected) {
    try {
      if (!account.book().isNews(event)) {
        if (!confirms(event)) {
          LOG.debug("Old news dropped deployment={} event={}", deployment, event);
        }
        return false;
      }
      look(account.book(), event, unexpected);
      account.append(null, List.of(new AccountEntry.Told(event)));
    } catch (RuntimeException e) {
      brake.halt();
      LOG.error("Not journaled, the desk halts deployment={} event={}", deployment, event, e);
      return false;
    }
    if (event instanceof BrokerEvent.Liquidated it) {
      brake.halt();
      LOG.error(
          "Account is being liquidated, the desk halts deployment={} symbol={} detail={}",
          deployment,
          it.symbol(),
          it.detail());
    }
    return true;
  }

  /** What every order is told in its normal life, and its outcome or its last fill has said. */
  private static boolean confirms(BrokerEvent event) {
    return event instanceof BrokerEvent.OrderOpened
        || event instanceof BrokerEvent.LeverageChanged
        || (event instanceof BrokerEvent.OrderClosed it && it.reason() == CloseReason.FILLED);
  }

  List<Correction> reconcile(
      VenueReport report, Predicate<Correction.Sighting> sure, InFlight inFlight) {
    UnexpectedFills unexpected = new UnexpectedFills();
    List<Correction> found =
        book.change(account -> {
          List<Correction> corrections =
              Comparison.compare(
                  account.book(),
                  report,
                  processClock.instant(),
                  settings.tolerances(),
                  sure,
                  inFlight);
          account.append(null, cures(account.book(), corrections, unexpected));
          account.liquidationPrices(report.positions());
          return corrections;
        });
    unexpected.tell(alarm);
    return found;
  }

  private static List<AccountEntry> cures(
      AccountBook account, List<Correction> corrections, UnexpectedFills unexpected) {
    List<AccountEntry> entries = new ArrayList<>();
    for (Correction correction : corrections) {
      entries.addAll(correction.entries());
      if (correction.kind() == Correction.Kind.MISSED_FILL) {
        for (AccountEntry entry : correction.entries()) {
          if (entry instanceof AccountEntry.Told told) {
            look(account, told.event(), unexpected);
          }
        }
      }
    }
    return entries;
  }

  private static void look(AccountBook account, BrokerEvent event, UnexpectedFills unexpected) {
    if (event instanceof BrokerEvent.OrderFilled filled) {
      unexpected.look(account, filled.fill());
    }
  }
}
