package dev.orrery.runtime.tick;

import dev.orrery.api.action.Action;
import dev.orrery.executor.BatchRule;
import dev.orrery.executor.Commitment;
import dev.orrery.executor.Judgement;
import dev.orrery.executor.Proposal;
import dev.orrery.executor.SendReport;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.risk.Clearance;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.metrics.RuntimeMeters;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The second half of a tick that wants something: commit, send, settle. */
final class Execution {
  private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

  private final TickEngine engine;
  private final Tick tick;
  private final StrategyUnit unit;
  private final String firingId;
  private final boolean measured;
  private @Nullable DecisionRecord decision;

  Execution(TickEngine engine, Tick tick, StrategyUnit unit, String firingId, boolean measured) {
    this.engine = engine;
    this.tick = tick;
    this.unit = unit;
    this.firingId = firingId;
    this.measured = measured;
  }

  /** Commits, and sends what was cleared. */
  void run(List<Action> actions, MarketSnapshot market) {
    Proposal proposal =
        new Proposal(
            firingId,
            unit.name(),
            actions,
            unit.limits().each() ? BatchRule.EACH : BatchRule.ALL,
            unit.limits().caps(),
            market,
            0);
    long started = measured ? System.nanoTime() : 0;
    Commitment commitment =
        unit.desk()
            .commit(
                proposal,
                judgement -> {
                  DecisionRecord made = record(actions, judgement);
                  decision = made;
                  return made;
                });
    if (measured) {
      engine.meters.time(RuntimeMeters.COMMIT, System.nanoTime() - started, unit.name());
    }
    DecisionRecord made = decision;
    if (made == null) {
      throw new IllegalStateException("a commit without a decision: firing " + firingId);
    }
    Verdict verdict = made.verdict();
    if (verdict != null) {
      concluded(made, verdict);
      return;
    }
    send(commitment, made);
  }

  private void concluded(DecisionRecord made, Verdict verdict) {
    if (verdict == Verdict.FAILED) {
      String why = String.join("; ", made.reasons());
      tick.unhealthy(why);
      engine.observer.logged(unit, "warn", "tick_failed", why, Map.of("firing", firingId));
    } else {
      unit.health().succeeded();
    }
    tick.told(made, verdict, List.of());
  }

  private void send(Commitment commitment, DecisionRecord made) {
    unit.health().succeeded();
    long started = measured ? System.nanoTime() : 0;
    Verdict verdict;
    List<String> outcomes;
    try {
      SendReport report = unit.sender().send(commitment);
      verdict = verdict(report.result());
      outcomes = texts(report);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      verdict = Verdict.DENIED;
      outcomes = List.of("not sent: the runtime is stopping");
    } catch (RuntimeException e) {
      LOG.error("What became of a decision is not known firing={}", firingId, e);
      verdict = Verdict.UNRESOLVED;
      outcomes = List.of("unresolved: the runtime failed: " + e);
    }
    if (measured) {
      engine.meters.time(RuntimeMeters.SEND, System.nanoTime() - started, unit.name());
    }
    engine.journal.append(
        unit.deployment(),
        new DecisionSettled(
            unit.deployment(),
            unit.name(),
            firingId,
            verdict,
            outcomes,
            engine.timeline.nowMillis()));
    if (verdict == Verdict.UNRESOLVED) {
      unit.settlements().watch(firingId, commitment.instructions());
    }
    tick.told(made, verdict, outcomes);
  }

  private DecisionRecord record(List<Action> actions, Judgement judgement) {
    List<String> clearances = clearances(judgement);
    List<String> own = reasons(actions);
    return switch (judgement.kind()) {
      case INVALID ->
          tick.record(Verdict.FAILED, actions, List.of(judgement.problem()), judgement.problem());
      case NOOP, NOTHING ->
          tick.record(
              judgement.gone().isEmpty() ? Verdict.NOOP : Verdict.REJECTED,
              actions,
              joined(own, judgement.notes()),
              clearances,
              judgement.opens().value(),
              null);
      case DENIED ->
          tick.record(
              Verdict.DENIED,
              actions,
              judgement.denials().stream().map(Clearance.Denied::text).toList(),
              clearances,
              judgement.opens().value(),
              null);
      case CLEARED, PARTLY_CLEARED ->
          tick.record(null, actions, own, clearances, judgement.opens().value(), null);
    };
  }

  private static List<String> clearances(Judgement judgement) {
    List<Clearance> clearances = judgement.clearances();
    if (clearances.size() == 1) {
      return List.of(clearances.getFirst().text());
    }
    return clearances.stream().map(Clearance::text).toList();
  }

  private static List<String> reasons(List<Action> actions) {
    if (actions.size() == 1) {
      return List.of(actions.getFirst().reason());
    }
    return actions.stream().map(Action::reason).distinct().toList();
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private static Verdict verdict(SendReport.Result result) {
    return switch (result) {
      case NOOP -> Verdict.NOOP;
      case EXECUTED -> Verdict.EXECUTED;
      case PARTIALLY_EXECUTED -> Verdict.PARTIALLY_EXECUTED;
      case DENIED -> Verdict.DENIED;
      case REJECTED -> Verdict.REJECTED;
      case UNRESOLVED -> Verdict.UNRESOLVED;
    };
  }

  private static List<String> texts(SendReport report) {
    List<OrderOutcome> outcomes = report.outcomes();
    if (outcomes.size() == 1 && report.neverSent().isEmpty()) {
      return List.of(text(outcomes.getFirst()));
    }
    List<String> texts = new ArrayList<>();
    outcomes.forEach(outcome -> texts.add(text(outcome)));
    report.neverSent().forEach((id, why) -> texts.add("not sent " + id + ": " + why));
    return texts;
  }

  private static String text(OrderOutcome outcome) {
    return switch (outcome) {
      case OrderOutcome.Accepted it -> "accepted " + it.clientOrderId() + filled(it);
      case OrderOutcome.Rejected it when it.alreadyGone() ->
          "already gone " + it.clientOrderId() + ": nothing to cancel or change";
      case OrderOutcome.Rejected it when it.notSent() ->
          "not sent " + it.clientOrderId() + ": one before it was refused or is not known";
      case OrderOutcome.Rejected it -> "rejected " + it.clientOrderId() + ": " + it.venueReason();
      case OrderOutcome.Unresolved it -> "unresolved " + it.clientOrderId() + ": " + it.cause();
    };
  }

  /** Only an order has an id at the venue; one that rests was accepted, and nothing more yet. */
  private static String filled(OrderOutcome.Accepted it) {
    if (it.fill() != null) {
      return " filled " + it.fill().quantity() + " at " + it.fill().price();
    }
    return it.venueOrderId().isEmpty() ? "" : ", no fill yet";
  }
}
