package dev.orrery.executor;

import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketSnapshot;
import java.time.Instant;
import java.util.List;

/** Begins each UTC day of the timeline with the account's equity, once. Thread-safe. */
final class DayOpening {
  private static final long DAY_MILLIS = 86_400_000;

  private final JournaledBook book;
  private final Timeline timeline;
  private volatile long opened = Long.MIN_VALUE;

  DayOpening(JournaledBook book, Timeline timeline) {
    this.book = book;
    this.timeline = timeline;
  }

  /** Begins the day of now. Nearly free when it has begun. */
  void open(MarketSnapshot market) {
    long now = timeline.nowMillis();
    if (Math.floorDiv(now, DAY_MILLIS) != opened) {
      book.change(account -> account.append(null, opening(account.state(), market, now)));
    }
  }

  /** Under the book's lock. The day of an account nobody has used yet stays to be opened. */
  private List<AccountEntry> opening(AccountState current, MarketSnapshot market, long now) {
    boolean unused = current.money().deposits().signum() == 0 && current.held().isEmpty();
    if (unused) {
      return List.of();
    }
    opened = Math.floorDiv(now, DAY_MILLIS);
    if (current.dayStartEquity(now).isPresent()) {
      return List.of();
    }
    AccountView view = new AccountView(current, market);
    return List.of(new AccountEntry.DayOpened(view.equity(), Instant.ofEpochMilli(now)));
  }
}
