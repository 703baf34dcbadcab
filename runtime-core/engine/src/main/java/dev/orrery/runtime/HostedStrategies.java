package dev.orrery.runtime;

import dev.orrery.executor.broker.BrokerException;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.tick.TickEngine;
import dev.orrery.trigger.StrategyTriggers;
import dev.orrery.trigger.TriggerSources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The strategies of one runtime, in the order they were configured. Thread-safe. */
final class HostedStrategies {
  private static final Logger LOG = LoggerFactory.getLogger(HostedStrategies.class);

  private final Map<String, HostedStrategy> byName = new LinkedHashMap<>();

  synchronized void add(HostedStrategy strategy) {
    byName.put(strategy.unit.name(), strategy);
  }

  synchronized List<HostedStrategy> all() {
    return List.copyOf(byName.values());
  }

  /**
   * One of them.
   *
   * @throws ProblemException when there is none of that name
   */
  synchronized HostedStrategy get(String name) {
    HostedStrategy found = byName.get(name);
    if (found == null) {
      throw new ProblemException(
          Problem.refused(
              "strategy " + name,
              "is not running here",
              "running are " + String.join(", ", byName.keySet())));
    }
    return found;
  }

  /** Takes up each account where the journal left it. Nothing is decided yet. */
  void takeUp(DecisionHistory history, DecisionJournal journal, TickEngine engine) {
    for (HostedStrategy each : all()) {
      try {
        each.reconciler.boot();
      } catch (BrokerException e) {
        throw new ProblemException(
            Problem.unreachable(
                "account " + each.unit.vault(),
                "could not be reconciled: " + e.getMessage(),
                "start again when the venue answers"),
            e);
      }
      int settled = BootSettlement.settle(each.unit, history, each.past, journal);
      if (settled > 0) {
        LOG.info("Decisions cut off by the last end are settled count={}", settled);
      }
      each.reconciler.start();
      engine.add(each.unit);
    }
  }

  /** Lets their triggers fire. */
  void bind(TriggerSources sources, DecisionHistory history, TickEngine engine) {
    HistoryOfFirings before = new HistoryOfFirings(history);
    for (HostedStrategy each : all()) {
      each.triggers =
          StrategyTriggers.bind(
              each.unit.deployment(),
              each.unit.name(),
              each.unit.strategy().binding().triggers(),
              sources,
              before,
              engine);
    }
  }

  /** No firing begins any more. */
  void unbind() {
    Closing closing = new Closing();
    all().forEach(each -> closing.step(each::unbind));
    closing.done();
  }

  /** After their last decisions have returned. */
  void close() {
    Closing closing = new Closing();
    all().forEach(each -> closing.step(each::close));
    synchronized (this) {
      byName.clear();
    }
    closing.done();
  }
}
