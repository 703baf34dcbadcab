package dev.orrery.runtime;

import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.runtime.tick.TickEngine;
import java.util.List;
import java.util.Map;

/** Tells listeners and the log what ticks do. */
final class TickFacts implements TickEngine.TickObserver {
  private final FactStream facts;
  private final RuntimeLog log;

  TickFacts(FactStream facts, RuntimeLog log) {
    this.facts = facts;
    this.log = log;
  }

  @Override
  public void decided(
      StrategyUnit unit, DecisionRecord decision, Verdict verdict, List<String> outcomes) {
    if (facts.heard()) {
      facts.publish(new RuntimeFact.Decided(decision, verdict, outcomes));
    }
  }

  @Override
  public void logged(
      StrategyUnit unit, String level, String event, String message, Map<String, Object> data) {
    log.event(unit.deployment(), unit.name(), level, event, message, data);
  }
}
