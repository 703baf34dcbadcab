package dev.orrery.runtime;

import dev.orrery.runtime.health.StrategyHealth;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.tick.StrategyUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Four questions that are not the same.
 *
 * @param alive the process does its work
 * @param ready the market runs and strategies are asked
 * @param safeToTrade everything that would refuse an open is in order, and strategies are asked
 * @param degraded it works, but should be started again when that suits
 * @param reasons why one of them is not so, or soon may not be
 */
public record RuntimeHealth(
    boolean alive, boolean ready, boolean safeToTrade, boolean degraded, List<String> reasons) {
  /** Copies. */
  public RuntimeHealth {
    reasons = List.copyOf(reasons);
  }

  static RuntimeHealth of(
      RuntimeState state,
      @Nullable Throwable failure,
      DecisionJournal.Health journal,
      List<StrategyUnit> units,
      Set<String> uncompared,
      int abandonedThreads,
      @Nullable String exhausted) {
    List<String> reasons = new ArrayList<>();
    if (exhausted != null) {
      reasons.add("memory: " + exhausted);
    }
    boolean degraded = abandonedThreads >= Ladder.DEGRADED_FROM;
    if (degraded) {
      reasons.add(
          "degraded: %d threads do not leave plugin code and take processor time: start the process again"
              .formatted(abandonedThreads));
    }
    if (failure != null) {
      reasons.add("market: " + failure);
    }
    switch (state) {
      case BUILT, STARTING -> reasons.add("runtime: not started");
      case ENDED -> reasons.add("market: has ended");
      case CLOSED -> reasons.add("runtime: closed");
      case RUNNING, FAILED -> {}
    }
    boolean ready = state == RuntimeState.RUNNING && !units.isEmpty();
    boolean started = state != RuntimeState.BUILT && state != RuntimeState.STARTING;
    if (started && state != RuntimeState.CLOSED && units.isEmpty()) {
      reasons.add("strategies: there are none");
    }
    boolean safe = ready && journal.state() == DecisionJournal.State.DATABASE;
    if (journal.state() != DecisionJournal.State.DATABASE) {
      reasons.add("journal: " + journal.state() + " " + journal.detail());
    }
    for (StrategyUnit unit : units) {
      if (unit.away() != null && unit.switches().latches().quarantine() == null) {
        continue; // nothing would open anything
      }
      if (unit.sender().unanswered() > 0) {
        safe = false;
        reasons.add(unit.name() + ": its broker does not answer");
      }
      if (uncompared.contains(unit.name())) {
        reasons.add(unit.name() + ": its broker hangs on a report, the account is not compared");
      }
      List<String> why = unit.switches().permit().reasons();
      if (!why.isEmpty()) {
        safe = false;
        reasons.add(unit.name() + ": " + String.join(", ", why));
      }
      StrategyHealth.Standing health = unit.health().standing();
      if (!health.healthy()) {
        safe = false;
        reasons.add(unit.name() + ": " + health);
      }
    }
    boolean alive = failure == null && exhausted == null;
    return new RuntimeHealth(alive, ready, safe, degraded, reasons);
  }
}
