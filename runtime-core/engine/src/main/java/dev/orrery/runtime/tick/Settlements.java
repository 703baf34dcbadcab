package dev.orrery.runtime.tick;

import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.AccountListener;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.kernel.Timeline;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits until it is known what became of decisions that were settled as unresolved, and settles
 * them again. Only the book says so, and the book only what the venue told: a fill, a
 * reconciliation. Costs one look an entry while nothing is unresolved. Thread-safe.
 */
public final class Settlements implements AccountListener {
  private final String deployment;
  private final String strategy;
  private final AccountDesk desk;
  private final DecisionJournal journal;
  private final Timeline timeline;
  private final Map<String, List<Awaited>> waiting = new LinkedHashMap<>();
  private volatile boolean idle = true;

  /** Of one strategy's desk, which it has to be added to as a listener. */
  public Settlements(
      String deployment,
      String strategy,
      AccountDesk desk,
      DecisionJournal journal,
      Timeline timeline) {
    this.deployment = deployment;
    this.strategy = strategy;
    this.desk = desk;
    this.journal = journal;
    this.timeline = timeline;
  }

  /**
   * Settles a decision again once the fate of all it has sent is known; to be called once its
   * verdict {@link Verdict#UNRESOLVED} is in the journal.
   */
  void watch(String decision, List<Instruction> sent) {
    add(decision, sent.stream().map(Awaited::of).toList());
  }

  /** As {@link #watch}, after a restart: of the orders it placed. */
  public void watchOrders(String decision, Collection<ClientOrderId> orders) {
    add(decision, orders.stream().<Awaited>map(Awaited.Placed::new).toList());
  }

  /**
   * What became of a decision as far as the book knows.
   *
   * @param orders what it placed
   */
  public Verdict verdict(Collection<ClientOrderId> orders) {
    return verdict(orders.stream().<Awaited>map(Awaited.Placed::new).toList());
  }

  @Override
  public void on(AccountEntry entry) {
    if (!idle) {
      settle();
    }
  }

  private void add(String decision, List<Awaited> sent) {
    synchronized (waiting) {
      waiting.put(decision, sent);
      idle = false;
    }
    settle();
  }

  private void settle() {
    List<DecisionSettled> known = new ArrayList<>();
    synchronized (waiting) {
      waiting.forEach((decision, sent) -> {
        Verdict verdict = verdict(sent);
        if (verdict != Verdict.UNRESOLVED) {
          known.add(settled(decision, verdict, sent));
        }
      });
      known.forEach(each -> waiting.remove(each.id()));
      idle = waiting.isEmpty();
    }
    if (!known.isEmpty()) {
      journal.append(deployment, known);
    }
  }

  private DecisionSettled settled(String decision, Verdict verdict, List<Awaited> sent) {
    List<String> outcomes = new ArrayList<>();
    for (Awaited each : sent) {
      String found =
          each instanceof Awaited.Placed order
              ? order.id() + " " + order.state(desk).map(Enum::name).orElse("never seen")
              : each + " " + each.fate(desk);
      outcomes.add("found " + found);
    }
    return new DecisionSettled(
        deployment, strategy, decision, verdict, outcomes, timeline.nowMillis());
  }

  private Verdict verdict(List<Awaited> sent) {
    int done = 0;
    int refused = 0;
    for (Awaited each : sent) {
      switch (each.fate(desk)) {
        case UNKNOWN -> {
          return Verdict.UNRESOLVED;
        }
        case DONE -> done++;
        case REFUSED -> refused++;
      }
    }
    if (refused == 0) {
      return Verdict.EXECUTED;
    }
    return done > 0 ? Verdict.PARTIALLY_EXECUTED : Verdict.REJECTED;
  }
}
