package dev.orrery.executor.reconcile;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.reconcile.Correction.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What a comparison has found, in order. Confined to one thread. */
final class Findings {
  private final Predicate<Correction.Sighting> sure;
  private final List<Correction> corrections = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param sure whether a difference has been seen for long enough to be one
   */
  Findings(Predicate<Correction.Sighting> sure) {
    this.sure = sure;
  }

  List<Correction> corrections() {
    return corrections;
  }

  /** Adds what needs no second look, with its cure. */
  void add(Kind kind, String subject, String detail, AccountEntry... cure) {
    corrections.add(new Correction(kind, subject, detail, "", List.of(cure)));
  }

  /**
   * Adds what news in flight might explain, with its cure when it is sure; answers whether it is.
   *
   * @param difference by which it is told whether the next report shows the very same
   */
  boolean add(
      Kind kind, String subject, String detail, String difference, List<AccountEntry> cure) {
    Correction found = new Correction(kind, subject, detail, difference, List.of());
    boolean known = sure.test(found.sighting());
    corrections.add(known ? new Correction(kind, subject, detail, difference, cure) : found);
    return known;
  }
}
