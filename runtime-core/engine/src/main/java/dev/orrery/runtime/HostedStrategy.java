package dev.orrery.runtime;

import dev.orrery.executor.Reconciler;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.control.Guard;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.trigger.StrategyTriggers;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A strategy with everything that was opened for it and has to be closed again. */
final class HostedStrategy {
  final StrategyUnit unit;
  final Broker broker;
  final Reconciler reconciler;
  final Guard guard;
  final AccountHistory past;
  @Nullable StrategyTriggers triggers;

  HostedStrategy(
      StrategyUnit unit, Broker broker, Reconciler reconciler, Guard guard, AccountHistory past) {
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
   */
  Operations operations(
      Supplier<MarketSnapshot> market,
      RuntimeLog log,
      Consumer<StrategyUnit> snapshot,
      Executor worker) {
    return new Operations(
        unit,
        broker,
        reconciler,
        market,
        (level, event, message) ->
            log.event(unit.deployment(), unit.name(), level, event, message, Map.of()),
        snapshot,
        worker);
  }

  /** No firing begins any more. */
  void unbind() {
    StrategyTriggers bound = triggers;
    if (bound != null) {
      bound.close();
    }
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
