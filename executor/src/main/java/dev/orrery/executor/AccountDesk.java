package dev.orrery.executor;

import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderState;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.executor.plan.ActionRules;
import dev.orrery.executor.reconcile.Comparison.InFlight;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.executor.risk.Clearance;
import dev.orrery.executor.risk.TradingState;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an account changes: deployment = vault = broker = desk. Thread-safe.
 *
 * <p>The lock of its {@link JournaledBook} orders everything: what is judged, what is reserved,
 * what is journaled and what is booked happen in one order, the journal's. Under the lock there is
 * no I/O and no call to a venue; {@link #commit} reserves, {@link OrderSender} sends later, and
 * what the venue does about it comes in through {@link #on}. A lone noop never takes the lock.
 *
 * <p>The book is a fold of the journal: {@link #restore} makes it again.
 */
public final class AccountDesk implements BrokerEvents {
  private final JournaledBook book;
  private final Timeline timeline;
  private final InstantSource processClock;
  private final TradingRight right;
  private final ExecutorSettings settings;
  private final Meters meters;
  private final WhatIf whatIf;
  private final DayOpening days;
  private final Brake brake = new Brake();
  private final VenueNews venue;

  /**
   * A desk of an account nobody has used; see {@link #restore}.
   *
   * @param processClock the process's own clock, for what must be sent by when
   */
  public AccountDesk(
      String deployment,
      OrderJournal journal,
      Timeline timeline,
      InstantSource processClock,
      TradingRight right,
      ExecutorSettings settings,
      Meters meters) {
    this.book = new JournaledBook(deployment, journal);
    this.days = new DayOpening(book, timeline);
    this.timeline = timeline;
    this.processClock = processClock;
    this.right = right;
    this.settings = settings;
    this.meters = meters;
    this.whatIf = new WhatIf(deployment);
    this.venue = new VenueNews(deployment, book, brake, processClock, settings, meters);
  }

  /** Becomes what the journal says. Called once, at boot, before anything else. */
  public void restore(AccountHistory history) {
    book.restore(history);
  }

  /** Adds a listener. */
  public void listen(AccountListener listener) {
    book.listen(listener);
  }

  /** Where what a person should look at is told. */
  public void alarm(AccountAlarm wanted) {
    venue.alarm(wanted);
  }

  AccountAlarm alarm() {
    return venue.alarm();
  }

  /** The account at these prices. Nearly free. */
  public AccountView view(MarketSnapshot market) {
    return new AccountView(state(), market);
  }

  /** The process's own time. */
  Instant processNow() {
    return processClock.instant();
  }

  /** The account without prices. */
  public AccountState state() {
    return book.state();
  }

  /** An order, working or final; null when the account never had it. */
  public @Nullable TrackedOrder order(ClientOrderId id) {
    return book.order(id);
  }

  /** Plans and judges as {@link #commit} would now, and stops there: no effect of any kind. */
  public Judgement preview(Proposal proposal) {
    if (ActionRules.isNoop(proposal.actions())) {
      return Judgement.NOOP;
    }
    Permit permit = right.permit();
    return book.change(account -> judge(account, proposal, permit));
  }

  /**
   * Validates, plans, judges and reserves, and appends decision and intents as one group.
   *
   * @param decision makes the entry that leads the group, from what was made of the proposal; null
   *     for none. Called under the account's lock: it must be quick and do no I/O
   */
  public Commitment commit(
      Proposal proposal, Function<Judgement, @Nullable JournalEntry> decision) {
    openDay(proposal.market());
    if (ActionRules.isNoop(proposal.actions())) {
      JournalEntry entry = decision.apply(Judgement.NOOP);
      long position = entry == null ? -1 : book.append(entry);
      return new Commitment(Judgement.NOOP, position, 0, Instant.EPOCH);
    }
    long started = System.nanoTime();
    Permit permit = right.permit();
    Instant now = processClock.instant();
    Instant latest = now.plus(settings.orderTimeout());
    Instant validUntil = permit.validUntil().isBefore(latest) ? permit.validUntil() : latest;
    Judged judged =
        book.change(account -> {
          Judgement judgement = judge(account, proposal, permit);
          List<AccountEntry> intents =
              Intents.of(judgement, proposal, permit, validUntil, timeline.now());
          long position = account.append(decision.apply(judgement), intents);
          return new Judged(
              new Commitment(judgement, position, permit.epoch(), validUntil),
              System.nanoTime() - started);
        });
    measure(judged);
    Waypoint.COMMITTED.reached();
    return judged.commitment();
  }

  /**
   * The broker told something. What is no news is dropped; the rest is journaled and booked. What
   * cannot be journaled is not booked either: the desk halts, and the reconciler brings it back.
   */
  @Override
  public void on(BrokerEvent event) {
    venue.on(event);
  }

  /** The broker answered instructions. */
  public void answered(List<AccountEntry.Answered> answers) {
    book.append(answers);
  }

  /** These orders were not sent and never will be. */
  public void neverSent(Collection<ClientOrderId> orders, String why) {
    Instant now = timeline.now();
    List<AccountEntry> entries = new ArrayList<>();
    for (ClientOrderId id : orders) {
      entries.add(
          new AccountEntry.Told(new BrokerEvent.OrderClosed(id, CloseReason.NEVER_SENT, why, now)));
    }
    meters.count(ExecutorMeters.NEVER_SENT, entries.size());
    book.append(entries);
  }

  /**
   * Compares the book with the venue's report and books the corrections as one group.
   *
   * @param sure whether a difference has been seen for long enough to be put right
   * @param inFlight what may still be under way; at boot every drift is put right at once
   * @return what was found; what waits to be seen again has no entries yet
   */
  public List<Correction> reconcile(
      VenueReport report, Predicate<Correction.Sighting> sure, InFlight inFlight) {
    return venue.reconcile(report, sure, inFlight);
  }

  /**
   * Whether a broker in this very thread has the same positions and cash to the last digit; then
   * its liquidation prices are taken over.
   */
  boolean agreesWith(SimulatedBroker.Owned theirs) {
    return book.change(account -> {
      boolean same = account.owns(theirs);
      if (same) {
        account.liquidationPrices(theirs.positions());
      }
      return same;
    });
  }

  /** Entries that the next start would fold, one by one. */
  public long unsummed() {
    return book.unsummed();
  }

  /** Orders of an origin that are remembered. */
  public List<TrackedOrder> orders(String origin) {
    return book.change(account -> account.book().orders(origin));
  }

  /**
   * Journals everything that the account comes to now, so that the next start folds only what comes
   * after. Nothing while an order is on its way to the broker: the broker does not know it yet.
   *
   * @param broker what a simulated broker has folded at this very moment; empty of any other
   */
  public void keepStanding(String broker) {
    boolean ignored =
        book.change(account -> {
          boolean still =
              account.state().working().stream()
                  .noneMatch(order ->
                      order.state() == OrderState.INTENDED
                          || order.state() == OrderState.UNRESOLVED);
          if (still) {
            String folded = account.book().standing();
            account.append(
                null, List.of(new AccountEntry.Standing(folded, broker, timeline.now())));
          }
          return still;
        });
  }

  /** How far the book reaches back. */
  Reach reach() {
    return book.reach();
  }

  /** While set nothing is opened: the account is being closed down. */
  public void closing(boolean wanted) {
    brake.closing(wanted);
  }

  /** Opens again after a liquidation or a failed journal, once a person has looked. */
  public void clearHalt() {
    brake.release();
  }

  /** What may be sent under a permit, on this desk. */
  TradingState stateUnder(Permit permit) {
    return brake.under(permit);
  }

  /** Begins the UTC day of the timeline with its equity, once. Called at every commit and mark. */
  public void openDay(MarketSnapshot market) {
    days.open(market);
  }

  private Judgement judge(JournaledBook.Change account, Proposal proposal, Permit permit) {
    return whatIf.judge(
        proposal,
        account.state(),
        stateUnder(permit),
        settings.markStaleAfter(),
        timeline.nowMillis(),
        id -> account.book().order(id) != null);
  }

  private void measure(Judged judged) {
    meters.time(ExecutorMeters.COMMIT, judged.nanos());
    for (Clearance clearance : judged.commitment().judgement().clearances()) {
      switch (clearance) {
        case Clearance.Cleared ignored -> meters.count(ExecutorMeters.CLEARED, 1);
        case Clearance.Denied it -> meters.count(ExecutorMeters.DENIED, 1, it.reason().name());
      }
    }
  }

  /**
   * What came of a proposal.
   *
   * @param nanos what it took, without those who were told
   */
  private record Judged(Commitment commitment, long nanos) {}
}
