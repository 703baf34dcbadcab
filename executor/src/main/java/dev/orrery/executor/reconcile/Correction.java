package dev.orrery.executor.reconcile;

import dev.orrery.executor.journal.AccountEntry;
import java.util.List;

/**
 * One difference between our book and the venue's report, and the entries that put it right.
 *
 * @param kind what differs
 * @param subject order, fill or symbol
 * @param detail both values
 * @param entries what to journal and book; empty while a drift waits to be seen a second time
 */
public record Correction(Kind kind, String subject, String detail, List<AccountEntry> entries) {
  /** Copies. */
  public Correction {
    entries = List.copyOf(entries);
  }

  /** Whether no lost or late message explains it: a {@code state_drift}. */
  public boolean isDrift() {
    return switch (kind) {
      case MISSED_FILL, ORDER_WORKING, ORDER_FINAL, NEVER_SEEN, LEVERAGE_LEARNT -> false;
      case FOREIGN_ORDER, LEVERAGE, POSITION, BALANCE -> true;
    };
  }

  /** By what it is known again in the next report. */
  public Sighting sighting() {
    return new Sighting(kind, subject, detail);
  }

  /** What differs. */
  public enum Kind {
    /** The venue has a fill we were not told. */
    MISSED_FILL,
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
  public record Sighting(Kind kind, String subject, String detail) {}
}
