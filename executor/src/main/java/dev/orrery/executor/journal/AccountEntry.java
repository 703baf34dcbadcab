package dev.orrery.executor.journal;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.time.Instant;
import java.util.List;

/** What an account is folded from. */
public sealed interface AccountEntry extends JournalEntry
    permits AccountEntry.Intended,
        AccountEntry.Amending,
        AccountEntry.Answered,
        AccountEntry.Told,
        AccountEntry.DayOpened,
        AccountEntry.Began,
        AccountEntry.Standing {
  /** When, on the timeline. */
  Instant at();

  /**
   * We are about to place this order.
   *
   * @param order the order
   * @param origin firing id, or latch
   * @param strategy who wants it
   * @param epoch right it is sent under
   * @param validUntil never sent after this instant of the process's clock
   */
  record Intended(
      OrderSpec order, String origin, String strategy, long epoch, Instant validUntil, Instant at)
      implements AccountEntry {
    @Override
    public void describe(dev.orrery.kernel.Canonical out) {
      AccountEntries.describe(this, out);
    }
  }

  /** We are about to change an order to this. */
  record Amending(OrderSpec order, String origin, Instant validUntil, Instant at)
      implements AccountEntry {
    @Override
    public void describe(dev.orrery.kernel.Canonical out) {
      AccountEntries.describe(this, out);
    }
  }

  /**
   * The broker answered an instruction.
   *
   * @param asked what it was told to do: a refused cancel says nothing against the order
   */
  record Answered(Asked asked, OrderOutcome outcome, Instant at) implements AccountEntry {
    @Override
    public void describe(dev.orrery.kernel.Canonical out) {
      AccountEntries.describe(this, out);
    }
  }

  /** The broker told this. */
  record Told(BrokerEvent event) implements AccountEntry {
    @Override
    public Instant at() {
      return event.at();
    }

    @Override
    public void describe(dev.orrery.kernel.Canonical out) {
      AccountEntries.describe(this, out);
    }
  }

  /**
   * A day of the timeline began in UTC with this equity: what daily loss is measured from.
   *
   * @param equity balance and unrealised profit and loss at the first look at the account that day
   */
  record DayOpened(Usd equity, Instant at) implements AccountEntry {
    @Override
    public void describe(dev.orrery.kernel.Canonical out) {
      AccountEntries.describe(this, out);
    }
  }

  /**
   * The book of an account that was used before begins with a report of its venue: what happened
   * before is in the balance and the positions it takes over, and is never booked by itself.
   *
   * @param at the report's moment
   * @param known keys of what that report listed and the beginning holds already
   */
  record Began(Instant at, List<String> known) implements AccountEntry {
    /** Copies. */
    public Began {
      known = List.copyOf(known);
    }

    @Override
    public void describe(dev.orrery.kernel.Canonical out) {
      AccountEntries.describe(this, out);
    }
  }

  /**
   * Everything that the entries before come to, so that nobody need fold them again. It changes
   * nothing.
   *
   * @param book what the book has folded
   * @param broker what a simulated broker has folded; empty of any other
   */
  record Standing(String book, String broker, Instant at) implements AccountEntry {
    /** Nothing: when one is written is no part of what happened. */
    @Override
    public void describe(dev.orrery.kernel.Canonical out) {}

    @Override
    public String toString() {
      return "Standing[book=" + book.length() + " characters, broker=" + broker.length() + "]";
    }
  }

  /** What a broker was told to do. */
  enum Asked {
    /** Place an order. */
    PLACE,
    /** Change an order. */
    AMEND,
    /** Cancel an order. */
    CANCEL,
    /** Set leverage and margin mode. */
    LEVERAGE
  }
}
