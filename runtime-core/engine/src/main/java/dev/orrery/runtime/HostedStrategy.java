package dev.orrery.runtime;

import dev.orrery.executor.Reconciler;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.control.Guard;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.runtime.tick.TickEngine;
import dev.orrery.trigger.FiringHistory;
import dev.orrery.trigger.StrategyTriggers;
import dev.orrery.trigger.TriggerSources;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A strategy with everything that was opened for it and has to be closed again. */
final class HostedStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(HostedStrategy.class);

  final StrategyOptions options;
  final StrategyUnit unit;
  final Broker broker;
  final Reconciler reconciler;
  final Guard guard;
  @Nullable StrategyTriggers triggers;

  /** Until it is taken up: it may be large. */
  private AccountHistory past;

  HostedStrategy(
      StrategyOptions options,
      StrategyUnit unit,
      Broker broker,
      Reconciler reconciler,
      Guard guard,
      AccountHistory past) {
    this.options = options;
    this.past = past;
    this.unit = unit;
    this.broker = broker;
    this.reconciler = reconciler;
    this.guard = guard;
  }

  /**
   * What people may do to it.
   *
   * @param snapshot writes down how its account stands
   * @param worker flattens it
   * @param release asks it again after a quarantine
   */
  Operations operations(
      Supplier<MarketSnapshot> market,
      RuntimeLog log,
      Consumer<StrategyUnit> snapshot,
      Executor worker,
      Consumer<HostedStrategy> release) {
    return new Operations(
        unit,
        broker,
        reconciler,
        market,
        (level, event, message) ->
            log.event(unit.deployment(), unit.name(), level, event, message, Map.of()),
        snapshot,
        worker,
        () -> release.accept(this));
  }

  /**
   * Takes up its account where the journal left it. Nothing is decided yet.
   *
   * @throws ProblemException when the venue does not answer
   */
  void takeUp(DecisionHistory history, DecisionJournal journal) {
    try {
      reconciler.boot();
    } catch (BrokerException e) {
      throw new ProblemException(
          Problem.unreachable(
              "account " + unit.vault(),
              "could not be reconciled: " + e.getMessage(),
              "start again when the venue answers"),
          e);
    }
    int settled = BootSettlement.settle(unit, history, past, journal);
    past = AccountHistory.empty();
    if (settled > 0) {
      LOG.info("Decisions cut off by the last end are settled count={}", settled);
    }
  }

  /** Lets firings in, and its account be looked after. */
  void admit(TickEngine engine) {
    reconciler.start();
    engine.add(unit);
  }

  /** Lets its triggers fire. */
  void bind(TriggerSources sources, FiringHistory history, TickEngine engine) {
    triggers =
        StrategyTriggers.bind(
            unit.deployment(),
            unit.name(),
            unit.strategy().binding().triggers(),
            sources,
            history,
            engine);
  }

  /** Lets it be woken by what its latest version declares, or the operator says. */
  void rebind(FiringHistory history) {
    StrategyTriggers bound = triggers;
    if (bound != null) {
      bound.rebind(unit.strategy().binding().triggers(), history);
    }
  }

  /** Nothing but a hand wakes it until it is bound again. */
  void suspend() {
    StrategyTriggers bound = triggers;
    if (bound != null) {
      bound.suspend();
    }
  }

  /** No firing begins any more. */
  void unbind() {
    StrategyTriggers bound = triggers;
    if (bound != null) {
      bound.close();
    }
  }

  /**
   * Journals how its account stands when there is much that the next start would fold.
   *
   * @param atLeast entries
   */
  void keepStanding(long atLeast) {
    if (unit.desk().unsummed() < atLeast) {
      return;
    }
    if (broker instanceof SimulatedBroker simulated) {
      simulated.standing(unit.desk()::keepStanding);
    } else {
      unit.desk().keepStanding("");
    }
  }

  /** Undoes that it was opened: it never came to run. */
  void withdraw(MarketBoard board) {
    unbind();
    board.forget(guard);
    if (broker instanceof SimulatedBroker simulated) {
      board.forget(simulated);
    }
    close();
  }

  /**
   * After its last decision has returned. What goes wrong keeps nothing else from being closed; an
   * account that would not let go is for the caller to know.
   */
  void close() {
    Closing closing = new Closing();
    closing.step(unit.switches()::keep);
    closing.step(reconciler::close);
    closing.step(broker::close);
    closing.step(unit.strategy()::close);
    closing.done();
  }
}
