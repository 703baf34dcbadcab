package dev.orrery.runtime;

import dev.orrery.api.Trigger;
import dev.orrery.executor.guard.Trip;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.runtime.tick.TickEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Tells listeners and the log what ticks do. */
final class TickFacts implements TickEngine.TickObserver {
  private final FactStream facts;
  private final RuntimeLog log;
  private final FiredByHand byHand;
  private final @Nullable Costs costs;
  private final Executor saver;
  private final Quarantines quarantines;
  private volatile Runnable eachLook = () -> {};

  /**
   * Tells these.
   *
   * @param byHand hears of decisions that were fired by hand
   * @param costs null where the host judges what language models cost
   * @param saver makes durable what a guard switches
   */
  TickFacts(
      FactStream facts,
      RuntimeLog log,
      FiredByHand byHand,
      @Nullable Costs costs,
      Executor saver,
      Quarantines quarantines) {
    this.quarantines = quarantines;
    this.facts = facts;
    this.log = log;
    this.byHand = byHand;
    this.costs = costs;
    this.saver = saver;
  }

  /** Runs this at each look of the watchdog from now on. */
  void eachLook(Runnable look) {
    eachLook = look;
  }

  @Override
  public void decided(
      StrategyUnit unit, DecisionRecord decision, Verdict verdict, List<String> outcomes) {
    boolean asked = decision.firing().trigger() instanceof Trigger.Manual;
    if (asked || facts.heard()) {
      RuntimeFact.Decided fact = new RuntimeFact.Decided(decision, verdict, outcomes);
      facts.publish(fact);
      if (asked) {
        byHand.decided(fact);
      }
    }
    if (costs != null) {
      costs.after(unit, decision).ifPresent(trip -> pause(unit, trip));
    }
  }

  private void pause(StrategyUnit unit, Trip trip) {
    if (unit.switches().latches().paused() != null) {
      return;
    }
    unit.switches()
        .changeSoon(
            latches -> latches.paused() == null ? latches.withPaused(trip.reason(), true) : latches,
            saver);
    log.event(
        unit.deployment(),
        unit.name(),
        "warn",
        trip.code(),
        trip.reason(),
        Map.of("reason", trip.reason()));
  }

  @Override
  public void logged(
      StrategyUnit unit, String level, String event, String message, Map<String, Object> data) {
    log.event(unit.deployment(), unit.name(), level, event, message, data);
  }

  @Override
  public void hangs(StrategyUnit unit, String where) {
    quarantines.hangs(unit, where);
  }

  @Override
  public void looked() {
    eachLook.run();
  }
}
