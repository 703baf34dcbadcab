package dev.orrery.runtime;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.tick.TickEngine;
import dev.orrery.trigger.TriggerSources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The strategies of one runtime, in the order they were configured. Thread-safe. */
final class HostedStrategies {
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

  /** Those that run a strategy of this declared name, there or away. */
  List<HostedStrategy> running(String declared) {
    return all().stream().filter(each -> each.options.strategy().equals(declared)).toList();
  }

  /** Names of those whose broker hangs on a report, so that their accounts are not compared. */
  Set<String> uncompared() {
    return all().stream()
        .filter(each -> each.reconciler.unanswered())
        .map(each -> each.unit.name())
        .collect(Collectors.toSet());
  }

  /** Takes up each account where the journal left it. Nothing is decided yet. */
  void takeUp(DecisionHistory history, DecisionJournal journal, TickEngine engine) {
    for (HostedStrategy each : all()) {
      each.takeUp(history, journal);
      each.admit(engine);
    }
  }

  /** Lets their triggers fire. */
  void bind(TriggerSources sources, TickEngine engine) {
    for (HostedStrategy each : all()) {
      each.bind(sources, each.unit.firings(), engine);
    }
  }

  /** No firing begins any more. */
  void unbind() {
    Closing closing = new Closing();
    all().forEach(each -> closing.step(each::unbind));
    closing.done();
  }

  /**
   * Journals how accounts stand of which the next start would have much to fold.
   *
   * @param atLeast entries
   */
  void keepStandings(long atLeast) {
    Closing closing = new Closing();
    all().forEach(each -> closing.step(() -> each.keepStanding(atLeast)));
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
