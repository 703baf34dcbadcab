package dev.orrery.executor.reconcile;

import dev.orrery.executor.journal.AccountEntry;
import java.util.List;

/**
 * One difference between our book and the venue's report, and the entries that put it right.
 *
 * @param kind what differs
 * @param subject order, fill or symbol
 * @param detail both values
 * @param difference how far they are apart; empty where one look is enough
 * @param entries what to journal and book; empty while it waits to be seen again
 */
public record Correction(
    Kind kind, String subject, String detail, String difference, List<AccountEntry> entries) {
  /** Copies. */
  public Correction {
    entries = List.copyOf(entries);
  }

  /** Whether no lost or late message explains it: a {@code state_drift}. */
  public boolean isDrift() {
    return switch (kind) {
      case BEGAN, INITIAL_ORDER, INITIAL_POSITION, INITIAL_BALANCE -> false;
      case MISSED_FILL, MISSED_DEPOSIT, MISSED_FUNDING -> false;
      case ORDER_WORKING, ORDER_FINAL, NEVER_SEEN, LEVERAGE_LEARNT -> false;
      case FOREIGN_ORDER, LEVERAGE, POSITION, BALANCE -> true;
    };
  }

  /** By what it is known again in the next report. */
  public Sighting sighting() {
    return new Sighting(kind, subject, difference);
  }

  /** {@code POSITION BTC: ours=0.5 venue=0.6}. */
  public String text() {
    return kind + " " + subject + ": " + detail;
  }

  /** What differs. */
  public enum Kind {
    /** Nothing yet: the book of an account that was used before begins. */
    BEGAN,
    /** An order that worked when the book began. */
    INITIAL_ORDER,
    /** A position that was there when the book began. */
    INITIAL_POSITION,
    /** The balance when the book began. */
    INITIAL_BALANCE,
    /** The venue has a fill we were not told. */
    MISSED_FILL,
    /** Money came in or went out, and we were not told. */
    MISSED_DEPOSIT,
    /** Funding was paid, and we were not told. */
    MISSED_FUNDING,
    /** The venue works an order whose fate was unknown. */
    ORDER_WORKING,
    /** An order we think working is final. */
    ORDER_FINAL,
    /** The venue never got an order, and can get it no more. */
    NEVER_SEEN,
    /** The venue works an order we do not know: adopted as external. */
    FOREIGN_ORDER,
    /** Leverage and margin mode of a symbol, told for the first time. */
    LEVERAGE_LEARNT,
    /** Leverage or margin mode differ. */
    LEVERAGE,
    /** The position differs although all fills are booked. */
    POSITION,
    /** The balance differs although all fills are booked. */
    BALANCE
  }

  /** A difference without its cure. */
  public record Sighting(Kind kind, String subject, String difference) {}
}
