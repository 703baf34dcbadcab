package dev.orrery.executor.reconcile;

import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.reconcile.Comparison.InFlight;
import dev.orrery.executor.reconcile.Correction.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a comparison has found, in order. Confined to one thread. */
final class Findings {
  private final Set<Correction.Sighting> seenBefore;
  private final boolean running;
  private final List<Correction> corrections = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param seenBefore drifts of the comparison before
   */
  Findings(Set<Correction.Sighting> seenBefore, InFlight inFlight) {
    this.seenBefore = seenBefore;
    this.running = inFlight == InFlight.EVERYTHING;
  }

  List<Correction> corrections() {
    return corrections;
  }

  /** Adds what a lost or late message explains, with its cure. */
  void add(Kind kind, String subject, String detail, AccountEntry entry) {
    corrections.add(new Correction(kind, subject, detail, List.of(entry)));
  }

  /** Adds a drift, with its cure when it is sure; answers whether it is. */
  boolean drift(Kind kind, String subject, String detail, List<AccountEntry> cure) {
    Correction found = new Correction(kind, subject, detail, List.of());
    boolean sure = !running || seenBefore.contains(found.sighting());
    corrections.add(sure ? new Correction(kind, subject, detail, cure) : found);
    return sure;
  }
}
